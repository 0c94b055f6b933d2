package io.risefall.resident;

import java.util.Optional;

/** How much heap so many checks want: an agent that runs out of it ends. */
final class HeapNeed {

  /**
   * Measured at 10,000 checks with metrics and history: 10 KB each, and half as much to work in.
   */
  private static final long OCTETS_PER_CHECK = 15_000;

  private static final long OCTETS = 24_000_000;
  private static final long MEGABYTE = 1_000_000;

  private HeapNeed() {}

  /**
   * What is to be done about a heap that is too small.
   *
   * @param most the heap's limit in octets
   */
  static Optional<String> advice(int checks, long most) {
    long need = OCTETS + checks * OCTETS_PER_CHECK;
    return need <= most
        ? Optional.empty()
        : Optional.of(
            "%d checks want about %d MB of heap, and there are %d: RISEFALL_JAVA_OPTS=-Xmx%dm"
                .formatted(checks, need / MEGABYTE, most / MEGABYTE, need / MEGABYTE));
  }
}
