package io.risefall.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.testkit.ManualTime;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckersTest {

  private static final Option<String> GREETING =
      Option.of("greeting", OptionKind.TEXT, "what to say").orElse("hello");

  /** A good provider; the bad ones differ in one thing each. */
  public static class Good implements CheckerProvider {
    @Override
    public String type() {
      return "good";
    }

    @Override
    public String summary() {
      return "always well";
    }

    @Override
    public List<Option<?>> options() {
      return List.of(GREETING);
    }

    @Override
    public Checker create(Options options) {
      return context -> CheckResult.pass(options.get(GREETING));
    }
  }

  /** Has the type of the good one. */
  public static final class Same extends Good {}

  /** Cannot be made. */
  public static final class NotMade extends Good {
    /** Fails. */
    public NotMade() {
      throw new IllegalStateException("no licence");
    }
  }

  /** Has a type that is no name. */
  public static final class Shouting extends Good {
    @Override
    public String type() {
      return "LOUD";
    }
  }

  /** Cannot say its type. */
  public static final class Nameless extends Good {
    @Override
    public String type() {
      throw new IllegalStateException("no name");
    }
  }

  /** Fails with an error. */
  public static final class Asserting extends Good {
    @Override
    public String type() {
      throw new AssertionError("never called");
    }
  }

  /** Cannot say its options. */
  public static final class Optionless extends Good {
    @Override
    public String type() {
      return "optionless";
    }

    @Override
    public List<Option<?>> options() {
      throw new NoClassDefFoundError("com/example/Gone");
    }
  }

  /** Cannot say what it tells, which every help text does. */
  public static final class Taciturn extends Good {
    @Override
    public String type() {
      return "taciturn";
    }

    @Override
    public String summary() {
      throw new IllegalStateException("no words");
    }
  }

  /** Declares an option that every check has. */
  public static final class Greedy extends Good {
    @Override
    public String type() {
      return "greedy";
    }

    @Override
    public List<Option<?>> options() {
      return List.of(GREETING, Option.of("deadline", OptionKind.TEXT, "mine"));
    }
  }

  private static Checkers load(Path folder, String services) throws IOException {
    Path file = folder.resolve("META-INF/services/" + CheckerProvider.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, services, UTF_8);
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, CheckersTest.class.getClassLoader())) {
      return Checkers.load(ServiceLoader.load(CheckerProvider.class, loader));
    }
  }

  private static List<String> types(Checkers checkers) {
    return checkers.providers().stream().map(CheckerProvider::type).toList();
  }

  @Test
  void aBrokenProviderIsNamedAndSkippedAndTheOthersWork(@TempDir Path folder) throws IOException {
    Checkers checkers =
        load(
            folder,
            "com.example.NoSuchProvider\n"
                + CheckersTest.class.getName()
                + "\n"
                + NotMade.class.getName()
                + "\n"
                + Good.class.getName()
                + "\n");
    assertEquals(List.of("good"), types(checkers));
    String spi = "checker skipped: io.risefall.check.CheckerProvider: ";
    assertEquals(
        List.of(
            spi + "Provider com.example.NoSuchProvider not found",
            spi + CheckersTest.class.getName() + " not a subtype",
            spi
                + "Provider "
                + NotMade.class.getName()
                + " could not be instantiated: java.lang.IllegalStateException: no licence"),
        checkers.problems());
  }

  @Test
  void aServiceFileThatIsNoneIsNamed(@TempDir Path folder) throws IOException {
    Checkers checkers = load(folder, "not a class name\n" + Good.class.getName() + "\n");
    assertEquals(1, checkers.problems().size());
    assertTrue(checkers.problems().getFirst().contains("META-INF/services/"));
  }

  @Test
  void providersThatMisbehaveAreNamedAndSkipped() {
    Checkers checkers =
        Checkers.of(
            new Nameless(),
            new Asserting(),
            new Optionless(),
            new Taciturn(),
            new Shouting(),
            new Greedy(),
            new Good(),
            new Same());
    assertEquals(List.of("good"), types(checkers));
    String name = "checker skipped: " + CheckersTest.class.getName() + "$";
    assertEquals(
        List.of(
            name + "Nameless: java.lang.IllegalStateException: no name",
            name + "Asserting: java.lang.AssertionError: never called",
            name + "Optionless: java.lang.NoClassDefFoundError: com/example/Gone",
            name + "Taciturn: java.lang.IllegalStateException: no words",
            name + "Shouting: type 'LOUD' is not in kebab-case",
            name + "Greedy: option 'deadline' is declared twice",
            name + "Same: type 'good' is taken"),
        checkers.problems());
  }

  @Test
  void aCheckerIsMadeFromWhatAUserWouldWrite() throws InterruptedException {
    Checkers checkers = Checkers.of(new Good());
    CheckContext context = CheckContext.within(Duration.ofSeconds(1), new ManualTime());
    assertEquals("hello", checkers.create("good").check(context).message());
    assertEquals("a=b", checkers.create("good", "greeting=a=b").check(context).message());
  }

  private static void refused(String message, Supplier<Checker> making) {
    var e = assertThrows(IllegalArgumentException.class, making::get);
    assertEquals(message, e.getMessage());
  }

  @Test
  void whatIsNotAllowedIsRefused() {
    Checkers checkers = Checkers.of(new Good());
    refused("no checker 'bad', installed: good", () -> checkers.create("bad"));
    refused("'greeting' is not name=value", () -> checkers.create("good", "greeting"));
    refused(
        "volume: no such option, allowed: greeting, deadline, warn-above",
        () -> checkers.create("good", "volume=11"));
    var e =
        assertThrows(
            InvalidOptionException.class,
            () -> checkers.create("good", "greeting=a", "greeting=b", "deadline=soon"));
    assertEquals(2, e.mistakes().size());
  }

  @Test
  void theDeadlineIsTheSumOfTheTimeoutsAndSomeUnlessItIsGiven() {
    Checkers checkers = Checkers.of(new Good());
    assertEquals(Duration.ofMillis(5_200), checkers.create("good").timeout());
    assertEquals(Duration.ofMillis(750), checkers.create("good", "deadline=750ms").timeout());
  }

  @Test
  void aSlowPassIsDegradedAndSaysWhatItWouldHaveSaid() throws InterruptedException {
    ManualTime time = new ManualTime();
    CheckerProvider slow =
        new Good() {
          @Override
          public Checker create(Options options) {
            return context -> {
              time.advance(Duration.ofMillis(100));
              assertTrue(context.remainingNanos() <= 400_000_000L);
              return CheckResult.pass("well").withWeight(7);
            };
          }
        };
    Checkers checkers = Checkers.of(slow);
    CheckContext context = CheckContext.within(Duration.ofSeconds(60), time);
    CheckResult result =
        checkers.create("good", "warn-above=99ms", "deadline=500ms").check(context);
    assertEquals(Verdict.DEGRADED, result.verdict());
    assertEquals(Reason.SLOW, result.reason());
    assertEquals(7, result.weight().orElseThrow());
    assertEquals("well", result.message());
    assertEquals(
        Verdict.PASS,
        checkers.create("good", "warn-above=100ms", "deadline=500ms").check(context).verdict());
  }

  @Test
  void coreItselfBringsNoChecker() {
    assertEquals(List.of(), types(Checkers.installed()));
    assertTrue(Checkers.installed().provider("good").isEmpty());
  }
}
