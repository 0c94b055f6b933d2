package io.risefall.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names outside ASCII, as idn2 2.3.3 of Debian 12 (which dig and curl use) has them. */
class IdnaTest {

  @ParameterizedTest
  @CsvSource({
    // the four deviations of UTS 46, section 6
    "fa\u00df.example, xn--fa-hia.example",
    "FA\u00df.EXAMPLE, xn--fa-hia.EXAMPLE",
    "\u03b2\u03cc\u03bb\u03bf\u03c2.example, xn--nxasmm1c.example",
    "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example, xn--mgba3gch31f060k.example",
    "\u0915\u094d\u200d\u0937.example, xn--11b2ezcw70k.example",
    // capitals: a capital sigma is no final one
    "B\u00dcCHER.example, xn--bcher-kva.example",
    "\u0392\u038c\u039b\u039f\u03a3.example, xn--nxasmq6b.example",
    "\u03a3.example, xn--4xa.example",
    "\u0130.example, xn--i-9bb.example",
    "\u01c5.example, xn--d-toa.example",
    "\uab70.example, xn--58d.example",
    "\u13a0.example, xn--58d.example",
    "\u212a.example, k.example",
    // compatibility, and what is not seen
    "\uff37\uff37\uff37\uff0eexample, www.example",
    "a\u3002b\uff61c, a.b.c",
    "\uff11\uff12\uff17.0.0.1, 127.0.0.1",
    "\ufb01.example, fi.example",
    "\u2177.example, viii.example",
    "\u2121.example, tel.example",
    "a\u00adb.example, ab.example",
    // composed or not
    "u\u0308.example, xn--tda.example",
    // what is in ASCII already stays
    "xn--fa-hia.\u00fc, xn--fa-hia.xn--tda",
    "x_\u00fc.example, xn--x_-yka.example",
    "My_Host.\u00fc.example., My_Host.xn--tda.example.",
    // younger than Unicode 3.2
    "\u1c82.example, xn--n1a.example",
    "l\u00b7l.example, xn--ll-0ea.example",
    "\u05d01.example, xn--1-zhc.example",
    // RFC 3492, section 7.1
    "\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587, xn--ihqwcrb4cv8a8dqg056pqjye",
    "3\u5e74b\u7d44\u91d1\u516b\u5148\u751f, xn--3b-ww4c5e180e575a65lsy2b"
  })
  void isAsDigAndCurlHaveIt(String name, String ascii) {
    assertEquals(ascii, Idna.toAscii(name));
  }

  /** Debian's idn2 has the one of before Unicode 15.1 still, ss. */
  @Test
  void theCapitalSharpSIsASharpS() {
    assertEquals("xn--zca.example", Idna.toAscii("\u1e9e.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u200db.example", // joins nothing
        "a\u200cb.example",
        "\u0301a.example", // begins with an accent
        "\u00fc-.example",
        "-\u00fc.example",
        "ab--\u00fc.example",
        "\u00fc .example",
        "\u00fc/x.example",
        "\uff0fx.example", // a slash
        "a\uff1a25", // a colon
        "\uff20\u00fc.example",
        "\u2488.example", // a dot within
        "\u2026.example",
        "a\u0378.example", // assigned to nothing
        "a\ue000.example",
        "a\ufffd.example",
        "a\u2028b.example"
      })
  void whatIsNoNameIsRefused(String name) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Idna.toAscii(name));
    assertTrue(
        String.valueOf(refused.getMessage()).matches("U\\+.* is not allowed .*|a hyphen .*"));
  }

  @Test
  void aLabelWithoutEndIsRefusedAtOnce() {
    assertThrows(IllegalArgumentException.class, () -> Idna.toAscii("\u00fc".repeat(100_000)));
  }
}
