package io.risefall.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Packs content as servers do; octets are characters of Latin-1, as elsewhere in these tests. */
final class Packed {

  private Packed() {}

  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  static String gzip(String text) {
    return packed(text, GZIPOutputStream::new);
  }

  /** With the header of zlib, as it should be. */
  static String deflate(String text) {
    return packed(text, DeflaterOutputStream::new);
  }

  /** Without it, as some servers have it. */
  static String rawDeflate(String text) {
    return packed(text, out -> new DeflaterOutputStream(out, new Deflater(9, true)));
  }

  private static String packed(String text, Packer packer) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.over(packed)) {
      out.write(text.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toString(ISO_8859_1);
  }

  /** An answer with that body and {@code Content-Encoding}. */
  static String answer(String coding, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Encoding: "
        + coding
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** That text with another octet there. */
  static String damaged(String text, int at) {
    return text.substring(0, at) + (char) (text.charAt(at) ^ 0x55) + text.substring(at + 1);
  }
}
