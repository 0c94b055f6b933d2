package io.risefall.net;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.net.Attempts.Attempt;
import io.risefall.option.Endpoint;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A program that tries what needs a descriptor, with one and without, and prints what came of it.
 */
final class DescriptorDrill {

  private DescriptorDrill() {}

  /**
   * Runs them.
   *
   * @param args a file
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    Endpoint here = Endpoint.parse("127.0.0.1", 0);
    List<Attempt> attempts =
        List.of(
            context -> {
              new KeptFile<>(List.of(file), contents -> "read").get();
            },
            context -> Lookup.system().of("unknown-" + System.nanoTime() + ".test", context),
            context -> {
              Optional<CheckResult> fault = RoutingTable.fault(Optional.empty(), here, "it");
              if (fault.isPresent()) {
                throw new CheckFailedException(fault.get());
              }
            });
    for (Attempt attempt : attempts) {
      make(attempt);
    }
    var unused = NetworkFailure.of(new IOException("Too many open files"), "it"); // is loaded then
    Deque<Closeable> taken = takeAll();
    for (Attempt attempt : attempts) {
      make(attempt);
    }
    for (Closeable one : taken) {
      one.close();
    }
    Files.deleteIfExists(file);
    System.exit(0);
  }

  private static void make(Attempt attempt) throws Exception {
    try {
      attempt.make(Attempts.within(Attempts.AMPLE));
      System.out.println("well");
    } catch (CheckFailedException e) {
      System.out.println(e.result().verdict() + " " + e.result().reason());
      System.out.println(e.result().message());
    }
  }

  private static Deque<Closeable> takeAll() {
    Deque<Closeable> taken = new ArrayDeque<>();
    try {
      while (true) {
        taken.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return taken;
    }
  }
}
