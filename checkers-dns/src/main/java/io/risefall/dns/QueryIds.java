package io.risefall.dns;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * IDs that an attacker who sees none of our queries cannot guess (RFC 5452, section 4.5).
 * SplitMix64 over a counter with a seed from the kernel: a few nanoseconds each, and no security
 * provider is loaded for it where the kernel's device can be read.
 */
final class QueryIds {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final AtomicLong STATE = new AtomicLong(seed());

  private QueryIds() {}

  /** The next ID, 0 to 65535. */
  static int next() {
    long z = STATE.getAndAdd(GOLDEN_GAMMA);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) (z >>> 48);
  }

  private static long seed() {
    try (DataInputStream random = new DataInputStream(new FileInputStream("/dev/urandom"))) {
      return random.readLong();
    } catch (IOException e) {
      return new SecureRandom().nextLong();
    }
  }
}
