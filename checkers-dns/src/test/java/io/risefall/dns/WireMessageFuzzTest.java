package io.risefall.dns;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Replies spoiled at random: each is read, or is malformed, and nothing else. Every round has a
 * seed of its own, which a failure names. {@code mvn -Pfuzz} makes it long.
 */
class WireMessageFuzzTest {

  private static final int ROUNDS = Integer.getInteger("risefall.fuzz.rounds", 20_000);
  private static final long FIRST_SEED = Long.getLong("risefall.fuzz.seed", 20_261_121);
  private static final long LONGEST_NANOS = 1_000_000_000;

  private static final byte[] QUERY =
      new Query(Name.fromConstantString("www.example.org."), Type.ANY, DClass.IN, true, true)
          .withId(4711);

  private static final byte[][] REPLIES = {addresses(), variety(), signed(), truncated()};

  private static byte[] addresses() {
    Answering reply = Answering.to(QUERY).with(Type.CNAME, "web.example.org.");
    for (int i = 0; i < 8; i++) {
      reply.with(Type.A, "192.0.2." + i).with(Type.AAAA, "2001:db8::" + i);
    }
    return reply.wire();
  }

  private static byte[] variety() {
    return Answering.to(QUERY)
        .with(Type.SOA, "ns.example.org. root.example.org. 1 3600 600 86400 60")
        .with(Type.NS, "ns.example.org.")
        .with(Type.MX, "10 mail.example.org.")
        .with(Type.TXT, "\"some text\" \"\\000\\255\"")
        .with(Type.SRV, "1 2 443 web.example.org.")
        .with(Type.NAPTR, "1 2 \"u\" \"sip\" \"!a!b!\" next.example.org.")
        .with(Type.CAA, "0 issue \"ca.example.org\"")
        .with(Type.HTTPS, "1 . alpn=h2,h3 ipv4hint=192.0.2.1")
        .with(Type.LOC, "52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m")
        .with(Type.APL, "1:192.0.2.0/24 !2:2001:db8::/32")
        .with(Type.WKS, "192.0.2.1 tcp 25 80")
        .with(Type.URI, "1 2 \"https://example.org/\"")
        .with(Section.ADDITIONAL, Name.fromConstantString("web.example.org."), Type.A, "192.0.2.9")
        .option(new NSIDOption(new byte[] {'n', 's', '1'}))
        .option(new ExtendedErrorCodeOption(ExtendedErrorCodeOption.STALE_ANSWER, "stale"))
        .wire();
  }

  private static byte[] signed() {
    return Answering.to(QUERY)
        .with(Type.DS, "12345 8 2 " + "0f".repeat(32))
        .with(Type.DNSKEY, "257 3 8 AwEAAcHo")
        .with(Type.RRSIG, "A 8 3 60 20300101000000 20200101000000 12345 example.org. AwEAAcHo")
        .with(Type.NSEC, "next.example.org. A AAAA RRSIG NSEC TYPE1234")
        .with(Type.NSEC3, "1 0 10 AABB 0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM A RRSIG")
        .with(Type.HIP, "2 200100107B1A74DF365639CC39F1D578 AwEAAcHo rvs.example.org.")
        .wire();
  }

  private static byte[] truncated() {
    return Answering.to(QUERY).flag(Flags.TC).with(Type.A, "192.0.2.1").wire();
  }

  @Test
  void aSpoiledReplyIsReadOrMalformed() {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = FIRST_SEED + round;
      Random random = new Random(seed);
      read(spoiled(REPLIES[round % REPLIES.length], random), random.nextBoolean(), seed);
    }
  }

  @Test
  void noiseBehindAQuestionIsReadOrMalformed() {
    byte[] start = Answering.to(QUERY).wire();
    for (int round = 0; round < ROUNDS / 10; round++) {
      long seed = FIRST_SEED + round;
      Random random = new Random(seed);
      byte[] noise = new byte[start.length + random.nextInt(300)];
      random.nextBytes(noise);
      System.arraycopy(start, 0, noise, 0, start.length);
      read(Answering.patched(noise, 6, 1 + random.nextInt(3)), random.nextBoolean(), seed);
    }
  }

  /** Framed well, so that the readers of each type see it. */
  @Test
  void noiseAsDataOfEveryTypeIsReadOrMalformed() {
    for (int round = 0; round < ROUNDS / 2; round++) {
      long seed = FIRST_SEED + round;
      Random random = new Random(seed);
      byte[] data = new byte[random.nextInt(80)];
      random.nextBytes(data);
      for (int i = 0; i < data.length; i++) {
        data[i] = random.nextInt(3) == 0 ? (byte) random.nextInt(8) : data[i];
      }
      int type = random.nextInt(10) == 0 ? random.nextInt(65_536) : random.nextInt(264);
      read(Answering.raw(QUERY, new byte[1], type, data), random.nextBoolean(), seed);
    }
  }

  private static byte[] spoiled(byte[] reply, Random random) {
    byte[] wire = reply.clone();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      int at = 2 + random.nextInt(wire.length - 3);
      switch (random.nextInt(6)) {
        case 0 -> wire[at] = (byte) random.nextInt(256);
        case 1 -> wire[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> wire[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
        case 3 ->
            ByteBuffer.wrap(wire).putShort(at, (short) (0xc000 | random.nextInt(wire.length)));
        case 4 -> System.arraycopy(wire, at, wire, 2, Math.min(8, wire.length - at));
        default -> wire = Answering.cut(wire, Math.max(12, at + random.nextInt(40)));
      }
    }
    return wire;
  }

  private static void read(byte[] wire, boolean mayBeCut, long seed) {
    long start = System.nanoTime();
    try {
      WireMessage message = new WireMessage(wire, mayBeCut);
      Map<String, String> facts = new LinkedHashMap<>();
      Facts.of(new Reply(message, false, 0, 0), message.answers(), facts);
      for (Map.Entry<String, String> fact : facts.entrySet()) {
        assertTrue(
            fact.getValue().chars().allMatch(c -> c >= ' ' && c < 127),
            () -> "seed " + seed + ": not printable: " + fact);
        assertTrue(fact.getValue().length() < 1100, () -> "seed " + seed + ": " + fact);
      }
    } catch (MalformedException e) {
      // one of the two ways to end
    } catch (RuntimeException | StackOverflowError e) {
      fail("seed " + seed, e);
    }
    long took = System.nanoTime() - start;
    assertTrue(took < LONGEST_NANOS, () -> "seed " + seed + " took " + took / 1_000_000 + " ms");
  }
}
