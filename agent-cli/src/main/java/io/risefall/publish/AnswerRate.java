package io.risefall.publish;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many answers an address gets in a second. Addresses of datagrams are forged easily, so only
 * so many are counted in a second, and the others get none. For one thread.
 */
final class AnswerRate {

  static final int A_SECOND = 1000;
  static final int ADDRESSES = 10_000;

  private final Map<InetAddress, Integer> answers = new HashMap<>();
  private long second;

  /**
   * Whether one more is answered.
   *
   * @param nanos monotonic time
   */
  boolean allows(InetAddress peer, long nanos) {
    long now = Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    if (now != second) {
      second = now;
      answers.clear();
    }
    int before = answers.getOrDefault(peer, 0);
    if (before >= A_SECOND || (before == 0 && answers.size() >= ADDRESSES)) {
      return false;
    }
    answers.put(peer, before + 1);
    return true;
  }
}
