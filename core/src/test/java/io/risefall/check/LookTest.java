package io.risefall.check;

import static io.risefall.check.Patterns.Found.FOR_GOOD;
import static io.risefall.check.Patterns.Found.NO;
import static io.risefall.check.Patterns.Found.SO_FAR;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Patterns.Found;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether more text could undo a match, and what is left out of a pattern. */
class LookTest {

  private static Found look(Pattern pattern, String text) throws Patterns.TooCostlyException {
    return Patterns.look(
        pattern, text, CheckContext.within(Duration.ofSeconds(10), Ticker.system()));
  }

  private static Found look(String pattern, String text) throws Patterns.TooCostlyException {
    return look(Pattern.compile(pattern), text);
  }

  @ParameterizedTest
  @CsvSource({
    "^ok$, ok, SO_FAR",
    "^ok$, 'ok\n', SO_FAR",
    "^ok$, 'ok\nx', NO",
    "(?m)^ok$, 'ok\r\n', FOR_GOOD",
    "(?m)^ok$, ok, SO_FAR",
    "(?m)^220 .*$, '220 ready\r\n', FOR_GOOD",
    "^220 ready$, 220 ready, SO_FAR",
    "ok\\z, ok, SO_FAR",
    "ok\\Z, ok, SO_FAR",
    "\\A\\s*\\z, '\n\n', SO_FAR",
    "ok\\b, ok, SO_FAR",
    "ok\\b, ok., FOR_GOOD",
    "ok\\B, okx, FOR_GOOD",
    "^(?!ERR), '', SO_FAR",
    "^(?!ERR), E, SO_FAR",
    "^(?!ERR), ER, SO_FAR",
    "^(?!ERR), ERR, NO",
    "^(?!ERR), OK, FOR_GOOD",
    "^(?!.*ERR).*ok, ok, SO_FAR",
    "o(?=k), ok, FOR_GOOD",
    "o(?=k|\\z), o, SO_FAR",
    "ok(?!ay), ok, SO_FAR",
    "ok(?!ay), ok!, FOR_GOOD",
    "(?>o|ok)!?, o, SO_FAR",
    "[a-z]++(?<=ok), ok, SO_FAR",
    "o*+, oo, SO_FAR",
    "o?+, x, FOR_GOOD",
    "o{1}+k?, o, SO_FAR",
    "version \\d+, version 12, FOR_GOOD",
    "^220 , 220 mail, FOR_GOOD",
    "220.*, 220 mail, FOR_GOOD",
    "\\.\\+, .+, FOR_GOOD",
    "\\$, $, FOR_GOOD",
    "\\Q$(?!\\E, $(?!, FOR_GOOD",
    "\\Qa\\E$, a, SO_FAR",
    "\\p{L}+, ab, FOR_GOOD",
    "\\x{6f}+, o, FOR_GOOD",
    "\\\\z, \\z, FOR_GOOD",
    "\\R, '\r', FOR_GOOD",
    "(?<!x)ok, ok, FOR_GOOD",
    "(?<a>o)\\k<a>?, o, FOR_GOOD",
    "(?i)OK, ok, FOR_GOOD",
    "\\X, e, SO_FAR",
    "k\\b{g}, k!, SO_FAR",
    "\\Gok, ok!, SO_FAR",
    "(?x) o * + , o, SO_FAR",
    "(?ix:o), o, SO_FAR"
  })
  void aMatchCountsForGoodIfMoreCannotUndoIt(String pattern, String text, Found found)
      throws Exception {
    assertEquals(found, look(pattern, text));
  }

  @Test
  void aControlCharacterTakesItsBackslashAlong() throws Exception {
    assertEquals(SO_FAR, look("a\\c\\\\z", "a\u001c"));
  }

  @Test
  void flagsHaveRulesOfTheirOwn() throws Exception {
    assertEquals(FOR_GOOD, look(Pattern.compile("a$", Pattern.LITERAL), "a$"));
    assertEquals(SO_FAR, look(Pattern.compile("e", Pattern.CANON_EQ), "e"));
    assertEquals(SO_FAR, look(Pattern.compile("a * +", Pattern.COMMENTS), "a"));
  }

  /** Parts of patterns: one after the other, or as alternatives. */
  private static final List<String> PARTS =
      List.of(
          "a",
          "b$",
          "^a",
          "a*",
          "b*+",
          "a??",
          "(?!b)",
          "(?=a|\\z)",
          "(?<!a)",
          "(?>a|ab)",
          "\\b",
          "\\Bb",
          "(a)|b",
          "(?:a|ab)*?",
          ".*",
          "\\n",
          "\\z",
          "(?m:$)",
          "(?m:^)b",
          "b++",
          "[^a]?+",
          "\\Z",
          "(?<=b)$",
          "(a|b)*",
          "(?:b|)+",
          "\\R",
          "(?=(a+))b?");

