package io.risefall.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a server wrote, for terminals and logs: ASCII as it is, other octets as zone files do. */
final class Printable {

  private Printable() {}

  /** {@code text}, everything but printable ASCII as its octets in UTF-8. */
  static String text(String text) {
    return text.chars().allMatch(Printable::isPrintable)
        ? text
        : text(text.getBytes(UTF_8), 0, Integer.MAX_VALUE);
  }

  /** {@code data} from an index on, about {@code most} characters of it. */
  static String text(byte[] data, int from, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < data.length && text.length() < most; i++) {
      int octet = data[i] & 0xff;
      if (isPrintable(octet)) {
        text.append((char) octet);
      } else {
        text.append('\\').append(octet / 100).append(octet / 10 % 10).append(octet % 10);
      }
    }
    return text.toString();
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c < 127;
  }
}
