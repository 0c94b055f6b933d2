package io.risefall.state;

/**
 * Instead of consecutive counts: at least {@code passes} of the last {@code size} conclusive
 * results must be passes, as Varnish counts.
 *
 * @param passes 1 to {@code size}
 * @param size 1 to 64
 */
public record Window(int passes, int size) {

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Window {
    if (size < 1 || size > Long.SIZE || passes < 1 || passes > size) {
      throw new IllegalArgumentException(
          "window " + passes + " of " + size + ", allowed: 1 of 1 to 64 of 64");
    }
  }

  /** All of the window's bits set: every result a pass. */
  long full() {
    return -1L >>> (Long.SIZE - size);
  }

  /** The window after one more result; bit 0 is the newest. */
  long push(long bits, boolean pass) {
    return (bits << 1 | (pass ? 1 : 0)) & full();
  }

  boolean isUp(long bits) {
    return Long.bitCount(bits) >= passes;
  }
}
