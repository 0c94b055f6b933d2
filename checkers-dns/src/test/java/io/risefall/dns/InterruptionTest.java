package io.risefall.dns;

import static io.risefall.dns.Checks.AMPLE;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.within;
import static io.risefall.dns.Checks.zone;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.dns.HostileServer.Stream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Type;

/** A check ends promptly when its thread is interrupted, whatever it waits for. */
class InterruptionTest {

  private static final Stream SILENT = (client, pause) -> pause.forever();

  private interface Making {
    Checker against(HostileServer server);
  }

  private interface Opening {
    HostileServer open() throws Exception;
  }

  /** Three attempts, since a busy machine may be late without our fault. */
  private static void endsPromptly(boolean virtual, Opening opening, Making making)
      throws Exception {
    long millis = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
      try (HostileServer server = opening.open()) {
        Checker checker = making.against(server);
        FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(within(AMPLE)));
        Thread thread =
            virtual ? Thread.ofVirtual().start(check) : Thread.ofPlatform().start(check);
        server.awaitContacts(1);
        long interrupted = System.nanoTime();
        thread.interrupt();
        ExecutionException thrown =
            assertThrows(ExecutionException.class, () -> check.get(5, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, thrown.getCause());
        millis = (System.nanoTime() - interrupted) / 1_000_000;
        if (millis <= 100) {
          return;
        }
      }
    }
    throw new AssertionError("went on for " + millis + " ms after it was interrupted");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileItWaitsForADatagram(boolean virtual) throws Exception {
    endsPromptly(
        virtual, () -> HostileServer.udp(HostileServer.SILENT), server -> dns(server, "tries=5"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileItWaitsForAStream(boolean virtual) throws Exception {
    endsPromptly(
        virtual,
        () -> HostileServer.tcp(SILENT),
        server -> dns(server, "transport=tcp", "tries=5"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileAnAnswerComesInPieces(boolean virtual) throws Exception {
    endsPromptly(
        virtual,
        () ->
            HostileServer.tcp(
                (client, pause) -> {
                  client.getOutputStream().write(new byte[] {1});
                  pause.forever();
                }),
        server -> dns(server, "transport=tcp"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileItWaitsForTcpAfterATruncatedReply(boolean virtual) throws Exception {
    endsPromptly(
        virtual,
        () ->
            HostileServer.both(
                (query, sender) -> sender.send(Answering.to(query).flag(Flags.TC).wire()), SILENT),
        server -> dns(server));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileRepliesThatAreIgnoredPourIn(boolean virtual) throws Exception {
    endsPromptly(
        virtual,
        () ->
            HostileServer.udp(
                (query, sender) -> {
                  for (int i = 0; i < 2000; i++) {
                    sender.send(Answering.withWrongId(query));
                  }
                }),
        server -> dns(server));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileAPatternIsSearchedFor(boolean virtual) throws Exception {
    String text = "\"" + "a".repeat(255) + "\"";
    endsPromptly(
        virtual,
        () ->
            HostileServer.udp(
                (query, sender) ->
                    sender.send(Answering.to(query).with(Type.TXT, text + " " + text).wire())),
        server -> dns(server, "type=TXT", "expect-answer=(.*a){20}Z"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileItWaitsForAMaster(boolean virtual) throws Exception {
    try (HostileServer slave =
        HostileServer.udp((query, sender) -> sender.send(Answering.soa(query, 1)))) {
      endsPromptly(
          virtual,
          () -> HostileServer.udp(HostileServer.SILENT),
          master -> zone(slave, "master=" + master));
    }
  }

  @Test
  void aThreadThatIsInterruptedAlreadyChecksNothing() throws Exception {
    try (HostileServer server = HostileServer.both(HostileServer.SILENT, SILENT)) {
      for (String transport : new String[] {"udp", "tcp"}) {
        Checker checker = dns(server, "transport=" + transport);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> checker.check(within(AMPLE)));
        assertTrue(!Thread.currentThread().isInterrupted(), "the exception takes the flag's place");
      }
    }
  }
}
