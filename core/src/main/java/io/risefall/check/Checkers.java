package io.risefall.check;

import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * The installed checkers, by type. Immutable once made; safe for use by many threads.
 *
 * <pre>{@code
 * Checker checker =
 *     Checkers.installed().create("dns", "name=resolve.test.example", "server=10.1.53.2");
 * }</pre>
 */
public final class Checkers {

  /** The whole run of any check, tries included. Default: the sum of its time-outs plus 200 ms. */
  public static final Option<Duration> DEADLINE =
      Option.of(
          "deadline",
          OptionKind.DURATION,
          "time for the whole check; default: the sum of its time-outs plus 200ms");

  /** Slower passes are {@link Verdict#DEGRADED}. */
  public static final Option<Duration> WARN_ABOVE =
      Option.of("warn-above", OptionKind.DURATION, "a pass slower than this is DEGRADED");

  private static final Duration MARGIN = Duration.ofMillis(200);

  private final Map<String, CheckerProvider> providers;
  private final List<String> problems;

  private Checkers(Map<String, CheckerProvider> providers, List<String> problems) {
    this.providers = providers;
    this.problems = List.copyOf(problems);
  }

  /** What {@link ServiceLoader} finds; a provider that cannot be used is named in the problems. */
  public static Checkers installed() {
    return installed(Checkers.class.getClassLoader());
  }

  /** What {@link ServiceLoader} finds by this class loader. */
  public static Checkers installed(ClassLoader loader) {
    return load(ServiceLoader.load(CheckerProvider.class, loader));
  }

  /** These providers alone. */
  public static Checkers of(CheckerProvider... providers) {
    return load(List.of(providers));
  }

  static Checkers load(Iterable<CheckerProvider> found) {
    // Sorted: services are found in another order on the class path than on the module path.
    Map<String, CheckerProvider> usable = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Iterator<CheckerProvider> iterator = found.iterator();
    int failuresInARow = 0;
    // A service file that cannot be read fails without moving on, so failures are bounded.
    while (failuresInARow < 100) {
      try {
        if (!iterator.hasNext()) {
          break;
        }
        admit(iterator.next(), usable, problems);
        failuresInARow = 0;
      } catch (ServiceConfigurationError | LinkageError e) {
        failuresInARow++;
        problems.add("checker skipped: " + rootMessage(e));
      }
    }
    return new Checkers(usable, problems);
  }

  private static void admit(
      CheckerProvider provider, Map<String, CheckerProvider> usable, List<String> problems) {
    String problem;
    try {
      problem = problemOf(provider, usable.keySet());
      if (problem.isEmpty()) {
        usable.put(provider.type(), provider);
      }
    } catch (RuntimeException | Error e) {
      problem = e.toString();
    }
    if (!problem.isEmpty()) {
      problems.add("checker skipped: " + provider.getClass().getName() + ": " + problem);
    }
  }

  private static String problemOf(CheckerProvider provider, Set<String> taken) {
    String type = provider.type();
    if (!Reason.isKebabCase(type)) {
      return "type '" + type + "' is not in kebab-case";
    }
    if (taken.contains(type)) {
      return "type '" + type + "' is taken";
    }
    if (provider.summary().isBlank()) {
      return "no summary";
    }
    Set<String> names = new HashSet<>();
    for (Option<?> option : options(provider)) {
      if (!Reason.isKebabCase(option.name())) {
        return "option '" + option + "' is not in kebab-case";
      }
      if (!names.add(option.name())) {
        return "option '" + option + "' is declared twice";
      }
    }
    return "";
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause;
  }

  /** The providers, sorted by their types. */
  public List<CheckerProvider> providers() {
    return List.copyOf(providers.values());
  }

  /** The provider of a type. */
  public Optional<CheckerProvider> provider(String type) {
    return Optional.ofNullable(providers.get(type));
  }

  /** One line for each provider that was skipped: which, and why. */
  public List<String> problems() {
    return problems;
  }

  /** The provider's own options and the ones that every check has. */
  public static List<Option<?>> options(CheckerProvider provider) {
    List<Option<?>> options = new ArrayList<>(provider.options());
    options.add(DEADLINE);
    options.add(WARN_ABOVE);
    return options;
  }

  /**
   * Makes a checker of an installed type.
   *
   * @param settings each as {@code name=value}, the value as a user would write it
   * @throws InvalidOptionException with every mistake
   * @throws IllegalArgumentException if no such type is installed, or a setting has no {@code =}
   */
  public Checker create(String type, String... settings) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("'" + setting + "' is not name=value");
      }
      texts
          .computeIfAbsent(setting.substring(0, equals), name -> new ArrayList<>())
          .add(setting.substring(equals + 1));
    }
    return create(type, texts);
  }

  /**
   * Makes a checker of an installed type.
   *
   * @param texts what a user would write, by option name
   * @throws InvalidOptionException with every mistake
   * @throws IllegalArgumentException if no such type is installed
   */
  public Checker create(String type, Map<String, List<String>> texts) {
    CheckerProvider provider = providers.get(type);
    if (provider == null) {
      throw new IllegalArgumentException(
          "no checker '" + type + "', installed: " + String.join(", ", providers.keySet()));
    }
    Options options = Options.parse(options(provider), texts);
    Checker checker = provider.create(options);
    return new Configured(
        checker,
        options.find(DEADLINE).orElseGet(() -> checker.timeout().plus(MARGIN)),
        options.find(WARN_ABOVE));
  }

  /** A checker with the options that every check has. */
  private record Configured(Checker checker, Duration timeout, Optional<Duration> warnAbove)
      implements Checker {

    @Override
    public CheckResult check(CheckContext context) throws InterruptedException {
      CheckResult result = CheckRun.run(checker, context.atMost(timeout));
      long total = result.timings().total();
      if (result.verdict() == Verdict.PASS
          && warnAbove.isPresent()
          && total > warnAbove.get().toNanos()) {
        return new CheckResult(
            Verdict.DEGRADED,
            Reason.SLOW,
            result.message(),
            result.timings(),
            result.facts(),
            result.weight());
      }
      return result;
    }
  }
}