  private static List<String> texts(int most) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < texts.size() && texts.get(i).length() < most; i++) {
      for (String letter : List.of("a", "b", "\n", "\r")) {
        texts.add(texts.get(i) + letter);
      }
    }
    return texts;
  }

  @Test
  void whatCountsForGoodIsFoundWhateverFollows() throws Exception {
    List<String> beginnings = texts(3);
    List<String> ends = texts(2);
    for (String first : PARTS) {
      for (String second : PARTS) {
        for (String pattern : List.of(first + second, "(?:" + first + ")|" + second)) {
          holds(Pattern.compile(pattern), beginnings, ends);
        }
      }
    }
  }

  private static void holds(Pattern pattern, List<String> beginnings, List<String> ends)
      throws Patterns.TooCostlyException {
    for (String beginning : beginnings) {
      Found found = look(pattern, beginning);
      assertEquals(pattern.matcher(beginning).find(), found != NO, pattern + " in " + beginning);
      if (found == FOR_GOOD) {
        for (String end : ends) {
          assertTrue(
              pattern.matcher(beginning + end).find(),
              () -> pattern + " in " + (beginning + '|' + end).replace("\n", "\\n"));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    ".*ERROR.*, ERROR",
    ".*?ERROR.*?, ERROR",
    "(?s).*ERROR.*, (?s)ERROR",
    "(?i)(?m).*.*ERROR.*.*, (?i)(?m)ERROR",
    "(.*)ERROR(.*), ERROR",
    "(?:.*)ERROR(?:.*?), ERROR",
    ".+ERROR, .ERROR",
    "\\s*ERROR, ERROR",
    "[^\"]*ERROR, ERROR",
    "[\\s\\S]*ERROR[\\s\\S]*, 'ERROR[\\s\\S]*'",
    ".*a|b.*, a|b",
    ".*, ''",
    ".*|a, |a",
    "a\\.*, a\\.*",
    "a\\\\.*, a\\\\.*",
    "\\c.*, \\c.*",
    ".*+a, .*+a",
    "a.*+, a.*+",
    "(.*)a\\1, (.*)a\\1",
    "a(?i).*, a(?i).*",
    "a(?i:b).*, a(?i:b).*",
    "\\Qa.*, \\Qa.*",
    "^.*a.*$, ^.*a.*$",
    "(.*)+a, (.*)+a",
    "(.*){2}a, (.*){2}a",
    "(?x).* a, (?x).* a",
    "\\(.*\\), \\(.*\\)"
  })
  void whatMayBeNothingIsLeftOut(String pattern, String lean) {
    assertEquals(lean, Slack.removed(Pattern.compile(pattern)).pattern());
  }

  @Test
  void whatIsLeftOutChangesNothing() {
    List<String> around = List.of(".*", ".+", "(.*)", "a*?", "[^a]*", "\\s+", "(?s).*", "a|", "|");
    for (String before : around) {
      for (String part : PARTS) {
        for (String after : List.of("", ".*", "(?:.*)", "|b.*", ".*?.*")) {
          Pattern pattern = Pattern.compile(before + part + after);
          Pattern lean = Slack.removed(pattern);
          for (String text : texts(4)) {
            assertEquals(
                pattern.matcher(text).find(),
                lean.matcher(text).find(),
                () -> pattern + " " + text);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".*ERROR.*",
        "(?s).*ERROR.*",
        "(.*)ERROR(.*)",
        ".+ERROR",
        "\\s*ERROR",
        "^.*ERROR.*$"
      })
  void aLongLineIsNotTooCostlyForWhatSurroundsAPattern(String pattern) throws Exception {
    CheckContext brief = CheckContext.within(Duration.ofMillis(100), Ticker.system());
    String line = "x ".repeat(10_000);
    assertFalse(Patterns.find(Pattern.compile(pattern), line, brief));
    assertTrue(Patterns.find(Pattern.compile(pattern), line + "ERROR" + line, brief));
  }

  @Test
  void aCharacterThatIsCutIsLeftOut() {
    byte[] octets = "grün 😀".getBytes(UTF_8);
    assertEquals("gr", Patterns.beginning(octets, 3, UTF_8));
    assertEquals("grü", Patterns.beginning(octets, 4, UTF_8));
    assertEquals("grün ", Patterns.beginning(octets, octets.length - 1, UTF_8));
    assertEquals("grün 😀", Patterns.beginning(octets, octets.length, UTF_8));
    assertEquals("\ufffda", Patterns.beginning(new byte[] {-1, 'a'}, 2, UTF_8));
    assertEquals("", Patterns.beginning(octets, 0, UTF_8));
    byte[] wide = "a😀".getBytes(UTF_16);
    assertEquals("a", Patterns.beginning(wide, wide.length - 1, UTF_16));
    assertEquals("a", Patterns.beginning(wide, wide.length - 2, UTF_16));
  }
}
