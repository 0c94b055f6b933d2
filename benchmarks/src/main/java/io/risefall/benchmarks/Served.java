package io.risefall.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many checks a server has seen: what a peer really did, not what it was told to do. Prints the
 * count for each line on stdin.
 */
final class Served {

  private final LongAdder count = new LongAdder();

  void one() {
    count.increment();
  }

  void tellWhenAsked() {
    Thread.ofPlatform().daemon().start(this::tell);
  }

  private void tell() {
    var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try {
      while (asked.readLine() != null) {
        System.out.println(count.sum());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
