package io.risefall.option;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A kind of value: how it is written, what it is called in help, and how it is read. Immutable.
 *
 * @param <T> what the text becomes
 */
public final class OptionKind<T> {

  private static final String FILE = "file";

  /** Any text. */
  public static final OptionKind<String> TEXT = of("text", "TEXT", "any text", s -> s);

  /** A regular expression, {@link Pattern}'s syntax. */
  public static final OptionKind<Pattern> REGEX =
      of("regex", "REGEX", "a Java regular expression", OptionKind::parseRegex);

  /** A numeric address without a port. */
  public static final OptionKind<Endpoint> ADDRESS =
      of(
          "address",
          "ADDR",
          "a numeric address such as 10.1.53.2, 2001:db8::1 or fe80::1%eth1",
          OptionKind::parseAddress);

  /**
   * Present or not; takes no value on the command line, {@code true} or {@code false} in a file.
   */
  public static final OptionKind<Boolean> FLAG = trueOrFalse("flag");

  /** {@code true} or {@code false}. */
  public static final OptionKind<Boolean> BOOLEAN = trueOrFalse("boolean");

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * A length of time from 1 ms to 24 h, such as {@code 500ms}, {@code 1s}, {@code 1.5s}, {@code
   * 2m}.
   */
  public static final OptionKind<Duration> DURATION =
      of("duration", "D", "500ms, 1s, 1.5s or 2m, from 1ms to 24h", OptionKind::parseDuration);

  private static final int KIBI = 1024;

  /** A number of octets from 1 to 1 GiB, such as {@code 512}, {@code 64KiB}, {@code 1MiB}. */
  public static final OptionKind<Integer> SIZE =
      of("size", "SIZE", "512, 64KiB or 1MiB, from 1 to 1GiB", OptionKind::parseSize);

  private final String name;
  private final String placeholder;
  private final String allowed;
  private final List<String> values;
  private final Function<String, T> parser;

  private OptionKind(
      String name,
      String placeholder,
      String allowed,
      List<String> values,
      Function<String, T> parser) {
    this.name = name;
    this.placeholder = placeholder;
    this.allowed = allowed;
    this.values = List.copyOf(values);
    this.parser = parser;
  }

  /**
   * The path of a file. A check that is given one is run by nobody else for its caller.
   *
   * @param parser makes a path of the text
   */
  public static <T> OptionKind<T> file(Function<String, T> parser) {
    return of(FILE, "FILE", "the path of a file", parser);
  }

  /**
   * A kind of one's own.
   *
   * @param name what one value is called: {@code 'x' is no NAME}
   * @param placeholder stands for the value in help, in capitals
   * @param allowed what is allowed, for messages
   * @param parser throws {@link IllegalArgumentException} for a text that is not allowed
   */
  public static <T> OptionKind<T> of(
      String name, String placeholder, String allowed, Function<String, T> parser) {
    return new OptionKind<>(name, placeholder, allowed, List.of(), parser);
  }

  /** A whole number from {@code min} to {@code max}, both allowed. */
  public static OptionKind<Integer> integer(int min, int max) {
    return of(
        "whole number",
        "N",
        min + " to " + max,
        text -> {
          int number = Integer.parseInt(text);
          if (number < min || number > max) {
            throw new IllegalArgumentException("out of range");
          }
          return number;
        });
  }

  /** A numeric address with a port, {@code defaultPort} where none is written. */
  public static OptionKind<Endpoint> endpoint(int defaultPort) {
    return of(
        "address",
        "ADDR[:PORT]",
        "a numeric address such as 10.1.53.2, 10.1.53.2:5353, 2001:db8::1 or [2001:db8::1]:5353",
        text -> Endpoint.parse(text, defaultPort));
  }

  /** One of {@code words}, in any case; the value is the word as given here. */
  public static OptionKind<String> choice(List<String> words) {
    return new OptionKind<>(
        "choice",
        String.join("|", words),
        String.join(", ", words),
        words,
        text -> parseWord(words, text));
  }

