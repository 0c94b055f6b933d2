package io.risefall.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind with texts that are allowed and texts that are not, and what is said of those. */
class OptionKindTest {

  private static void refused(OptionKind<?> kind, String text, String detail) {
    Option<?> option = Option.of("it", kind, "tested");
    var e =
        assertThrows(
            InvalidOptionException.class,
            () -> Options.parse(List.of(option), Map.of("it", List.of(text))),
            () -> "allowed: '" + text + "'");
    assertEquals(
        "it: '" + text + "' is no " + kind.name() + detail + ", allowed: " + kind.allowed(),
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1ms, 1000000",
    "500ms, 500000000",
    "1s, 1000000000",
    "1.5s, 1500000000",
    "2m, 120000000000",
    "24h, 86400000000000",
    "0.001s, 1000000",
    "1440m, 86400000000000",
    "2S, 2000000000",
    "1.1s, 1100000000",
    "0.0166666667m, 1000000002",
    "007s, 7000000000"
  })
  void durations(String text, long nanos) {
    assertEquals(Duration.ofNanos(nanos), OptionKind.DURATION.parse(text));
  }

  @Test
  void whatIsNoDuration() {
    OptionKind<Duration> kind = OptionKind.DURATION;
    assertEquals("500ms, 1s, 1.5s or 2m, from 1ms to 24h", kind.allowed());
    for (String text : List.of("", "5", "5d", "5 sec", "1.5", "1e3s", "1s2", "ss")) {
      refused(kind, text, " (no unit)");
    }
    for (String text : List.of("s", "-1s", "+1s", ".5s", "5.s", "5 s", " 5s", "1,5s", "٣s")) {
      refused(kind, text, " (not a number)");
    }
    refused(kind, "1.2.3s", "");
    for (String text : List.of("0ms", "0.9ms", "25h", "86400001ms", "9".repeat(400) + "s")) {
      refused(kind, text, " (out of range)");
    }
  }

  @Test
  void wholeNumbers() {
    OptionKind<Integer> kind = OptionKind.integer(-1, 100);
    assertEquals(-1, kind.parse("-1"));
    assertEquals(100, kind.parse("100"));
    refused(kind, "101", " (out of range)");
    refused(kind, "-2", " (out of range)");
    for (String text : List.of("", "x", "1.0", " 1", "99999999999", "0x10")) {
      refused(kind, text, "");
    }
    assertEquals("-1 to 100", kind.allowed());
  }

  @Test
  void textsAreTakenAsTheyAre() {
    assertEquals(" as it is ", OptionKind.TEXT.parse(" as it is "));
    assertEquals("", OptionKind.TEXT.parse(""));
  }

  @Test
  void regularExpressions() {
    assertEquals("a+(b|c)", OptionKind.REGEX.parse("a+(b|c)").pattern());
    refused(OptionKind.REGEX, "a(b", " (Unclosed group at 3)");
    refused(OptionKind.REGEX, "[", " (Unclosed character class at 0)");
    refused(OptionKind.REGEX, "*", " (Dangling meta character '*' at 0)");
  }

  @Test
  void flagsAndBooleans() {
    for (OptionKind<Boolean> kind : List.of(OptionKind.FLAG, OptionKind.BOOLEAN)) {
      assertEquals(true, kind.parse("true"));
      assertEquals(false, kind.parse("FALSE"));
      refused(kind, "yes", "");
      refused(kind, "", "");
      assertEquals(List.of("true", "false"), kind.values());
    }
  }

  @Test
  void choices() {
    OptionKind<String> kind = OptionKind.choice(List.of("udp", "tcp"));
    assertEquals("udp", kind.parse("UDP"));
    assertEquals("tcp", kind.parse(" tcp "));
    refused(kind, "sctp", "");
    assertEquals("udp|tcp", kind.placeholder());
    assertEquals("udp, tcp", kind.allowed());
  }

  @Test
  void severalChoices() {
    OptionKind<List<String>> kind = OptionKind.choices("FLAG", List.of("aa", "ad", "ra", "rd"));
    assertEquals(List.of("ra", "aa"), kind.parse("RA, aa"));
    refused(kind, "aa,,ra", " ('' is unknown)");
    refused(kind, "", " ('' is unknown)");
    refused(kind, "aa,xx", " ('xx' is unknown)");
    assertEquals("FLAG,...", kind.placeholder());
    assertEquals("aa, ad, ra, rd, joined by commas", kind.allowed());
  }

  @Test
  void addressesHaveNoPort() {
    assertEquals("10.1.53.2", OptionKind.ADDRESS.parse("10.1.53.2").host());
    assertEquals("2001:db8::1", OptionKind.ADDRESS.parse("[2001:db8::1]").host());
    refused(OptionKind.ADDRESS, "10.1.53.2:53", " (has a port)");
    refused(OptionKind.ADDRESS, "[::1]:53", " (has a port)");
    refused(OptionKind.ADDRESS, "localhost", " (not a numeric address)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.53.2", "10.1.53.2:53"})
  void endpointsHaveTheDefaultPortWhereNoneIsWritten(String text) {
    assertEquals(53, OptionKind.endpoint(53).parse(text).port());
  }

  @Test
  void aKindOfOnesOwn() {
    OptionKind<Integer> even =
        OptionKind.of(
            "even number",
            "EVEN",
            "2, 4, 6",
            text -> {
              if (Integer.parseInt(text) % 2 != 0) {
                throw new IllegalArgumentException("odd");
              }
              return Integer.valueOf(text);
            });
    assertEquals(4, even.parse("4"));
    refused(even, "3", " (odd)");
    refused(even, "x", "");
  }
}
