package io.risefall.resident;

import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.cli.Arguments;
import io.risefall.cli.UsageException;
import io.risefall.config.AgentConfig.Bng;
import io.risefall.config.AgentConfig.Transport;
import io.risefall.config.Network;
import io.risefall.option.Endpoint;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code risefall bngagent -c SCRIPT PORT}, as BalanceNG's own agent is called: in the foreground
 * until a signal ends it.
 */
public final class BngAgentCommand {

  /** The command's name. */
  public static final String NAME = "bngagent";

  private static final Logger LOG = LoggerFactory.getLogger(BngAgentCommand.class);

  private static final Option<String> SCRIPT =
      Option.of(
              "script",
              OptionKind.of(
                  "script",
                  "SCRIPT",
                  "a path, or a name to be found on PATH",
                  BngAgentCommand::parseScript),
              "prints 1 or 0; never a shell's line; -c is short for it")
          .required();
  private static final Option<Endpoint> PORT =
      Option.of(
              "port",
              OptionKind.of(
                  "port",
                  "PORT",
                  "a port from 1 to 65535 for all addresses, or one address's such as"
                      + " 127.0.0.1:439 or [::1]:439",
                  BngAgentCommand::parsePort),
              "where BalanceNG asks: a port of all addresses, or ADDR:PORT")
          .positional();
  private static final Option<String> TRANSPORT =
      Option.of(
              "transport",
              OptionKind.choice(List.of("tcp", "udp", "both")),
              "what is served; the original serves UDP")
          .orElse("both");
  private static final Option<Duration> INTERVAL =
      Option.of("interval", OptionKind.DURATION, "from the start of one run to that of the next")
          .orElse("5s");
  private static final Option<Duration> TIMEOUT =
      Option.of(
              "timeout",
              OptionKind.DURATION,
              "time for the script; then it is killed, and the answer is 0")
          .orElse("5s");
  private static final Option<Network> ALLOW =
      Option.of("allow", Network.KIND, "who is answered; default: everybody").repeatable();

  /** The options of {@code bngagent}. */
  public static final List<Option<?>> OPTIONS =
      List.of(SCRIPT, PORT, TRANSPORT, INTERVAL, TIMEOUT, ALLOW);

  private BngAgentCommand() {}

  /**
   * Runs until the process is told to end.
   *
   * @return the exit code where it could not begin
   * @throws UsageException if the arguments are not allowed
   */
  public static int run(List<String> args, Checkers checkers, PrintStream err)
      throws UsageException {
    Options options = parse(args);
    Bng bng = bng(options);
    Foreground foreground = Foreground.begin();
    try {
      BngAgent agent = new BngAgent(checker(options, checkers), options.get(INTERVAL), bng);
      foreground.closes(agent);
      LOG.info("ready: {} for {}", options.get(SCRIPT), bng.listen());
      Foreground.awaitSignal();
    } catch (IOException e) {
      err.println("risefall bngagent: " + bng.listen() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static Options parse(List<String> args) throws UsageException {
    List<String> words =
        args.stream().map(word -> word.equals("-c") ? "--" + SCRIPT.name() : word).toList();
    try {
      return Options.parse(
          OPTIONS, Arguments.parse(NAME, OPTIONS, words).allTextsOf(NAME, OPTIONS));
    } catch (InvalidOptionException e) {
      throw new UsageException(NAME, e.mistakes());
    }
  }

  private static Bng bng(Options options) {
    Transport transport = Transport.valueOf(options.get(TRANSPORT).toUpperCase(Locale.ROOT));
    return new Bng(options.get(PORT), transport, BngAgent.SCRIPT, options.all(ALLOW));
  }

  private static Checker checker(Options options, Checkers checkers) {
    return checkers.create(
        "exec",
        Map.of(
            "command", List.of(options.get(SCRIPT)),
            "read", List.of("first-line"),
            "timeout", List.of(options.get(TIMEOUT).toMillis() + "ms")));
  }

  private static String parseScript(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Endpoint parsePort(String text) {
    boolean address = text.indexOf(':') >= 0;
    Endpoint endpoint = Endpoint.parse(address ? text : allAddresses() + ":" + text, 0);
    if (endpoint.port() == 0) {
      throw new IllegalArgumentException("no port");
    }
    return endpoint;
  }

  /** Those of IPv6 are those of IPv4 as well, where the host has IPv6 at all. */
  private static String allAddresses() {
    try (DatagramChannel ipv6 = DatagramChannel.open(StandardProtocolFamily.INET6)) {
      return ipv6.isOpen() ? "[::]" : "0.0.0.0";
    } catch (UnsupportedOperationException | IOException e) {
      return "0.0.0.0";
    }
  }
}