  /**
   * One or more of {@code words}, joined by commas, in any case.
   *
   * @param placeholder stands for one of them in help, in capitals
   */
  public static OptionKind<List<String>> choices(String placeholder, List<String> words) {
    return new OptionKind<>(
        "list",
        placeholder + ",...",
        String.join(", ", words) + ", joined by commas",
        words,
        text -> List.of(text.split(",", -1)).stream().map(w -> parseWordOfMany(words, w)).toList());
  }

  private static OptionKind<Boolean> trueOrFalse(String name) {
    List<String> words = List.of("true", "false");
    return new OptionKind<>(
        name, "true|false", "true, false", words, text -> Boolean.valueOf(parseWord(words, text)));
  }

  /** What one value is called. */
  public String name() {
    return name;
  }

  /** What stands for the value in help. */
  public String placeholder() {
    return placeholder;
  }

  /** What is allowed, for messages and the reference. */
  public String allowed() {
    return allowed;
  }

  /** The words that completion offers; empty where there is no such list. */
  public List<String> values() {
    return values;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not allowed
   */
  public T parse(String text) {
    return parser.apply(text);
  }

  private static Optional<String> wordOf(List<String> words, String text) {
    return words.stream().filter(word -> word.equalsIgnoreCase(text.strip())).findFirst();
  }

  // The message names the text and the words that are allowed anyway.
  private static String parseWord(List<String> words, String text) {
    return wordOf(words, text).orElseThrow(IllegalArgumentException::new);
  }

  private static String parseWordOfMany(List<String> words, String text) {
    return wordOf(words, text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is unknown"));
  }

  private static Pattern parseRegex(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getDescription() + " at " + e.getIndex(), e);
    }
  }

  private static Endpoint parseAddress(String text) {
    Endpoint endpoint = Endpoint.parse(text, 0);
    if (endpoint.port() != 0) {
      throw new IllegalArgumentException("has a port");
    }
    return endpoint;
  }

  private static Duration parseDuration(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int unitAt = 0;
    while (unitAt < lower.length() && !Character.isLetter(lower.charAt(unitAt))) {
      unitAt++;
    }
    double nanosPerUnit =
        switch (lower.substring(unitAt)) {
          case "ms" -> 1e6;
          case "s" -> 1e9;
          case "m" -> 60e9;
          case "h" -> 3600e9;
          default -> throw new IllegalArgumentException("no unit");
        };
    String number = lower.substring(0, unitAt);
    if (number.isEmpty()
        || number.startsWith(".")
        || number.endsWith(".")
        || !number.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
      throw new IllegalArgumentException("not a number");
    }
    double nanos = Double.parseDouble(number) * nanosPerUnit;
    if (nanos < SHORTEST.toNanos() || nanos > LONGEST.toNanos()) {
      throw new IllegalArgumentException("out of range");
    }
    return Duration.ofNanos(Math.round(nanos));
  }

  private static int parseSize(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int unitAt = 0;
    while (unitAt < lower.length() && lower.charAt(unitAt) >= '0' && lower.charAt(unitAt) <= '9') {
      unitAt++;
    }
    long octetsPerUnit =
        switch (lower.substring(unitAt)) {
          case "", "b" -> 1;
          case "kib" -> KIBI;
          case "mib" -> KIBI * KIBI;
          case "gib" -> KIBI * KIBI * KIBI;
          default -> throw new IllegalArgumentException("unknown unit");
        };
    if (unitAt == 0 || unitAt > 10) {
      throw new IllegalArgumentException(unitAt == 0 ? "not a number" : "out of range");
    }
    long octets = Long.parseLong(lower.substring(0, unitAt)) * octetsPerUnit;
    if (octets < 1 || octets > KIBI * KIBI * KIBI) {
      throw new IllegalArgumentException("out of range");
    }
    return (int) octets;
  }

  /** Whether it is one of {@link #file}. */
  public boolean isFile() {
    return name.equals(FILE);
  }
}
