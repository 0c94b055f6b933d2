package io.risefall.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is found of hosts that answer, and of others. */
@Execution(ExecutionMode.CONCURRENT)
class PingTest {

  private static final int BRIEF_MILLIS = 300;
  private static final int TOLERANCE_MILLIS = 100;
  private static final int ATTEMPTS = 3;

  private static String said(String[] line) {
    return line[0];
  }

  private static long millis(String[] line) {
    return Long.parseLong(line[1]);
  }

  private static void assertCounted(String what, String[] line) {
    assertTrue(line[4].contains(what), () -> what + " in " + String.join(" ", line));
  }

  @Test
  void aHostThatAnswersPasses() throws Exception {
    List<String[]> lines =
        Namespace.fresh().run("each", "host=127.0.0.1", "host=::1", "host=localhost");
    assertEquals("PASS ok: 127.0.0.1 answered", said(lines.get(0)));
    assertEquals("{address=127.0.0.1}", lines.get(0)[2]);
    assertEquals("[first-byte, total]", lines.get(0)[3]);
    assertEquals("PASS ok: ::1 answered", said(lines.get(1)));
    assertEquals("{address=::1}", lines.get(1)[2]);
    assertEquals("PASS ok: localhost answered", said(lines.get(2)));
    assertEquals("[resolve, first-byte, total]", lines.get(2)[3]);
    for (String[] line : lines) {
      assertCounted("echoes=1,", line);
    }
  }

  @Test
  void aSilentHostFailsByItsTimeout() throws Exception {
    List<String> pings = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS; i++) {
      pings.add("host=10.99.0.2,timeout=" + BRIEF_MILLIS + "ms");
      pings.add("host=2001:db8:99::2,timeout=" + BRIEF_MILLIS + "ms");
    }
    List<String[]> lines = Namespace.fresh().run("each", pings.toArray(String[]::new));
    for (int i = 0; i < lines.size(); i += 2) {
      assertEquals("FAIL timeout: no echo reply from 10.99.0.2", said(lines.get(i)));
      assertEquals("{address=10.99.0.2}", lines.get(i)[2]);
      assertEquals("FAIL timeout: no echo reply from 2001:db8:99::2", said(lines.get(i + 1)));
    }
    // a busy machine can be late; one that is in time is enough
    long soonest = lines.stream().mapToLong(PingTest::millis).min().orElseThrow();
    assertTrue(soonest <= BRIEF_MILLIS + TOLERANCE_MILLIS, () -> "took " + soonest + " ms");
    assertTrue(soonest >= BRIEF_MILLIS, () -> "took " + soonest + " ms");
  }

  @Test
  void oneRequestIsSentInEachSecond() throws Exception {
    List<String[]> lines =
        Namespace.fresh()
            .run("each", "host=10.99.0.2,timeout=1s", "host=2001:db8:99::2,timeout=1500ms");
    assertCounted("echoes=1,", lines.get(0));
    assertCounted("echoes=2,", lines.get(1));
  }

  @Test
  void aHostThatTheSystemKnowsNoWayToIsToldAtOnce() throws Exception {
    List<String[]> lines =
        Namespace.fresh()
            .run(
                "each",
                "host=10.98.0.1,timeout=5s",
                "host=10.97.0.1,timeout=5s",
                "host=2001:db8:97::1,timeout=5s",
                "host=fe80::1%nosuchif0,timeout=5s",
                "host=10.99.0.255,timeout=5s");
    assertEquals("BROKEN no-route: this host has no route to 10.98.0.1", said(lines.get(0)));
    assertEquals("BROKEN no-route: this host has no route to 10.97.0.1", said(lines.get(1)));
    assertEquals("BROKEN no-route: this host has no route to 2001:db8:97::1", said(lines.get(2)));
    assertEquals(
        "BROKEN no-route: no interface 'nosuchif0' with this address family", said(lines.get(3)));
    assertEquals(
        "BROKEN not-permitted: this host may not talk to 10.99.0.255: Permission denied",
        said(lines.get(4)));
    for (String[] line : lines) {
      assertTrue(millis(line) < 2500, () -> String.join(" ", line));
    }
  }

  @Test
  void aNameWithoutAnAddressIsOurFault() throws Exception {
    List<String[]> lines = Namespace.fresh().run("each", "host=nobody.invalid,timeout=10s");
    assertEquals(
        "BROKEN name-unresolved: this host's resolver has no address for nobody.invalid",
        said(lines.get(0)));
  }

  @Test
  void manyThreadsUseOneCheckerAtOnce() throws Exception {
    List<String[]> lines =
        Namespace.fresh().run("at-once", "host=127.0.0.1,timeout=10s", "host=::1,timeout=10s");
    assertEquals(128, lines.size());
    for (String[] line : lines) {
      assertTrue(said(line).matches("PASS ok: (127.0.0.1|::1) answered"), () -> said(line));
    }
  }

  @Test
  void interruptionEndsItPromptly() throws Exception {
    long late = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && late > TOLERANCE_MILLIS; attempt++) {
      List<String[]> lines = Namespace.fresh().run("interrupted", "host=10.99.0.2,timeout=20s");
      assertEquals("java.lang.InterruptedException", said(lines.get(0)));
      late = millis(lines.get(0));
    }
    assertTrue(late <= TOLERANCE_MILLIS, "went on for " + late + " ms after it was interrupted");
  }

  @Test
  void aPingThatFindsNoFreeThreadIsOurFault() throws Exception {
    List<String[]> lines = Namespace.fresh().run("one-thread", "10.99.0.2");
    assertEquals(
        "BROKEN no-resources: this process was too busy to ping 10.99.0.2 in time",
        said(lines.get(0)));
    assertEquals("FAIL timeout: no echo reply from 10.99.0.2", said(lines.get(1)));
    assertEquals("FAIL timeout: no echo reply from 10.99.0.2", said(lines.get(2)));
  }

  @Test
  void nothingLeaksAfterTwoHundredPings() throws Exception {
    String[] left =
        Namespace.fresh()
            .run(
                "leaks",
                "host=10.99.0.2,timeout=60ms",
                "host=2001:db8:99::2,timeout=60ms",
                "host=10.98.0.1",
                "host=10.97.0.1",
                "host=127.0.0.1")
            .get(0);
    assertTrue(Long.parseLong(left[0]) <= 3, () -> left[0] + " descriptors are left");
    assertEquals("0", left[1], "threads are left");
  }
}
