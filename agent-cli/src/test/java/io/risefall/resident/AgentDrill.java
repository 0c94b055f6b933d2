package io.risefall.resident;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.check.Checkers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An agent in a process of its own, which is to be killed. Says "ready" on stdout. */
final class AgentDrill {

  private AgentDrill() {}

  public static void main(String[] args) throws Exception {
    try (ResidentAgent agent =
        ResidentAgent.start(Path.of(args[0]), Checkers.installed(), Optional.empty())) {
      System.out.writeBytes("ready\n".getBytes(UTF_8));
      System.out.flush();
      new CountDownLatch(1).await();
      System.err.println(agent);
    }
  }
}
