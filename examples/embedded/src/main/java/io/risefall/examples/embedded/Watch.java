package io.risefall.examples.embedded;

import io.risefall.agent.HealthAgent;
import io.risefall.agent.HealthListener;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.check.Reason;
import io.risefall.examples.embedded.ToyNameServer.Mood;
import io.risefall.state.Status;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches a server while it falls ill and recovers. */
final class Watch implements HealthListener {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PrintStream out;
  private final long start = System.nanoTime();
  private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();

  Watch(PrintStream out) {
    this.out = out;
  }

  /**
   * Watches {@code server}, makes it ill, and heals it.
   *
   * @throws SurpriseException if a transition is missing or another one than expected
   */
  void show(ToyNameServer server) throws SurpriseException, InterruptedException {
    Checker checker =
        Checkers.installed().create("dns", "name=" + QuickStart.NAME, "server=" + server.address());
    try (HealthAgent agent =
        HealthAgent.builder()
            .check("resolver", checker, c -> c.interval(Duration.ofMillis(200)).rise(2).fall(3))
            .listener(this)
            .start()) {
      expect(Status.UNKNOWN, Status.UP, "ok");
      change(server, Mood.SERVFAIL, "now the server answers SERVFAIL");
      expect(Status.UP, Status.DOWN, "dns-rcode");
      change(server, Mood.HEALTHY, "now the server is well again");
      expect(Status.DOWN, Status.UP, "ok");
      if (!agent.snapshot("resolver").orElseThrow().status().isUp()) {
        throw new SurpriseException("the agent's snapshot says otherwise");
      }
    }
  }

  @Override
  public void onResult(String name, CheckResult result, Duration lag) {
    say(result.verdict().toString());
  }

  @Override
  public void onTransition(Transition transition) {
    String change = transition.from() + " -> " + transition.to();
    String why = transition.reason().equals(Reason.OK) ? "" : transition.reason() + ": ";
    say("  " + change + "  " + why + transition.message());
    transitions.add(transition);
  }

  private void change(ToyNameServer server, Mood mood, String words) {
    say(words);
    server.become(mood);
  }

  private void say(String words) {
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(Locale.ROOT, "  %4.1f s  %s%n", seconds, words);
  }

  private void expect(Status from, Status to, String reason)
      throws SurpriseException, InterruptedException {
    String expected = from + " -> " + to + ", " + reason;
    Transition seen = transitions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (seen == null) {
      throw new SurpriseException("nothing within " + PATIENCE.toSeconds() + " s, not " + expected);
    }
    if (seen.from() != from || seen.to() != to || !seen.reason().code().equals(reason)) {
      throw new SurpriseException("this is not " + expected);
    }
  }
}
