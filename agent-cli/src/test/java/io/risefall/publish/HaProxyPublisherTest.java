package io.risefall.publish;

import static io.risefall.publish.Peers.ANY_PORT;
import static io.risefall.publish.Peers.EVERYBODY;
import static io.risefall.publish.Peers.NOBODY_HERE;
import static io.risefall.publish.Peers.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.config.AgentConfig.HaProxy;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HaProxyPublisherTest {

  private final Watched watched = new Watched("kai");
  private final HaProxyPublisher publisher;

  HaProxyPublisherTest() throws IOException {
    publisher =
        new HaProxyPublisher(
            new HaProxy(ANY_PORT, Optional.empty(), EVERYBODY), watched.agent()::snapshot);
    publisher.open();
  }

  @AfterEach
  void close() {
    publisher.close();
    watched.close();
  }

  private String told() throws IOException {
    return ask("127.0.0.1", publisher.port(), "kai\n");
  }

  private static CheckResult weighing(int weight) {
    return CheckResult.pass("it answers").withWeight(weight);
  }

  @Test
  void eachStatusHasItsWords() throws Exception {
    assertEquals("down ready #unknown: nothing is known yet\n", told());
    watched.up("kai");
    assertEquals("up ready\n", told());
    watched.down("kai");
    assertEquals("down ready #timeout: nothing for 1 s\n", told());
    watched.agent().administer("kai", AdminState.MAINT, "new disks");
    assertEquals("maint #administrator: new disks\n", told());
    watched.agent().administer("kai", AdminState.DRAIN, "");
    assertEquals("down drain #administrator\n", told());
    watched.up("kai");
    assertEquals("up drain #administrator\n", told());
    watched.agent().administer("kai", AdminState.READY, "");
    assertEquals("up ready\n", told());
  }

  @Test
  void whatIsNotKnownIsNotSaidOfADrainedServer() throws Exception {
    watched.agent().administer("kai", AdminState.DRAIN, "memory");
    assertEquals("drain #administrator: memory\n", told());
  }

  @Test
  void aWeightIsToldAndTakenBack() throws Exception {
    watched.finds("kai", weighing(75));
    assertEquals("75% up ready\n", told());
    watched.finds("kai", weighing(0));
    assertEquals("0% up ready\n", told());
    watched.finds("kai", CheckResult.pass("no weight any more"));
    assertEquals("100% up ready\n", told());
  }

  @Test
  void aReasonIsOneLineOfPrintableCharactersAndNotTooLong() throws Exception {
    watched.finds(
        "kai", CheckResult.fail(Reason.TIMEOUT, "b\u00f6se \u202e\u0001 # 1%" + "x".repeat(500)));
    String line = told();
    assertTrue(line.startsWith("down ready #timeout: b?se ? "), line);
    assertTrue(line.matches("[ -~]+\n"), line);
    assertEquals(HaProxyLine.MOST_OCTETS, line.length());
  }

  @Test
  void anUnknownNameIsDown() throws Exception {
    assertEquals("down #no check or group lena\n", ask("127.0.0.1", publisher.port(), "lena\n"));
    assertEquals(
        "down #no check or group up ?\n", ask("127.0.0.1", publisher.port(), "up \u0007\n"));
  }

  @Test
  void aConfiguredCheckIsToldOfWithoutAQuestion() throws Exception {
    watched.up("kai");
    try (HaProxyPublisher configured =
        new HaProxyPublisher(
            new HaProxy(ANY_PORT, Optional.of("kai"), EVERYBODY), watched.agent()::snapshot)) {
      configured.open();
      assertEquals("up ready\n", ask("127.0.0.1", configured.port(), ""));
      assertEquals("up ready\n", ask("127.0.0.1", configured.port(), "lena\n"));
    }
  }

  @Test
  void outsideOfTheAllowedNetworksNobodyIsAnswered() throws Exception {
    try (HaProxyPublisher strict =
        new HaProxyPublisher(
            new HaProxy(ANY_PORT, Optional.of("kai"), NOBODY_HERE), watched.agent()::snapshot)) {
      strict.open();
      assertEquals("", ask("127.0.0.1", strict.port(), ""));
    }
  }
}
