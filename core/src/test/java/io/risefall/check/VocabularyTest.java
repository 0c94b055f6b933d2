package io.risefall.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  @Test
  void degradedCountsAsAPassAndBrokenCountsNeitherWay() {
    assertTrue(Verdict.PASS.isPass() && Verdict.PASS.isConclusive());
    assertTrue(Verdict.DEGRADED.isPass() && Verdict.DEGRADED.isConclusive());
    assertTrue(!Verdict.FAIL.isPass() && Verdict.FAIL.isConclusive());
    assertTrue(!Verdict.BROKEN.isPass() && !Verdict.BROKEN.isConclusive());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ok", "dns-rcode", "http-5xx", "a1-2b", "x"})
  void reasonsAreInKebabCase(String code) {
    assertEquals(code, new Reason(code).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "5xx", "ä", "a\n"})
  void otherReasonsAreRefused(String code) {
    var e = assertThrows(IllegalArgumentException.class, () -> new Reason(code));
    assertEquals(
        "'" + code + "' is not a reason code; allowed: lower-case words joined by hyphens",
        e.getMessage());
  }

  @Test
  void aWeightIsPerCent() {
    CheckResult result = CheckResult.pass("well");
    assertTrue(result.weight().isEmpty());
    assertEquals(0, result.withWeight(0).weight().orElseThrow());
    assertEquals(100, result.withWeight(100).weight().orElseThrow());
    var e = assertThrows(IllegalArgumentException.class, () -> result.withWeight(101));
    assertEquals("weight 101; allowed: 0 to 100", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> result.withWeight(-1));
  }

  @Test
  void factsKeepTheirOrderAndDoNotChange() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("z", "1");
    facts.put("a", "2");
    CheckResult result = CheckResult.pass("well").withFacts(facts);
    facts.put("b", "3");
    assertEquals(List.of("z", "a"), List.copyOf(result.facts().keySet()));
    assertThrows(UnsupportedOperationException.class, () -> result.facts().put("c", "4"));
  }

  @Test
  void aMessageIsOneLineWhateverAServerSaid() {
    assertEquals(
        "said 220 hello  250 up#ok",
        CheckResult.pass("said 220 hello \r\n250 up\u0085#ok").message().replace("up #", "up#"));
    assertFalse(CheckResult.pass("\u001b[2J").message().contains("\u001b"));
    assertEquals("plain, ünïcode — kept", CheckResult.pass("plain, ünïcode — kept").message());
  }

  @Test
  @SuppressWarnings("NullAway") // a checker written without null checks
  void aResultIsWhole() {
    assertThrows(NullPointerException.class, () -> CheckResult.pass("well").withTimings(null));
    assertThrows(NullPointerException.class, () -> CheckResult.fail(null, "why"));
  }

  @Test
  void phasesThatHappenedAreListedInTheirOrder() {
    Timings timings = new Timings(Timings.NONE, 5, Timings.NONE, 0, 9);
    assertEquals("{connect=5, first-byte=0, total=9}", timings.phases().toString());
    assertEquals(Map.of(), Timings.UNMEASURED.phases());
  }
}
