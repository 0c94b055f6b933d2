package io.risefall.examples.embedded;

import io.risefall.agent.HealthAgent;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import java.time.Duration;

/** Watches a resolver and prints each change of its health, until the process is ended. */
public final class WatchResolver {

  private WatchResolver() {}

  /**
   * Watches.
   *
   * @param args the name to ask for and the server to ask, such as {@code resolve.test.example
   *     10.1.53.2}
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2) {
      System.err.println("arguments: NAME SERVER, such as resolve.test.example 10.1.53.2");
      System.exit(1);
    }
    Checker checker = Checkers.installed().create("dns", "name=" + args[0], "server=" + args[1]);
    HealthAgent agent =
        HealthAgent.builder()
            .check("resolver", checker, c -> c.interval(Duration.ofSeconds(1)).rise(2).fall(3))
            .onTransition(System.out::println)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(agent::close));
    Thread.currentThread().join(); // the agent's own threads keep no process alive
  }
}
