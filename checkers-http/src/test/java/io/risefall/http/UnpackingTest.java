package io.risefall.http;

import static io.risefall.http.Packed.damaged;
import static io.risefall.http.Packed.deflate;
import static io.risefall.http.Packed.gzip;
import static io.risefall.http.Packed.rawDeflate;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckContext;
import io.risefall.http.Unpacking.CorruptException;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Content that comes packed: unpacked whole, to a bound of octets and time, or not at all. */
class UnpackingTest {

  private static final int MEBI = 1 << 20;

  private static Content content(String octets) {
    return new Content(octets.getBytes(ISO_8859_1), octets.length(), true);
  }

  private static Codings codings(String... values) {
    return Codings.of(
        List.of(values).stream().map(value -> new Field("content-encoding", value)).toList());
  }

  private static Content unpack(String coding, String octets, int most) throws IOException {
    return codings(coding).unpack(content(octets), most, Checks.ample());
  }

  private static void assertUnpacks(String text, String coding, String octets) throws IOException {
    Content content = unpack(coding, octets, MEBI);
    assertTrue(content.whole(), coding);
    assertEquals(text, new String(content.octets(), 0, content.length(), ISO_8859_1), coding);
  }

  private static void assertCorrupt(String why, String coding, String octets) {
    assertEquals(
        why, assertThrows(CorruptException.class, () -> unpack(coding, octets, MEBI)).getMessage());
  }

  @Test
  void whatIsKnownIsUnpacked() throws IOException {
    for (String text : List.of("", "healthy", "healthy ".repeat(50_000))) {
      assertUnpacks(text, "gzip", gzip(text));
      assertUnpacks(text, "X-GZIP", gzip(text));
      assertUnpacks(text, "deflate", deflate(text));
      assertUnpacks(text, "deflate", rawDeflate(text));
      assertUnpacks(text, "gzip, gzip", gzip(gzip(text)));
      assertUnpacks(text, "deflate, identity,, gzip", gzip(deflate(text)));
      assertUnpacks(text + text, "gzip", gzip(text) + gzip(text));
      assertUnpacks(text, "identity", text);
    }
  }

  @Test
  void aHeaderMayHoldMore() throws IOException {
    String plain = gzip("healthy");
    String all =
        plain.substring(0, 3) + "\u001e" + plain.substring(4, 10) + "\u0003\0abcname\0words\0xx";
    assertUnpacks("healthy", "gzip", all + plain.substring(10));
    assertCorrupt("it breaks off", "gzip", all.substring(0, 12));
    assertCorrupt("it breaks off", "gzip", all.substring(0, 18));
    assertCorrupt("it breaks off", "gzip", all.substring(0, all.length() - 1));
  }

  @Test
  void whatIsCutOrDamagedIsNot() {
    String packed = gzip("healthy, and some more of it");
    for (int i = 0; i < packed.length(); i++) {
      assertCorrupt("it breaks off", "gzip", packed.substring(0, i));
    }
    for (int i = 10; i < packed.length(); i++) {
      String octets = damaged(packed, i);
      assertThrows(CorruptException.class, () -> unpack("gzip", octets, MEBI));
    }
    String zlib = deflate("healthy, and some more of it");
    for (int i = 0; i < zlib.length(); i++) {
      String octets = zlib.substring(0, i);
      assertThrows(CorruptException.class, () -> unpack("deflate", octets, MEBI));
    }
    assertCorrupt("its checksum is another", "gzip", damaged(packed, packed.length() - 8));
    assertCorrupt("its length is another", "gzip", damaged(packed, packed.length() - 1));
    assertCorrupt("something else follows", "gzip", packed + "x");
    assertCorrupt("something else follows", "gzip", packed + "not a member of it");
    assertCorrupt("something else follows", "deflate", zlib + "x");
    assertCorrupt("it does not begin as such", "gzip", "database error");
    assertCorrupt("it has flags that nobody knows", "gzip", "\u001f\u008b\u0008\u0080......");
    assertThrows(CorruptException.class, () -> unpack("deflate", "database error", MEBI));
    assertThrows(CorruptException.class, () -> unpack("gzip, gzip", packed, MEBI));
  }

  @Test
  void whatIsNotKnownIsNamed() {
    assertEquals(Optional.of("br"), codings("br").unknown());
    assertEquals(Optional.of("zstd"), codings("gzip", "ZSTD").unknown());
    assertEquals(Optional.of("gzip2"), codings("gzip2, gzip").unknown());
    assertEquals(Optional.empty(), codings("Gzip , x-gzip", "deflate", "identity").unknown());
    assertTrue(codings("gzip, gzip, gzip, gzip, gzip").unknown().isPresent());
    assertTrue(codings("", "identity").isEmpty());
  }

  @Test
  void aBombIsCutAtTheBound() throws IOException {
    String bomb = gzip("\0".repeat(20 * MEBI));
    Content content = unpack("gzip", bomb, MEBI);
    assertFalse(content.whole());
    assertEquals(MEBI, content.length());
    assertTrue(content.octets().length <= MEBI);
    assertFalse(unpack("gzip, gzip", gzip(bomb), 1000).whole());
    assertFalse(unpack("deflate", deflate("a".repeat(1001)), 1000).whole());
    assertTrue(unpack("gzip", gzip("a".repeat(1000)), 1000).whole());
    assertFalse(unpack("gzip", gzip("a".repeat(1000)) + gzip("a"), 1000).whole());
  }

  @Test
  void whoHasNoTimeLeftIsLate() {
    CheckContext over = CheckContext.within(Duration.ZERO, Ticker.system());
    assertThrows(
        SocketTimeoutException.class,
        () -> codings("gzip").unpack(content(gzip("healthy")), MEBI, over));
  }
}
