package io.risefall.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What one check found, and why. Immutable.
 *
 * @param verdict what it means
 * @param reason the stable code for it, {@link Reason#OK} for a plain pass
 * @param message one human sentence without a full stop, on one line: control characters, which a
 *     server's words may hold, become spaces
 * @param timings how long it took
 * @param facts a few more things that were seen, by name, in the order in which to show them
 * @param weight how much traffic the target wants, 0 to 100 (per cent), where it said so
 */
public record CheckResult(
    Verdict verdict,
    Reason reason,
    String message,
    Timings timings,
    Map<String, String> facts,
    OptionalInt weight) {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

  /**
   * @throws IllegalArgumentException if the weight is not within 0 to 100
   */
  public CheckResult {
    if (weight.isPresent() && (weight.getAsInt() < 0 || weight.getAsInt() > 100)) {
      throw new IllegalArgumentException("weight " + weight.getAsInt() + "; allowed: 0 to 100");
    }
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(timings);
    message = onOneLine(message);
    facts = facts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  private static String onOneLine(String message) {
    // A loop and no stream: every result of every check comes through here, twice.
    for (int i = 0; i < message.length(); i++) {
      if (Character.isISOControl(message.charAt(i))) {
        return CONTROL.matcher(message).replaceAll(" ");
      }
    }
    return message;
  }

  /** The target does what it should. */
  public static CheckResult pass(String message) {
    return of(Verdict.PASS, Reason.OK, message);
  }

  /** The target works, but less well than it should. */
  public static CheckResult degraded(Reason reason, String message) {
    return of(Verdict.DEGRADED, reason, message);
  }

  /** The target is at fault. */
  public static CheckResult fail(Reason reason, String message) {
    return of(Verdict.FAIL, reason, message);
  }

  /** This side is at fault. */
  public static CheckResult broken(Reason reason, String message) {
    return of(Verdict.BROKEN, reason, message);
  }

  private static CheckResult of(Verdict verdict, Reason reason, String message) {
    return new CheckResult(
        verdict, reason, message, Timings.UNMEASURED, Map.of(), OptionalInt.empty());
  }

  /** This result with these timings. */
  public CheckResult withTimings(Timings newTimings) {
    return new CheckResult(verdict, reason, message, newTimings, facts, weight);
  }

  /** This result with these facts instead of its own. */
  public CheckResult withFacts(Map<String, String> newFacts) {
    return new CheckResult(verdict, reason, message, timings, newFacts, weight);
  }

  /** This result with a weight of 0 to 100. */
  public CheckResult withWeight(int newWeight) {
    return new CheckResult(verdict, reason, message, timings, facts, OptionalInt.of(newWeight));
  }
}
