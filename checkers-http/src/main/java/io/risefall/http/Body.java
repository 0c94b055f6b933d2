package io.risefall.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The octets of a body as they come: all of them, or as many as are read. */
final class Body {

  private static final int FIRST_BUFFER = 4096;

  private final InputStream in;
  private final int most;
  private byte[] octets;
  private int length;
  private boolean ended;

  /**
   * @param most octets to read
   */
  Body(InputStream in, int most) {
    this.in = in;
    this.most = most;
    this.octets = new byte[FIRST_BUFFER];
  }

  /**
   * Reads to the end or the limit.
   *
   * @throws IOException if the body breaks off, or time runs out
   */
  Content read() throws IOException {
    while (!ended && length < most) {
      if (length == octets.length) {
        octets = Arrays.copyOf(octets, (int) Math.min(most, octets.length * 4L));
      }
      add(in.read(octets, length, Math.min(octets.length, most) - length));
    }
    return new Content(octets, length, ended);
  }

  /** Reads as {@link #read} does, and keeps nothing. */
  void skip() throws IOException {
    while (!ended && length < most) {
      add(in.read(octets, 0, Math.min(octets.length, most - length)));
    }
  }

  private void add(int count) {
    ended = count < 0;
    length += Math.max(0, count);
  }

  /** Whether more comes than is read; waits for it. */
  boolean goesOn() throws IOException {
    ended = ended || in.read(new byte[1], 0, 1) < 0;
    return !ended;
  }

  /** Whether its end was read. */
  boolean hasEnded() {
    return ended;
  }

  /** Octets read. */
  int length() {
    return length;
  }
}
