package io.risefall.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * The contract catches checkers that break it; that it lets honest ones pass is shown elsewhere.
 */
@Timeout(60)
class CheckerContractTest {

  /** What one broken checker does with a connection that stands. */
  private interface Fault {
    CheckResult check(Socket socket, CheckContext context) throws IOException, InterruptedException;
  }

  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void endWhatIgnoresEverything() {
    over.countDown();
  }

  private static CheckerContract contractOf(Fault fault) {
    Contract contract = new Contract(fault);
    contract.makeServers();
    return contract;
  }

  private static final class Contract extends CheckerContract {
    private final Fault fault;

    Contract(Fault fault) {
      this.fault = fault;
    }

    @Override
    protected Checker checker(InetSocketAddress target, Duration timeout) {
      return context -> {
        try (Socket socket = new Socket(target.getAddress(), target.getPort())) {
          return fault.check(socket, context);
        } catch (IOException e) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          return CheckResult.fail(Reason.CONNECTION_FAILED, "failed");
        }
      };
    }

    @Override
    protected Transport transport() {
      return Transport.TCP;
    }

    @Override
    protected void serveHealthy(Socket client) throws IOException {
      client.getOutputStream().write(StreamCheckerTest.GREETING);
    }
  }

  private static void caught(String message, CheckerContract contract, Executable test)
      throws Exception {
    try {
      AssertionError e = assertThrows(AssertionError.class, test);
      assertTrue(String.valueOf(e.getMessage()).contains(message), () -> "said: " + e);
    } finally {
      contract.closeServers();
    }
  }

  @Test
  void aCheckerContentWithAConnectionIsCaughtBySilence() throws Exception {
    CheckerContract contract = contractOf((socket, context) -> CheckResult.pass("connected"));
    caught("a sick target must FAIL", contract, contract::silenceFailsByTheDeadline);
  }

  @Test
  void aCheckerThatStartsItsTimeAgainWithEachByteIsCaughtByTheDrip() throws Exception {
    CheckerContract contract =
        contractOf(
            (socket, context) -> {
              socket.setSoTimeout(300);
              byte[] got = socket.getInputStream().readNBytes(StreamCheckerTest.GREETING.length);
              return got.length == 0
                  ? CheckResult.fail(Reason.TIMEOUT, "no greeting")
                  : CheckResult.fail(new Reason("greeting-wrong"), "wrong greeting");
            });
    caught("at a deadline of 300 ms", contract, contract::oneByteAtATimeFailsByTheDeadline);
  }

  @Test
  void aCheckerThatThrowsIsCaught() throws Exception {
    CheckerContract contract =
        contractOf(
            (socket, context) -> {
              throw new IllegalStateException("test");
            });
    caught("never throws", contract, contract::garbageFailsByTheDeadline);
  }

  @Test
  void aCheckerThatBlamesItselfIsCaught() throws Exception {
    CheckerContract contract =
        contractOf((socket, context) -> CheckResult.broken(Reason.NO_RESOURCES, "broken"));
    caught("a sick target must FAIL", contract, contract::aHalfCloseFails);
  }

  @Test
  void aCheckerThatAnswersAnInterruptionWithAResultIsCaught() throws Exception {
    CheckerContract contract =
        contractOf(
            (socket, context) -> {
              try {
                over.await();
              } catch (InterruptedException e) {
                return CheckResult.fail(Reason.TIMEOUT, "interrupted");
              }
              return CheckResult.pass("over");
            });
    caught("must throw", contract, contract::interruptionEndsItPromptly);
  }

  @Test
  void aCheckerThatLeavesSocketsAndThreadsBehindIsCaught() throws Exception {
    CheckerContract contract =
        contractOf(
            (socket, context) -> {
              Thread.startVirtualThread(
                  () -> {
                    try {
                      over.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
              return CheckResult.fail(Reason.TIMEOUT, "no answer");
            });
    caught("before 200 checks", contract, contract::nothingLeaksAfterTwoHundredSickTargets);
  }

  @Test
  void aTestThatForgetsItsHealthyServerIsToldWhatToOverride() throws Exception {
    CheckerContract contract =
        new CheckerContract() {
          @Override
          protected Checker checker(InetSocketAddress target, Duration timeout) {
            return new StreamCheckerTest.Greeting(target, timeout);
          }

          @Override
          protected Transport transport() {
            return Transport.TCP;
          }
        };
    contract.makeServers();
    caught("so override serveHealthy", contract, contract::aHealthyTargetPasses);
  }
}
