package io.risefall.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Octets as text, both ways. */
class OctetsTest {

  private static String hex(String text) {
    return HexFormat.of().formatHex(Octets.KIND.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "QUIT\\r\\n,515549540d0a",
    "a\\tb,610962",
    "\\\\,5c",
    "\\\\n,5c6e",
    "\\x00\\xff\\xAb,00ffab",
    "\\x414,4134",
    "bücher,62c3bc63686572",
    "\\r,0d",
    "😀\\x80,f09f988080"
  })
  void textBecomesOctets(String text, String octets) {
    assertEquals(octets, hex(text));
  }

  @Test
  void noTextIsNoOctets() {
    assertEquals("", hex(""));
  }

  @ParameterizedTest
  @CsvSource({
    "\\q,unknown escape",
    "QUIT\\,unknown escape",
    "\\X41,unknown escape",
    "\\0,unknown escape",
    "\\x,\\x wants two hexadecimal digits",
    "\\x4,\\x wants two hexadecimal digits",
    "\\x4g,\\x wants two hexadecimal digits",
    "\\x٤١,\\x wants two hexadecimal digits"
  })
  void anEscapeThatIsNoneIsRefused(String text, String problem) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Octets.KIND.parse(text));
    assertEquals(problem, refused.getMessage());
  }

  @Test
  void everyOctetIsShownAsItIsWritten() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    String shown = Octets.show(all, all.length, all.length);
    assertArrayEquals(all, Octets.KIND.parse(shown));
    assertEquals("\\x00\\x01", shown.substring(0, 8));
    assertEquals(shown, shown.replaceAll("[^ -~]", ""));
  }

  @Test
  void whatIsLongIsCut() {
    byte[] words = "220 mail".getBytes(UTF_8);
    assertEquals("220 mail", Octets.show(words, 8, 8));
    assertEquals("220...", Octets.show(words, 8, 3));
    assertEquals("22", Octets.show(words, 2, 3));
  }
}
