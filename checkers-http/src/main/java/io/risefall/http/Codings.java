package io.risefall.http;

import io.risefall.check.CheckContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the content of an answer is packed (RFC 9110, section 8.4).
 *
 * @param names in lower case, in the order in which they were applied, without {@code identity}
 */
record Codings(List<String> names) {

  private static final int MOST = 4;

  /** What {@code Content-Encoding} says. */
  static Codings of(List<Field> fields) {
    return new Codings(
        fields.stream()
            .filter(field -> field.is("Content-Encoding"))
            .flatMap(field -> Arrays.stream(field.value().split(",")))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty() && !name.equals("identity"))
            .toList());
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** What is not known here, or too much of it. */
  Optional<String> unknown() {
    return names.size() > MOST
        ? Optional.of(toString())
        : names.stream().filter(name -> !isGzip(name) && !name.equals("deflate")).findFirst();
  }

  private static boolean isGzip(String name) {
    return name.equals("gzip") || name.equals("x-gzip");
  }

  /**
   * Unpacks.
   *
   * @param packed all of it
   * @param most octets to unpack
   * @throws Unpacking.CorruptException if it is not what it is said to be
   * @throws IOException if time runs out
   */
  Content unpack(Content packed, int most, CheckContext context) throws IOException {
    Content content = packed;
    for (int i = names.size() - 1; i >= 0 && content.whole(); i--) {
      try (Unpacking unpacking = new Unpacking(content, most, context)) {
        Content next = isGzip(names.get(i)) ? unpacking.gzip() : unpacking.deflate();
        content = i == 0 || next.whole() ? next : new Content(new byte[0], 0, false);
      }
    }
    return content;
  }

  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
