package io.risefall.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;

/**
 * What BalanceNG's agent and its balancer say to each other. The original's datagrams are not
 * public: whoever learns them changes this class alone.
 */
final class BngCodec {

  private BngCodec() {}

  /** What a connection is told, before it is closed. */
  static byte[] line(boolean up) {
    return (up ? "1\n" : "0\n").getBytes(US_ASCII);
  }

  /**
   * What a datagram is answered with, whatever it says; never longer than itself, so that nobody
   * can use us to send more to a victim than he sends.
   *
   * @param length the datagram's
   */
  static Optional<byte[]> answer(int length, boolean up) {
    return length < 1 ? Optional.empty() : Optional.of((up ? "1" : "0").getBytes(US_ASCII));
  }
}
