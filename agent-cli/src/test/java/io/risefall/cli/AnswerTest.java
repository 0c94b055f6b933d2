package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.stub.StubCheckerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Rcode;

/** The forms of an answer. Times are masked as T. */
class AnswerTest {

  private static Outcome stub(String... args) throws UsageException {
    return Outcome.of(new StubCheckerProvider(), args);
  }

  private static Outcome dns(ToyNameServer server, String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "dns";
    args[1] = "a.example";
    args[2] = "--server";
    args[3] = server.address();
    System.arraycopy(more, 0, args, 4, more.length);
    return Outcome.of(args);
  }

  @Test
  void textIsOneLine() throws UsageException {
    try (ToyNameServer good = ToyNameServer.answering("192.0.2.1");
        ToyNameServer sick = ToyNameServer.failing(Rcode.SERVFAIL)) {
      assertEquals("PASS dns NOERROR, 1 answer from 127.0.0.1:PORT in T ms\n", dns(good).masked());
      assertEquals(
          "FAIL dns dns-rcode: SERVFAIL from 127.0.0.1:PORT in T ms\n", dns(sick).masked());
    }
    assertEquals(
        "DEGRADED stub stub-told: all is well in T ms\n", stub("--verdict", "DEGRADED").masked());
    assertEquals(
        "BROKEN stub stub-told: all is well in T ms\n", stub("--verdict", "BROKEN").masked());
  }

  @Test
  void verboseTextAddsPhasesAndFactsAndTheAnswer() {
    try (ToyNameServer server = ToyNameServer.answering("192.0.2.1", "192.0.2.2")) {
      assertEquals(
          """
          PASS dns NOERROR, 2 answers from 127.0.0.1:PORT in T ms
            first-byte: T ms
            total: T ms
            tries: 1
            rcode: NOERROR
            flags:\s
            transport: udp
            answers: 2
            answer: 192.0.2.1; 192.0.2.2
          """,
          dns(server, "--verbose").masked());
    }
  }

  @Test
  void aTruncatedReplyIsAskedForAgainOverTcp() {
    try (ToyNameServer server = ToyNameServer.truncating("192.0.2.1")) {
      assertTrue(dns(server, "--verbose").out().contains("transport: tcp"));
      assertEquals(1, dns(server, "--transport", "udp", "--forbid-flags", "tc").code());
      assertEquals(0, dns(server, "--transport", "tcp").code());
    }
  }

  @Test
  void aZoneIsAsCurrentAsItsMaster() {
    try (ToyNameServer server = ToyNameServer.withSerial(7);
        ToyNameServer master = ToyNameServer.withSerial(8)) {
      String[] args = {
        "dns-zone", "a.example", "--server", server.address(), "--master", server.address()
      };
      assertEquals(
          "PASS dns-zone serial 7 from 127.0.0.1:PORT, 7 from its master in T ms\n",
          Outcome.of(args).masked());
      args[5] = master.address();
      assertEquals(
          "FAIL dns-zone dns-serial: serial 7 from 127.0.0.1:PORT, 8 from its master in T ms\n",
          Outcome.of(args).masked());
    }
  }

  @Test
  void jsonIsOneObjectOnOneLine() throws UsageException {
    assertEquals(
        """
        {"check":"stub","verdict":"FAIL","reason":"stub-told","message":"a \\"b\\" | c",\
        "nanoseconds":{"connect":T,"first-byte":T,"total":T},"facts":{"fact":"d\\ne"},"weight":7}
        """,
        stub(
                "--output",
                "json",
                "--verdict",
                "FAIL",
                "--message",
                "a \"b\" | c",
                "--fact",
                "d\ne",
                "--weight",
                "7")
            .masked());
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, STUB OK - all is well in T ms",
    "DEGRADED, STUB WARNING - stub-told: all is well in T ms",
    "FAIL, STUB CRITICAL - stub-told: all is well in T ms",
    "BROKEN, STUB UNKNOWN - stub-told: all is well in T ms"
  })
  void nagiosHasItsOwnWordsAndPerformanceData(String verdict, String line) throws UsageException {
    assertEquals(
        line + " | 'time'=Ts;;;0\n", stub("--output", "nagios", "--verdict", verdict).masked());
  }

  @Test
  void noneIsNothing() throws UsageException {
    assertEquals(new Outcome(1, "", ""), stub("--output", "none", "--verdict", "FAIL"));
    assertEquals(new Outcome(0, "", ""), stub("--output", "none", "--verbose"));
  }

  @ParameterizedTest
  @CsvSource({"text", "nagios", "json"})
  void controlCharactersDoNoHarm(String output) throws UsageException {
    Outcome outcome =
        stub(
            "--output",
            output,
            "--message",
            "a\nPASS\r\u001b[31m\u0085",
            "--fact",
            "b\nPASS\u0007");
    assertEquals(1, outcome.out().lines().count(), outcome.out());
    assertTrue(outcome.out().strip().chars().noneMatch(Character::isISOControl));
  }

  @ParameterizedTest
  @CsvSource({"text", "nagios"})
  void noFactForgesALine(String output) throws UsageException {
    Outcome outcome = stub("--output", output, "--verbose", "--fact", "b\nPASS stub | 'time'=0s");
    assertEquals(5, outcome.out().lines().count(), outcome.out());
    assertFalse(outcome.out().lines().skip(1).anyMatch(line -> line.startsWith("PASS")));
  }

  @Test
  void aBarOfTheCheckerBeginsNoPerformanceData() throws UsageException {
    String out =
        stub("--output", "nagios", "--verbose", "--message", "a | b", "--fact", "c | d").out();
    assertEquals(2, out.split("\\|", -1).length, out);
    assertTrue(out.startsWith("STUB OK - a / b in "), out);
    assertTrue(out.contains("  fact: c / d\n"), out);
  }
}
