package io.risefall.http;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.check.Patterns;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What an answer holds, unpacked.
 *
 * @param octets begins with it
 * @param whole whether that is all, or the beginning
 */
@SuppressWarnings("ArrayRecordComponent") // for one thread, and compared by nobody
record Content(byte[] octets, int length, boolean whole) {

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /**
   * As text: of what is not whole, whole characters.
   *
   * @param declared what the server says that it is written in; a byte-order mark, which is no part
   *     of the text, knows better
   */
  String text(Optional<Charset> declared) {
    Charset charset = marked().or(() -> declared).orElse(UTF_8);
    String text =
        whole
            ? new String(octets, 0, length, charset)
            : Patterns.beginning(octets, length, charset);
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private Optional<Charset> marked() {
    if (begins(0xef, 0xbb, 0xbf)) {
      return Optional.of(UTF_8);
    }
    return begins(0xfe, 0xff)
        ? Optional.of(UTF_16BE)
        : begins(0xff, 0xfe) ? Optional.of(UTF_16LE) : Optional.empty();
  }

  private boolean begins(int... mark) {
    if (length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((octets[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
