package io.risefall.exec;

import static io.risefall.exec.Exec.assertIs;
import static io.risefall.exec.Exec.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --read nagios}: exit codes, text and performance data by the plugin guidelines. */
class NagiosTest {

  private static CheckResult ending(String output, int code) throws Exception {
    return sh("printf %s \"$1\"; exit \"$2\"", output, Integer.toString(code))
        .with("read", "nagios")
        .check();
  }

  @ParameterizedTest
  @CsvSource({
    "0, PASS, ok",
    "1, DEGRADED, exec-warning",
    "2, FAIL, exec-critical",
    "3, BROKEN, exec-unknown"
  })
  void theCodeIsTheVerdictAndTheTextTheMessage(int code, Verdict verdict, String reason)
      throws Exception {
    CheckResult result = ending("DISK - 7 % left. | free=7%;10;5\nmore\n", code);
    assertIs(verdict, reason, result);
    assertEquals("DISK - 7 % left", result.message());
    assertEquals("7%", result.facts().get("free"));
    assertEquals(Integer.toString(code), result.facts().get("exit-code"));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 126, 127, 128, 255})
  void anyOtherCodeIsThePluginsFault(int code) throws Exception {
    CheckResult result = assertIs(Verdict.BROKEN, "exec-unknown", ending("lost", code));
    assertEquals("exit code " + code + ", allowed: 0 to 3: lost", result.message());
  }

  @Test
  void aSignalIsThePluginsFault() throws Exception {
    CheckResult result = sh("kill -SEGV $$").with("read", "nagios").check();
    assertIs(Verdict.BROKEN, "exec-unknown", result);
    assertEquals("exit code 139 (SIGSEGV), allowed: 0 to 3", result.message());
  }

  @Test
  void noTextIsTold() throws Exception {
    assertEquals("exit code 2, no text", ending("", 2).message());
    assertEquals("exit code 0, no text", ending(" | a=1", 0).message());
  }

  @Test
  void itsOwnFactsAreNotOverwritten() throws Exception {
    CheckResult result = ending("ok | exit-code=7 output=8 stderr=9", 0);
    assertEquals("0", result.facts().get("exit-code"));
    assertEquals("ok | exit-code=7 output=8 stderr=9", result.facts().get("output"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "time=0.001s;;;0.000;10.000 | {time=0.001s}",
        "a=1 b=2us c=3.5% d=4B e=5KB f=6c | {a=1, b=2us, c=3.5%, d=4B, e=5KB, f=6c}",
        "'two words'=1;2;3;4;5 next=2 | {two words=1, next=2}",
        "'it''s'=1 'a=b'=2 | {it's=1, a=b=2}",
        "''''=1 | {'=1}",
        "'/var/log'=80MB;90;95 | {/var/log=80MB}",
        "neg=-5 plus=+5 point=.5 end=5. comma=0,5 | {neg=-5, plus=+5, point=.5, end=5., comma=0,5}",
        "small=1e-05s big=2E+3 | {small=1e-05s, big=2E+3}",
        "unknown=U;1;2 known=1 | {unknown=U, known=1}",
        "range=5;@10:20;~:5 | {range=5}",
        "  a=1    b=2   | {a=1, b=2}",
        "größe=3 | {größe=3}",
        "twice=1 twice=2 | {twice=1}",
      },
      delimiter = '|')
  void performanceDataBecomeFacts(String data, String facts) {
    assertEquals(facts, new PerformanceData(data).measurements().toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a | {}",
        "a= | {}",
        "=1 | {}",
        "= | {}",
        "''=1 b=2 | {b=2}",
        "a=x b=2 | {b=2}",
        "a=1.2.3 b=2 | {b=2}",
        "a=- b=2 | {b=2}",
        "a=. b=2 | {b=2}",
        "a=1ms2 b=2 | {b=2}",
        "a=1'x' b=2 | {b=2}",
        "a = 1 b=2 | {b=2}",
        "a=1==2 b=2 | {b=2}",
        "'quoted' b=2 | {b=2}",
        "'quoted'x=1 b=2 | {b=2}",
        "'open=1 b=2 | {}",
        "ok=1 'open | {ok=1}",
        "' | {}",
        ";;;; b=2 | {b=2}",
        "a=1;'x y';2 b=2 | {a=1, b=2}",
        "a=99999999999999999999999999999999999999999 b=2 | {b=2}",
      },
      delimiter = '|')
  void whatCannotBeReadIsPassedOver(String data, String facts) {
    assertEquals(facts, new PerformanceData(data).measurements().toString());
  }

  @Test
  void dataMayStandInTheFirstAndInLaterLines() {
    PluginOutput output =
        PluginOutput.of(
            """
            DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968
            / 15272 MB (77%);
            /boot 68 MB (69%); | /boot=68MB;88;93;0;98
            /home=69357MB;253404;253409;0;253414
            '/var/log'=818MB;970;975;0;980
            """);
    assertEquals("DISK OK - free space: / 3326 MB (56%); ", output.text());
    assertEquals(
        "{/=2643MB, /boot=68MB, /home=69357MB, /var/log=818MB}", output.measurements().toString());
  }

  @Test
  void longTextIsNoData() {
    assertEquals(Map.of(), PluginOutput.of("ok\na=1\nb=2\n").measurements());
    assertEquals("{c=3}", PluginOutput.of("ok\na=1\nb | c=3\n").measurements().toString());
    assertEquals("ok", PluginOutput.of("ok").text());
    assertEquals("", PluginOutput.of("").text());
    assertEquals("{a=1}", PluginOutput.of("|a=1").measurements().toString());
  }

  @Test
  void theFirst32AreEnough() {
    String data =
        IntStream.range(0, 1000).mapToObj(i -> "m" + i + "=" + i).collect(Collectors.joining(" "));
    Map<String, String> facts = new PerformanceData(data).measurements();
    assertEquals(32, facts.size());
    assertEquals("31", facts.get("m31"));
  }

  @Test
  void labelsAreBoundedAndPrintable() {
    Map<String, String> facts =
        new PerformanceData("'a\u001b[2J\nb'=1 " + "x".repeat(5000) + "=2").measurements();
    assertEquals("1", facts.get("a [2J b"));
    assertEquals("2", facts.get("x".repeat(80) + "..."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "''", "' ", "a=", "=", "a='", "a=1;", "'a'= ", " ", "''' "})
  void timeIsBoundedWhateverIsRepeated(String piece) {
    String data = piece.repeat(65_536 / piece.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(2), () -> new PerformanceData(data).measurements());
  }

  @Test
  void anythingAtAllIsReadWithoutAnException() {
    Random random = new Random(4711);
    String alphabet = "'''  ==;;ab1.0-%\n|U\u0000ü,eE+";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Map<String, String> facts = PluginOutput.of(text.toString()).measurements();
      facts.forEach(
          (label, value) -> assertTrue(!label.isEmpty() && !value.isEmpty(), text::toString));
    }
  }
}
