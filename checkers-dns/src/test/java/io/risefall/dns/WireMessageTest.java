package io.risefall.dns;

import static io.risefall.dns.Answering.octets;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.dns.WireMessage.Answer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Messages read octet by octet: what is accepted, and what is not. */
class WireMessageTest {

  private static final byte[] ROOT = {0};
  private static final byte[] LOCALHOST = {127, 0, 0, 1};

  private static final byte[] QUERY =
      new Query(Name.fromConstantString("www.example.org."), Type.A, DClass.IN, true, true)
          .withId(4711);

  private static WireMessage read(byte[] wire) throws MalformedException {
    return new WireMessage(wire, false);
  }

  private static void assertMalformed(byte[] wire) {
    assertThrows(MalformedException.class, () -> read(wire));
  }

  @Test
  void flagsAreReadFromTheHeader() throws Exception {
    byte[] wire = Answering.to(QUERY).flag(Flags.AA).flag(Flags.AD).flag(Flags.CD).wire();
    assertEquals("aa rd ra ad cd", Flag.in(read(wire)));
  }

  @Test
  void recordsOfOtherSectionsAreNoAnswers() throws Exception {
    Name name = Name.fromConstantString("ns.example.org.");
    byte[] wire =
        Answering.to(QUERY)
            .with(Type.A, "192.0.2.1")
            .with(Section.AUTHORITY, name, Type.NS, "ns.example.org.")
            .with(Section.ADDITIONAL, name, Type.A, "192.0.2.2")
            .wire();
    assertEquals(
        List.of(new Answer("\3www\7example\3org\0", Type.A, DClass.IN, "192.0.2.1", "")),
        read(wire).answers());
  }

  @Test
  void theExtendedRcodeComesFromTheOptRecord() throws Exception {
    assertEquals(Rcode.BADVERS, read(Answering.to(QUERY).rcode(Rcode.BADVERS).wire()).rcode());
    assertEquals(0xabc, read(Answering.to(QUERY).rcode(0xabc).wire()).rcode());
    assertEquals(0x8000, ExtendedFlags.DO, "the OPT record's flags are no part of the rcode");
  }

  @Test
  void octetsAfterTheLastRecordArePassedOver() throws Exception {
    byte[] wire = Answering.healthy(QUERY);
    assertEquals(1, read(Answering.cut(wire, wire.length + 7)).answers().size());
  }

  @Test
  void aCompressedNameIsRead() throws Exception {
    byte[] wire =
        Answering.raw(QUERY, octets(3, 'f', 't', 'p', 0xc0, 16), Type.CNAME, octets(0xc0, 12));
    assertEquals("www.example.org.", read(wire).answers().get(0).data());
  }

  @Test
  void aPointerMustLeadBack() {
    int here = Answering.answerAt(QUERY);
    assertMalformed(Answering.raw(QUERY, pointer(here), Type.A, LOCALHOST));
    assertMalformed(Answering.raw(QUERY, pointer(here + 2), Type.A, LOCALHOST));
    assertMalformed(Answering.raw(QUERY, pointer(0x3fff), Type.A, LOCALHOST));
  }

  @Test
  void aLabelThatLeadsBackToItselfIsNoName() {
    int here = Answering.answerAt(QUERY);
    assertMalformed(
        Answering.raw(QUERY, octets(1, 'a', 0xc0 | here >>> 8, here), Type.A, LOCALHOST));
  }

