package io.risefall.resident;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.check.Timings;
import io.risefall.check.Verdict;
import io.risefall.history.Past;
import io.risefall.history.PastResult;
import io.risefall.history.Why;
import io.risefall.state.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What operators read, within 80 columns. */
final class Tables {

  private static final int WIDTH = 80;
  private static final int SHORTEST_NAME = 4; // the title's
  private static final int LONGEST_NAME = 24;
  private static final String CONTINUED = " ".repeat(12);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private Tables() {}

  /** {@code kai UP since 3h, ok: 1 answer from 10.1.53.2}. */
  static String line(CheckSnapshot check) {
    return check.name() + " " + check.status() + " for " + age(check) + ", " + why(check);
  }

  private static String why(CheckSnapshot check) {
    Why why = Why.of(check);
    return why.reason() + (why.message().isEmpty() ? "" : ": " + oneLine(why.message()));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String age(CheckSnapshot check) {
    return words(Duration.between(check.statusSince(), Instant.now()));
  }

  /** {@code 12s}, {@code 5m}, {@code 3h}, {@code 9d}. */
  static String words(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    if (seconds < 7200) {
      return seconds / 60 + "m";
    }
    return seconds < 172_800 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  static String status(List<CheckSnapshot> checks, boolean colours) {
    if (checks.isEmpty()) {
      return "no checks\n";
    }
    int longest = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    int name = Math.clamp(longest, SHORTEST_NAME, LONGEST_NAME);
    StringBuilder text = new StringBuilder();
    row(text, name, "NAME", "STATUS", "FOR", "WHY", false, Optional.empty());
    for (CheckSnapshot check : checks) {
      row(
          text,
          name,
          check.name(),
          check.status().name(),
          age(check),
          why(check),
          check.stale(),
          colours ? Optional.of(check.status()) : Optional.empty());
    }
    return text.toString();
  }

  private static void row(
      StringBuilder text,
      int width,
      String name,
      String status,
      String age,
      String why,
      boolean stale,
      Optional<Status> colour) {
    String mark = stale ? status + "*" : status;
    text.append(padded(cut(name, width), width))
        .append("  ")
        .append(coloured(padded(mark, 8), colour))
        .append("  ")
        .append(padded(age, 4))
        .append("  ")
        .append(cut(why, WIDTH - width - 18))
        .append('\n');
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }

  private static String coloured(String text, Optional<Status> status) {
    return status
        .map(
            s ->
                switch (s) {
                  case UP -> "\u001b[32m";
                  case DOWN -> "\u001b[31m";
                  case UNKNOWN -> "\u001b[35m";
                  case DRAIN, MAINT -> "\u001b[33m";
                })
        .map(colour -> colour + text + "\u001b[0m")
        .orElse(text);
  }

  /** {@code FAIL timeout: no answer (1000.3 ms)}. */
  static String result(CheckResult result, boolean colours) {
    Optional<Status> colour = colours ? Optional.of(status(result.verdict())) : Optional.empty();
    return coloured(result.verdict().name(), colour)
        + " "
        + result.reason()
        + ": "
        + oneLine(result.message())
        + took(result.timings());
  }

  private static Status status(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Status.UP;
      case DEGRADED -> Status.MAINT;
      case FAIL -> Status.DOWN;
      case BROKEN -> Status.UNKNOWN;
    };
  }

  private static String took(Timings timings) {
    return timings.total() < 0 ? "" : " (" + millis(timings.total()) + ")";
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  static String explain(
      CheckSnapshot check,
      Past past,
      Optional<Instant> wordEnds,
      List<String> dependents,
      boolean colours) {
    StringBuilder text = new StringBuilder();
    Optional<Status> colour = colours ? Optional.of(check.status()) : Optional.empty();
    text.append(check.name()).append(' ').append(coloured(check.status().name(), colour));
    text.append(" since ").append(TIME.format(check.statusSince())).append('\n');
    field(text, "why", why(check));
    field(
        text,
        "health",
        check.health()
            + (check.stale() ? ", stale" : "")
            + (check.damped() ? ", held down as it flaps" : "")
            + ", "
            + check.passes()
            + " passes and "
            + check.failures()
            + " failures in a row");
    field(
        text,
        "admin",
        check.admin()
            + (check.adminMessage().isEmpty() ? "" : ": " + oneLine(check.adminMessage()))
            + wordEnds.map(end -> ", until " + TIME.format(end)).orElse(""));
    check.weight().ifPresent(weight -> field(text, "weight", weight + "%"));
    latency(text, past);
    check
        .nextRun()
        .ifPresent(
            next ->
                field(
                    text,
                    "next run",
                    "in " + Math.max(0, Instant.now().until(next, ChronoUnit.MILLIS)) + " ms"));
    if (!dependents.isEmpty()) {
      field(text, "needed by", String.join(", ", dependents));
    }
    if (!past.results().isEmpty()) {
      text.append("results, the newest first\n");
      past.results().reversed().forEach(result -> result(text, result));
    }
    if (!past.transitions().isEmpty()) {
      text.append("transitions, the newest first\n");
      past.transitions().reversed().forEach(transition -> transition(text, transition));
    }
    return text.toString().lines().map(Tables::folded).collect(Collectors.joining());
  }

  /** A line as so many as it takes to stay within the width, at blanks where there are any. */
  static String folded(String line) {
    StringBuilder text = new StringBuilder();
    String left = line;
    while (left.length() > WIDTH) {
      int blank = left.lastIndexOf(' ', WIDTH);
      int end = blank > WIDTH / 2 ? blank : WIDTH;
      text.append(left, 0, end).append('\n');
      left = CONTINUED + left.substring(end).stripLeading();
    }
    return text.append(left).append('\n').toString();
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append("  ").append(padded(name, 10)).append(value).append('\n');
  }

  private static void latency(StringBuilder text, Past past) {
    OptionalLong median = past.median();
    if (median.isPresent()) {
      field(
          text,
          "latency",
          "p50 "
              + millis(median.getAsLong())
              + ", p99 "
              + millis(past.p99().orElse(0))
              + ", max "
              + millis(past.max().orElse(0)));
    }
  }

  private static void result(StringBuilder text, PastResult result) {
    text.append("  ")
        .append(TIME.format(result.time()))
        .append("  ")
        .append(padded(result.verdict().name(), 8))
        .append("  ")
        .append(result.reason())
        .append(result.message().isEmpty() ? "" : ": " + oneLine(result.message()))
        .append(phases(result.timings()))
        .append('\n');
  }

  private static String phases(Timings timings) {
    StringBuilder phases = new StringBuilder();
    for (Map.Entry<String, Long> phase : timings.phases().entrySet()) {
      phases
          .append(phases.isEmpty() ? " (" : ", ")
          .append(phase.getKey())
          .append(' ')
          .append(millis(phase.getValue()));
    }
    return phases.isEmpty() ? "" : phases + ")";
  }

  private static void transition(StringBuilder text, Transition transition) {
    text.append("  ")
        .append(TIME.format(transition.time()))
        .append("  ")
        .append(transition.from())
        .append(" -> ")
        .append(transition.to())
        .append("  ")
        .append(transition.reason())
        .append(": ")
        .append(oneLine(transition.message()))
        .append('\n');
  }
}
