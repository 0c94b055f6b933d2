package io.risefall.resident;

import io.risefall.agent.HealthAgent;
import io.risefall.state.AdminState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The administrator's words that end by themselves. Safe for use by many threads. */
final class AdminWords implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminWords.class);

  private final HealthAgent agent;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<String, Instant> ends = new HashMap<>();

  AdminWords(HealthAgent agent) {
    this.agent = agent;
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("risefall-admin").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Gives the word.
   *
   * @param until when it ends and the check is READY again; absent: never
   * @throws IllegalArgumentException if there is no check or group of that name
   */
  synchronized void say(String name, AdminState word, String reason, Optional<Instant> until) {
    agent.administer(name, word, reason);
    ends.remove(name);
    until.ifPresent(end -> endAt(name, end));
  }

  /** Has the word that was given before end at {@code end}, which may be past. */
  synchronized void endAt(String name, Instant end) {
    ends.put(name, end);
    long left = Math.max(0, Duration.between(Instant.now(), end).toMillis());
    var unused = timer.schedule(() -> end(name, end), left, TimeUnit.MILLISECONDS);
  }

  private synchronized void end(String name, Instant end) {
    // A word given since then has another end, or none.
    if (ends.remove(name, end)) {
      try {
        agent.administer(name, AdminState.READY, "the time that was given is over");
      } catch (IllegalArgumentException e) {
        LOG.debug("{} is not watched any more", name);
      } catch (RuntimeException | Error e) { // a timer says nothing of what its task throws
        LOG.error("the administrator's word about {} could not end", name, e);
      }
    }
  }

  /** When the word about {@code name} ends, if it does. */
  synchronized Optional<Instant> end(String name) {
    return Optional.ofNullable(ends.get(name));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
