package io.risefall.agent;

import io.risefall.state.Damping;
import io.risefall.state.Health;
import io.risefall.state.OnStale;
import io.risefall.state.RiseFall;
import io.risefall.state.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When a check runs and how its results count. Immutable.
 *
 * @param interval time from the start of one run to the start of the next; 1 ms to 24 h, default 6
 *     s
 * @param fastInterval the interval while a change is being counted; default: the interval
 * @param downInterval the interval while the target is DOWN and no change is being counted;
 *     default: the interval
 * @param jitter each run is put off by a random time up to this, and the schedule does not drift; 0
 *     to 24 h, default 0
 * @param riseFall the rules by which results count; default rise 2, fall 3
 * @param staleAfter how old the newest conclusive result may grow; default three times the longer
 *     of interval and down-interval, plus the checker's timeout
 * @param onStale what a stale target is told as; default down
 * @param dependsOn names of checks or groups without which this check says nothing: while one of
 *     them is DOWN, this one is suppressed and its state stands still; default none
 * @param weight the share of its traffic that the target is to have where a result says nothing of
 *     it, in per cent, 0 to 100; default: nothing is said
 */
public record CheckSettings(
    Duration interval,
    Duration fastInterval,
    Duration downInterval,
    Duration jitter,
    RiseFall riseFall,
    Optional<Duration> staleAfter,
    OnStale onStale,
    List<String> dependsOn,
    OptionalInt weight) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * @throws IllegalArgumentException if a duration is out of its range
   */
  public CheckSettings {
    requireWithin("interval", interval, SHORTEST);
    requireWithin("fast-interval", fastInterval, SHORTEST);
    requireWithin("down-interval", downInterval, SHORTEST);
    requireWithin("jitter", jitter, Duration.ZERO);
    staleAfter.ifPresent(value -> requireWithin("stale-after", value, SHORTEST));
    dependsOn = List.copyOf(dependsOn);
    if (weight.isPresent() && (weight.getAsInt() < 0 || weight.getAsInt() > 100)) {
      throw new IllegalArgumentException("weight " + weight.getAsInt() + ", allowed: 0 to 100");
    }
  }

  private static void requireWithin(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " " + value.toMillis() + "ms, allowed: " + least.toMillis() + "ms to 24h");
    }
  }

  /** Everything at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether checks run as often by these as by others. */
  boolean runsLike(CheckSettings other) {
    return interval.equals(other.interval)
        && fastInterval.equals(other.fastInterval)
        && downInterval.equals(other.downInterval)
        && jitter.equals(other.jitter);
  }

  Duration staleAfter(Duration timeout) {
    Duration longest = interval.compareTo(downInterval) >= 0 ? interval : downInterval;
    return staleAfter.orElseGet(() -> longest.multipliedBy(3).plus(timeout));
  }

  /** Collects settings; what is not set stays at its default. Not safe for use by many threads. */
  public static final class Builder {
    private Duration interval = Duration.ofSeconds(6);
    private Optional<Duration> fastInterval = Optional.empty();
    private Optional<Duration> downInterval = Optional.empty();
    private Duration jitter = Duration.ZERO;
    private int rise = 2;
    private int fall = 3;
    private Health initial = Health.UNKNOWN;
    private Optional<Window> window = Optional.empty();
    private Optional<Duration> downAfter = Optional.empty();
    private Optional<Damping> damping = Optional.empty();
    private Optional<Duration> staleAfter = Optional.empty();
    private OnStale onStale = OnStale.DOWN;
    private final List<String> dependsOn = new ArrayList<>();
    private OptionalInt weight = OptionalInt.empty();

    private Builder() {}

    /** Time from the start of one run to the start of the next; 1 ms to 24 h, default 6 s. */
    public Builder interval(Duration value) {
      interval = value;
      return this;
    }

    /** The interval while a change is being counted; default: the interval. */
    public Builder fastInterval(Duration value) {
      fastInterval = Optional.of(value);
      return this;
    }

    /** The interval while DOWN and no change is being counted; default: the interval. */
    public Builder downInterval(Duration value) {
      downInterval = Optional.of(value);
      return this;
    }

    /** Each run is put off by a random time up to this; default none. */
    public Builder jitter(Duration value) {
      jitter = value;
      return this;
    }

    /** Passes in a row that bring DOWN to UP; 1 to 1000, default 2. */
    public Builder rise(int value) {
      rise = value;
      return this;
    }

    /** Failures in a row that bring UP to DOWN; 1 to 1000, default 3. */
    public Builder fall(int value) {
      fall = value;
      return this;
    }

    /** Where the target starts; default UNKNOWN, from where the first result decides at once. */
    public Builder initial(Health value) {
      initial = value;
      return this;
    }

    /** At least so many of the last results must pass, instead of counts in a row. */
    public Builder window(int passes, int size) {
      window = Optional.of(new Window(passes, size));
      return this;
    }

    /** DOWN when no pass was seen for so long, whatever the counts say; default never. */
    public Builder downAfter(Duration value) {
      downAfter = Optional.of(value);
      return this;
    }

    /** Flap damping; default off. */
    public Builder damping(Damping value) {
      damping = Optional.of(value);
      return this;
    }

    /** How old the newest conclusive result may grow. */
    public Builder staleAfter(Duration value) {
      staleAfter = Optional.of(value);
      return this;
    }

    /** What a stale target is told as; default down. */
    public Builder onStale(OnStale value) {
      onStale = value;
      return this;
    }

    /** Adds checks or groups without which this check says nothing. */
    public Builder dependsOn(String... names) {
      dependsOn.addAll(List.of(names));
      return this;
    }

    /** The share of its traffic where a result says nothing of it; 0 to 100 per cent. */
    public Builder weight(int value) {
      weight = OptionalInt.of(value);
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public CheckSettings build() {
      return new CheckSettings(
          interval,
          fastInterval.orElse(interval),
          downInterval.orElse(interval),
          jitter,
          new RiseFall(rise, fall, initial, window, downAfter, damping),
          staleAfter,
          onStale,
          dependsOn,
          weight);
    }
  }
}
