package io.risefall.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.risefall.dns.Query.Mismatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The query octet by octet; dnsjava is the oracle. */
class QueryTest {

  private static final Name NAME = Name.fromConstantString("www.example.org.");

  private static byte[] byLibrary(Name name, int type, int dclass, boolean recurse, boolean edns) {
    Message message = new Message(4711);
    message.getHeader().setOpcode(Opcode.QUERY);
    message.getHeader().setFlag(Flags.AD);
    if (recurse) {
      message.getHeader().setFlag(Flags.RD);
    }
    message.addRecord(Record.newRecord(name, type, dclass), Section.QUESTION);
    if (edns) {
      message.addRecord(
          new OPTRecord(1232, 0, 0, 0, List.of(new NSIDOption(new byte[0]))), Section.ADDITIONAL);
    }
    return message.toWire();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", "org.", "www.example.org.", "*.example.org.", "a\\.b.\\000\\255.example."})
  void itIsWhatTheLibraryWrites(String text) {
    Name name = Name.fromConstantString(text);
    for (int type : new int[] {Type.A, Type.AAAA, Type.SOA, Type.ANY, 65_280, 65_535}) {
      for (int dclass : new int[] {DClass.IN, DClass.CH}) {
        for (int bits = 0; bits < 4; bits++) {
          boolean recurse = (bits & 1) != 0;
          boolean edns = (bits & 2) != 0;
          assertArrayEquals(
              byLibrary(name, type, dclass, recurse, edns),
              new Query(name, type, dclass, recurse, edns).withId(4711));
        }
      }
    }
  }

  @Test
  void theLongestNameFits() {
    Name longest = Name.fromConstantString("a.".repeat(95) + "b".repeat(63) + ".");
    assertEquals(255, longest.length());
    assertArrayEquals(
        byLibrary(longest, Type.A, DClass.IN, true, true),
        new Query(longest, Type.A, DClass.IN, true, true).withId(4711));
  }

  @Test
  void theLibraryReadsWhatWeMean() {
    Message message = Answering.parsed(new Query(NAME, Type.MX, DClass.IN, true, true).withId(7));
    assertEquals(7, message.getHeader().getID());
    assertEquals(Opcode.QUERY, message.getHeader().getOpcode());
    assertEquals(Record.newRecord(NAME, Type.MX, DClass.IN), message.getQuestion());
    OPTRecord opt = message.getOPT();
    assertNotNull(opt);
    assertEquals(1232, opt.getPayloadSize());
    assertEquals(0, opt.getVersion());
    assertEquals(List.of(new NSIDOption(new byte[0])), opt.getOptions());
  }

  @Test
  void withoutEdnsThereIsNoOptRecord() {
    assertNull(
        Answering.parsed(new Query(NAME, Type.A, DClass.IN, true, false).withId(7)).getOPT());
  }

  @Test
  void anSoaQueryAsksTheServerAlone() {
    Message message = Answering.parsed(Query.soa(NAME, true).withId(7));
    assertEquals(Record.newRecord(NAME, Type.SOA, DClass.IN), message.getQuestion());
    assertFalse(message.getHeader().getFlag(Flags.RD));
  }

  @Test
  void everyIdIsWrittenAndComparedInAllItsBits() {
    Query query = new Query(NAME, Type.A, DClass.IN, true, true);
    for (int id = 0; id < 65_536; id++) {
      byte[] wire = query.withId(id);
      assertEquals(id, (wire[0] & 0xff) << 8 | (wire[1] & 0xff));
    }
    byte[] reply = Answering.healthy(query.withId(0xffff));
    assertEquals(Mismatch.NONE, query.compare(0xffff, reply, reply.length));
    for (int bit = 0; bit < 16; bit++) {
      assertEquals(Mismatch.WRONG_ID, query.compare(0xffff ^ (1 << bit), reply, reply.length));
    }
  }

  @Test
  void onlyLettersHaveCase() {
    Query query =
        new Query(Name.fromConstantString("\\091k@z\\193."), Type.A, DClass.IN, true, true);
    byte[] reply = Answering.healthy(query.withId(1));
    assertEquals(Mismatch.NONE, query.compare(1, reply, reply.length));
    for (int at = 12; at < 19; at++) {
      byte[] other = reply.clone();
      other[at] ^= 0x20;
      boolean isLetter = Character.isLetter((char) (other[at] & 0x7f)) && other[at] > 0;
      boolean wasLetter = Character.isLetter((char) (reply[at] & 0x7f)) && reply[at] > 0;
      assertEquals(
          isLetter && wasLetter ? Mismatch.NONE : Mismatch.WRONG_QUESTION,
          query.compare(1, other, other.length),
          "octet " + at);
    }
  }

  @Test
  void aReplyThatEndsWithinItsQuestionHasTheWrongOne() {
    Query query = new Query(NAME, Type.A, DClass.IN, true, true);
    byte[] reply = Answering.healthy(query.withId(1));
    int end = 12 + NAME.length() + 4;
    for (int length = 0; length < reply.length; length++) {
      Mismatch expected =
          length < 12 ? Mismatch.TOO_SHORT : length < end ? Mismatch.WRONG_QUESTION : Mismatch.NONE;
      assertEquals(expected, query.compare(1, reply, length), "at " + length);
      // the octets behind the end are those of a right reply; they must not be read
    }
  }

  @Test
  void withoutAQuestionOnlyAnErrorIsAnAnswer() {
    Query query = new Query(NAME, Type.A, DClass.IN, true, true);
    for (int rcode = 0; rcode < 16; rcode++) {
      byte[] reply = Answering.to(query.withId(1)).rcode(rcode).withoutQuestion().wire();
      assertEquals(
          rcode == Rcode.NOERROR ? Mismatch.WRONG_QUESTION : Mismatch.NONE,
          query.compare(1, reply, reply.length));
    }
  }
}
