package io.risefall.resident;

import io.risefall.check.Checkers;
import io.risefall.cli.Arguments;
import io.risefall.cli.UsageException;
import io.risefall.config.ConfigException;
import io.risefall.config.ConfigReader;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code risefall agent}: in the foreground until a signal ends it; and {@code validate}. */
public final class AgentCommand {

  private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);

  private static final Option<Path> CONFIG =
      Option.of(
              "config",
              OptionKind.of("path", "FILE", "the path of a file", Path::of),
              "the file that says what to watch and whom to tell")
          .required();
  private static final Option<Path> CONTROL =
      Option.of(
          "control",
          OptionKind.of("path", "DIR", "the path of a directory", Path::of),
          "the directory of the control socket, whatever the file says");

  /** The options of {@code agent}. */
  public static final List<Option<?>> OPTIONS = List.of(CONFIG, CONTROL);

  private AgentCommand() {}

  /**
   * Runs the agent until the process is told to end.
   *
   * @return the exit code where it could not begin
   * @throws UsageException if the arguments are not allowed
   */
  public static int run(List<String> args, Checkers checkers, PrintStream err)
      throws UsageException {
    Arguments arguments = Arguments.parse("agent", OPTIONS, args);
    if (!arguments.positional().isEmpty()) {
      throw UsageException.tooMany("agent", arguments.positional().getFirst(), 0);
    }
    Options options;
    try {
      options = Options.parse(OPTIONS, arguments.textsOf(OPTIONS));
    } catch (InvalidOptionException e) {
      throw new UsageException("agent", e.mistakes());
    }
    keepNoNames();
    Foreground foreground = Foreground.begin();
    CompletableFuture<ResidentAgent> running = new CompletableFuture<>();
    // From the beginning: without a handler this signal would end an agent that has not begun yet.
    HangUp.handle(() -> reload(running.join()));
    try {
      Path file = options.get(CONFIG);
      ResidentAgent agent = ResidentAgent.start(file, checkers, options.find(CONTROL));
      Readiness systemd = Readiness.ofSystemd();
      foreground.closes(systemd.toldBeforeTheEndOf(agent));
      running.complete(agent);
      LOG.info("ready: {}", agent);
      systemd.ready(agent);
      Foreground.awaitSignal();
    } catch (ConfigException e) {
      e.mistakes().forEach(err::println);
    } catch (NoSuchFileException e) {
      err.println("risefall agent: no file " + e.getMessage());
    } catch (IOException e) {
      err.println("risefall agent: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  /** Checks keep names for a time of their own (10 s); what Java kept beside would add to that. */
  private static void keepNoNames() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private static void reload(ResidentAgent agent) {
    try {
      agent.reload();
    } catch (ConfigException | IOException e) {
      LOG.debug("told by the agent itself", e);
    } catch (RuntimeException | Error e) {
      LOG.error("reload failed, going on", e);
    }
  }

  /**
   * {@code risefall validate FILE}: whether the agent would take the file.
   *
   * @return 0 if it would, else 1, with every mistake printed
   * @throws UsageException if the arguments are not allowed
   */
  public static int validate(List<String> args, Checkers checkers, PrintStream out, PrintStream err)
      throws UsageException {
    if (args.size() != 1 || args.getFirst().startsWith("-")) {
      throw new UsageException("validate", "allowed: one file");
    }
    Path file = Path.of(args.getFirst());
    try {
      ConfigReader.read(file, checkers);
      out.println(file + ": fine");
      return 0;
    } catch (ConfigException e) {
      e.mistakes().forEach(out::println);
    } catch (NoSuchFileException e) {
      err.println("risefall validate: no file " + file);
    } catch (IOException e) {
      err.println("risefall validate: " + file + " cannot be read: " + e.getMessage());
    }
    return 1;
  }
}
