package io.risefall.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.option.OptionKind;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Octets as text on one line: how users write what to send, and how answers are shown. */
final class Octets {

  /** Text in UTF-8, with escapes for what is hard to write in a file or a shell. */
  static final OptionKind<byte[]> KIND =
      OptionKind.of(
          "text",
          "TEXT",
          "any text; \\r, \\n, \\t, \\\\ and \\xHH stand for octets",
          Octets::parse);

  private Octets() {}

  private static byte[] parse(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    int i = 0;
    while (i < text.length()) {
      int backslash = text.indexOf('\\', i);
      int end = backslash < 0 ? text.length() : backslash;
      octets.writeBytes(text.substring(i, end).getBytes(UTF_8));
      i = end;
      if (backslash >= 0) {
        octets.write(escaped(text, backslash + 1));
        i += text.charAt(backslash + 1) == 'x' ? 4 : 2;
      }
    }
    return octets.toByteArray();
  }

  private static int escaped(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : ' ';
    return switch (c) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '\\' -> '\\';
      case 'x' -> hex(text, at + 1);
      default -> throw new IllegalArgumentException("unknown escape");
    };
  }

  private static int hex(String text, int at) {
    // not Character.digit, which knows the digits of every script
    if (at + 2 > text.length()
        || !HexFormat.isHexDigit(text.charAt(at))
        || !HexFormat.isHexDigit(text.charAt(at + 1))) {
      throw new IllegalArgumentException("\\x wants two hexadecimal digits");
    }
    return HexFormat.fromHexDigits(text, at, at + 2);
  }

  /** The first {@code most} octets and those before {@code length}, with the same escapes. */
  static String show(byte[] octets, int length, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(length, most); i++) {
      int octet = octets[i] & 0xff;
      switch (octet) {
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '\\' -> text.append("\\\\");
        default -> {
          if (octet >= ' ' && octet < 127) {
            text.append((char) octet);
          } else {
            text.append("\\x")
                .append(Character.forDigit(octet >> 4, 16))
                .append(Character.forDigit(octet & 15, 16));
          }
        }
      }
    }
    return length > most ? text + "..." : text.toString();
  }
}
