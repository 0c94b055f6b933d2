package io.risefall.config;

import io.risefall.option.Endpoint;
import io.risefall.option.OptionKind;
import io.risefall.state.Window;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kinds of values that stand in the file alone. */
final class Kinds {

  private static final Pattern WINDOW = Pattern.compile("(\\d{1,3}) of (\\d{1,3})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,199}");

  /** What a check, group or mode may be called: also a file, a word to HAProxy, part of a URL. */
  static final OptionKind<String> NAMED =
      OptionKind.of(
          "name",
          "NAME",
          "1 to 200 letters, digits and . _ @ -, the first a letter or digit, not and, or, not",
          Kinds::parseName);

  static final OptionKind<Window> WINDOW_OF =
      OptionKind.of("window", "N of M", "28 of 30, up to 64 of 64", Kinds::parseWindow);

  static final OptionKind<Path> PATH =
      OptionKind.of("path", "PATH", "an absolute path", Kinds::parsePath);

  static final OptionKind<Endpoint> LISTEN =
      OptionKind.of(
          "address to listen on",
          "ADDR:PORT",
          "a numeric address and a port such as 127.0.0.1:9438 or [::]:439",
          Kinds::parseListen);

  static final OptionKind<Double> NUMBER =
      OptionKind.of("number", "N", "a number above 0", Kinds::parseNumber);

  private Kinds() {}

  private static String parseName(String text) {
    boolean word = text.equals("and") || text.equals("or") || text.equals("not");
    if (word || !NAME.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Window parseWindow(String text) {
    Matcher numbers = WINDOW.matcher(text);
    if (!numbers.matches()) {
      throw new IllegalArgumentException();
    }
    int passes = Integer.parseInt(numbers.group(1));
    int size = Integer.parseInt(numbers.group(2));
    if (size < 1 || size > Long.SIZE || passes < 1 || passes > size) {
      throw new IllegalArgumentException("out of range");
    }
    return new Window(passes, size);
  }

  private static Path parsePath(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute");
    }
    return path;
  }

  private static Endpoint parseListen(String text) {
    Endpoint endpoint = Endpoint.parse(text, 0);
    if (endpoint.port() == 0) {
      throw new IllegalArgumentException("no port");
    }
    return endpoint;
  }

  private static double parseNumber(String text) {
    double number = Double.parseDouble(text);
    if (!(number > 0) || Double.isInfinite(number)) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }
}
