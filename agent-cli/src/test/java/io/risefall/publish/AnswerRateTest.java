package io.risefall.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerRateTest {

  private static final long SECOND = 1_000_000_000;
  private final AnswerRate rate = new AnswerRate();

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAddressGetsAThousandInASecond() {
    long answered =
        IntStream.range(0, 5000).filter(i -> rate.allows(address(1), 5 * SECOND + i)).count();
    assertEquals(1000, answered);
    assertTrue(rate.allows(address(2), 5 * SECOND + 5000));
    assertTrue(rate.allows(address(1), 6 * SECOND));
  }

  @Test
  void onlySoManyForgedAddressesAreCounted() {
    IntStream.range(0, AnswerRate.ADDRESSES).forEach(i -> rate.allows(address(i), 1));
    assertFalse(rate.allows(address(AnswerRate.ADDRESSES), 2));
    assertTrue(rate.allows(address(7), 3));
    assertTrue(rate.allows(address(AnswerRate.ADDRESSES), SECOND));
  }
}
