package io.risefall.dns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** The largest messages, built to be slow to read, are read or refused in short time. */
class BoundedTimeTest {

  private static final int LARGEST_MESSAGE = 65_535;
  private static final int LARGEST_TARGET = 0x3fff;

  private static final byte[] QUERY =
      new Query(Name.root, Type.ANY, DClass.IN, true, true).withId(4711);

  /** Three times, since a busy machine may be slow without our fault. */
  private static void isReadInShortTime(byte[] wire) {
    long shortest = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      long start = System.nanoTime();
      try {
        assertTrue(new WireMessage(wire, false).answers().size() > 0);
      } catch (MalformedException e) {
        // refused is as good
      }
      shortest = Math.min(shortest, System.nanoTime() - start);
    }
    long millis = shortest / 1_000_000;
    assertTrue(millis < 100, () -> "took " + millis + " ms");
  }

  /** A reply: one record that holds {@code data}, then records until there is no room. */
  private static byte[] reply(Consumer<ByteBuffer> data, int type, byte[] more) {
    ByteBuffer wire = ByteBuffer.allocate(LARGEST_MESSAGE).put(Answering.to(QUERY).wire());
    record(wire, Type.value("TYPE65280"), data);
    int count = 1;
    while (wire.remaining() >= 11 + more.length) {
      record(wire, type, buffer -> buffer.put(more));
      count++;
    }
    wire.putShort(6, (short) count);
    return Answering.cut(wire.array(), wire.position());
  }

  private static void record(ByteBuffer wire, int type, Consumer<ByteBuffer> data) {
    wire.put((byte) 0).putShort((short) type).putShort((short) DClass.IN).putInt(0);
    int lengthAt = wire.position();
    data.accept(wire.putShort((short) 0));
    wire.putShort(lengthAt, (short) (wire.position() - lengthAt - 2));
  }

  /** Pointers, each to the one before, as far as pointers reach; the first to the root. */
  private static void pointers(ByteBuffer wire) {
    int previous = wire.position();
    wire.put((byte) 0);
    while (wire.position() <= LARGEST_TARGET - 2) {
      int here = wire.position();
      wire.putShort((short) (0xc000 | previous));
      previous = here;
    }
  }

  private static byte[] pointerToTheLast() {
    int first = Answering.answerAt(QUERY) + 11 + 1;
    int last = LARGEST_TARGET - 2 - (LARGEST_TARGET - 2 - first) % 2;
    return Answering.octets(0xc0 | last >>> 8, last);
  }

  @Test
  void aLongChainOfPointersFromEveryRecord() {
    byte[] name = pointerToTheLast();
    isReadInShortTime(reply(BoundedTimeTest::pointers, Type.NS, name));
    isReadInShortTime(
        reply(
            BoundedTimeTest::pointers,
            Type.SOA,
            ByteBuffer.allocate(24).put(name).put(name).array()));
    isReadInShortTime(
        reply(
            BoundedTimeTest::pointers, Type.RRSIG, ByteBuffer.allocate(40).put(18, name).array()));
  }

  @Test
  void aLongChainOfPointersWithinOneRecord() {
    ByteBuffer wire = ByteBuffer.allocate(LARGEST_MESSAGE).put(Answering.to(QUERY).wire());
    int start = wire.position() + 11;
    record(
        wire,
        Type.HIP,
        data -> {
          data.putShort((short) 0).putShort((short) (LARGEST_TARGET - 4));
          int previous = data.position() - start;
          data.put((byte) 0);
          while (data.position() - start < LARGEST_TARGET - 2) {
            int here = data.position() - start;
            data.putShort((short) (0xc000 | previous));
            previous = here;
          }
          data.position(start + LARGEST_TARGET);
          while (data.remaining() >= 2) {
            data.putShort((short) (0xc000 | previous));
          }
        });
    isReadInShortTime(Answering.patched(Answering.cut(wire.array(), wire.position()), 6, 1));
  }

  @Test
  void theLongestNameInEveryRecord() {
    Consumer<ByteBuffer> longest =
        data -> {
          for (int i = 0; i < 127; i++) {
            data.putShort((short) (1 << 8 | 7)); // a label that is shown as four characters
          }
          data.put((byte) 0);
        };
    int at = Answering.answerAt(QUERY) + 11;
    byte[] target = Answering.octets(0xc0 | at >>> 8, at);
    isReadInShortTime(reply(longest, Type.NS, target));
  }

  @Test
  void manySmallRecordsAndManySmallStrings() {
    isReadInShortTime(reply(data -> {}, Type.value("TYPE65281"), new byte[0]));
    isReadInShortTime(reply(data -> {}, Type.TXT, new byte[1]));
    isReadInShortTime(reply(data -> {}, Type.TXT, new byte[50_000]));
    isReadInShortTime(reply(data -> {}, Type.WKS, filled(60_000)));
    isReadInShortTime(reply(data -> {}, Type.APL, new byte[60_000]));
    isReadInShortTime(reply(data -> {}, Type.OPT, new byte[60_000]));
  }

  private static byte[] filled(int length) {
    byte[] data = new byte[length];
    Arrays.fill(data, (byte) 0xff);
    return data;
  }
}