  @Test
  void twoPointersThatLeadToEachOtherAreNoName() {
    int data = Answering.answerAt(QUERY) + 2 + 10;
    assertMalformed(Answering.raw(QUERY, pointer(data), Type.NS, pointer(data - 12)));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.NS, pointer(data - 1)));
  }

  @Test
  void aPointerIntoTheHeaderIsNoName() {
    assertMalformed(Answering.raw(QUERY, pointer(11), Type.A, LOCALHOST));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.NS, pointer(4)));
  }

  @Test
  void aPointerOfOneOctetEndsEarly() {
    byte[] wire = Answering.to(QUERY).wire();
    byte[] more = Answering.cut(wire, wire.length + 1);
    more[wire.length] = (byte) 0xc0;
    assertMalformed(Answering.patched(more, 6, 1));
  }

  private static byte[] pointer(int target) {
    return octets(0xc0 | target >>> 8, target);
  }

  @Test
  void aChainOfPointersIsFollowedAndALongOneIsNot() {
    assertDoesNotThrow(() -> read(chain(100)));
    assertMalformed(chain(300));
  }

  /** A TXT record with so many pointers, each to the one before, and an NS record at the end. */
  private static byte[] chain(int pointers) {
    int data = Answering.answerAt(QUERY) + 1 + 10;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(pointer(12));
    for (int i = 1; i < pointers; i++) {
      out.writeBytes(pointer(data + 2 * (i - 1)));
    }
    byte[] first = Answering.raw(QUERY, ROOT, Type.value("TYPE65280"), out.toByteArray());
    out.reset();
    out.writeBytes(first);
    out.writeBytes(pointer(data + 2 * (pointers - 1)));
    out.writeBytes(octets(0, Type.A, 0, DClass.IN, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1));
    return Answering.patched(out.toByteArray(), 6, 2);
  }

  @Test
  void labelKindsThatDoNotExistAreNoName() {
    assertMalformed(Answering.raw(QUERY, octets(0x40, 0), Type.A, LOCALHOST));
    assertMalformed(Answering.raw(QUERY, octets(0x80, 0), Type.A, LOCALHOST));
    assertMalformed(Answering.raw(QUERY, octets(1, 'a', 0x41, 0), Type.A, LOCALHOST));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.CNAME, octets(0xbf, 0)));
  }

  @Test
  void aNameHas255OctetsAtMost() {
    assertDoesNotThrow(() -> read(Answering.raw(QUERY, nameOf(255), Type.A, LOCALHOST)));
    assertMalformed(Answering.raw(QUERY, nameOf(256), Type.A, LOCALHOST));
    assertDoesNotThrow(() -> read(Answering.raw(QUERY, ROOT, Type.NS, nameOf(255))));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.NS, nameOf(256)));
  }

  @Test
  void aNameHas255OctetsAtMostWhenExpanded() {
    // www.example.org. has 17 octets; the pointer takes their place
    byte[] fits = Answering.cut(nameOf(255 - 17 + 1), 255 - 17 + 2);
    fits[fits.length - 2] = (byte) 0xc0;
    fits[fits.length - 1] = 12;
    assertDoesNotThrow(() -> read(Answering.raw(QUERY, fits, Type.A, LOCALHOST)));
    byte[] tooLong = Answering.cut(nameOf(255 - 17 + 2), 255 - 17 + 3);
    tooLong[tooLong.length - 2] = (byte) 0xc0;
    tooLong[tooLong.length - 1] = 12;
    assertMalformed(Answering.raw(QUERY, tooLong, Type.A, LOCALHOST));
  }

  /** A name in wire format of so many octets, the root label included: labels of 1 and 2. */
  private static byte[] nameOf(int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (length % 2 == 0) {
      out.writeBytes(octets(2, 'x', 'y'));
    }
    while (out.size() < length - 1) {
      out.writeBytes(octets(1, 'x'));
    }
    out.write(0);
    return out.toByteArray();
  }

  @Test
  void aRecordMustNotEndBeyondTheMessage() {
    byte[] wire = Answering.raw(QUERY, ROOT, Type.A, LOCALHOST);
    assertMalformed(Answering.patched(wire, wire.length - 6, 5));
    assertMalformed(Answering.patched(wire, wire.length - 6, 0xffff));
  }

  @Test
  void anAddressHasItsLength() {
    assertMalformed(Answering.raw(QUERY, ROOT, Type.A, new byte[3]));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.A, new byte[5]));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.A, new byte[0]));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.AAAA, new byte[15]));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.AAAA, new byte[4]));
  }

  @Test
  void aNameMustNotEndBeyondItsRecord() {
    assertMalformed(Answering.raw(QUERY, ROOT, Type.CNAME, new byte[0]));
    byte[] wire = Answering.raw(QUERY, ROOT, Type.MX, octets(0, 10, 1, 'a', 0));
    assertMalformed(Answering.patched(wire, wire.length - 7, 3));
  }

  @Test
  void dataMustBeReadToItsEnd() {
    assertMalformed(Answering.raw(QUERY, ROOT, Type.CNAME, octets(1, 'a', 0, 9)));
    assertMalformed(Answering.raw(QUERY, ROOT, Type.MX, octets(0, 10, 0, 0)));
  }

  @Test
  void aTruncatedDatagramMayEndAnywhere() throws Exception {
    byte[] wire =
        Answering.to(QUERY)
            .flag(Flags.TC)
            .with(Type.A, "192.0.2.1")
            .with(Type.A, "192.0.2.2")
            .wire();
    for (int length = 12; length < wire.length; length++) {
      byte[] cut = Answering.cut(wire, length);
      WireMessage message = new WireMessage(cut, true);
      assertEquals(length >= wire.length - 16 ? 1 : 0, message.answers().size(), "at " + length);
      assertMalformed(cut);
    }
  }

  @Test
  void anyOtherMessageIsMalformedWhereverItIsCut() throws Exception {
    byte[] wire =
        Answering.to(QUERY)
            .with(Type.CNAME, "other.example.org.")
            .with(Type.A, "192.0.2.1")
            .with(Type.AAAA, "2001:db8::1")
            .with(Type.MX, "10 mail.example.org.")
            .with(Type.TXT, "\"text\"")
            .rcode(Rcode.BADVERS)
            .wire();
    for (int length = 12; length < wire.length; length++) {
      byte[] cut = Answering.cut(wire, length);
      assertThrows(MalformedException.class, () -> new WireMessage(cut, true), "at " + length);
    }
    assertEquals(5, read(wire).answers().size());
  }
}
