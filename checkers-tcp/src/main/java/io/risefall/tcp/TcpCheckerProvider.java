package io.risefall.tcp;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.net.Target;
import io.risefall.net.Tls;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.InvalidOptionException.Mistake;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.option.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The {@code tcp} checker: one connection, TLS if wanted, and what the target must say. */
public final class TcpCheckerProvider implements CheckerProvider {

  private static final Option<Target> ADDRESS =
      Option.of(
              "address",
              Target.HOST_AND_PORT,
              "where to connect to; where nothing else is asked for, a connection that the server"
                  + " accepts and resets is a pass")
          .positional();
  private static final Option<Duration> TIMEOUT =
      Option.of("timeout", OptionKind.DURATION, "time for the whole of it").orElse("5s");
  private static final Option<Boolean> TLS =
      Option.of("tls", OptionKind.FLAG, "speak TLS once connected");
  private static final Option<Target> SERVER_NAME =
      Option.of(
          "server-name",
          Target.HOST,
          "the name to ask for (SNI) and to find in the certificate; default: the host of the"
              + " address");
  private static final Option<byte[]> SEND =
      Option.of("send", Octets.KIND, "what to say first; \\r, \\n, \\t, \\\\ and \\xHH are octets");
  private static final Option<Pattern> EXPECT =
      Option.of(
          "expect",
          OptionKind.REGEX,
          "must occur in what the server says, which need not be a whole line. A match counts at"
              + " once if more could not undo it; with $, \\z, \\b, (?!...) and the like, once the"
              + " server has ended or time is up. A line of a server that goes on: (?m)^220 .*$");
  private static final Option<byte[]> QUIT =
      Option.of("quit", Octets.KIND, "what to say last, with the same escapes");
  private static final Option<Integer> MAX_READ =
      Option.of(
              "max-read",
              OptionKind.SIZE,
              "so much of the server's words is looked at; if there is more, only a match counts that"
                  + " more could not undo")
          .orElse("64KiB");

  @Override
  public String type() {
    return "tcp";
  }

  @Override
  public String summary() {
    return "whether a server accepts connections, speaks TLS, and says what it should";
  }

  @Override
  public boolean asksOnly() {
    return true;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        ADDRESS,
        Source.OPTION,
        TIMEOUT,
        TLS,
        SERVER_NAME,
        Tls.VERIFY,
        Tls.CA,
        Tls.MIN_CERTIFICATE_DAYS,
        SEND,
        EXPECT,
        QUIT,
        MAX_READ);
  }

  @Override
  public Checker create(Options options) {
    requireNoneInVain(options);
    Target target = options.get(ADDRESS);
    Dialogue dialogue =
        new Dialogue(
            options.find(SEND), options.find(EXPECT), options.find(QUIT), options.get(MAX_READ));
    return new TcpChecker(
        target,
        Source.of(options, ADDRESS, target.numeric()),
        options.get(TIMEOUT),
        security(options, target),
        dialogue);
  }

  /** Refuses options that would be without effect. */
  private static void requireNoneInVain(Options options) {
    List<Mistake> mistakes = new ArrayList<>();
    if (!options.isSet(TLS)) {
      for (Option<?> option : List.of(SERVER_NAME, Tls.VERIFY, Tls.CA, Tls.MIN_CERTIFICATE_DAYS)) {
        addIfGiven(option, TLS, options, mistakes);
      }
    }
    if (options.find(EXPECT).isEmpty()) {
      addIfGiven(MAX_READ, EXPECT, options, mistakes);
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidOptionException(mistakes);
    }
  }

  private static void addIfGiven(
      Option<?> option, Option<?> other, Options options, List<Mistake> mistakes) {
    if (options.isGiven(option)) {
      mistakes.add(
          new Mistake(option.name(), "given without " + other.name(), other.name() + " beside it"));
    }
  }

  private static Optional<TcpChecker.Security> security(Options options, Target target) {
    if (!options.isSet(TLS)) {
      return Optional.empty();
    }
    String serverName = options.find(SERVER_NAME).orElse(target).host();
    Optional<Integer> days = options.find(Tls.MIN_CERTIFICATE_DAYS);
    return Optional.of(
        new TcpChecker.Security(
            Tls.of(options),
            serverName,
            days.isPresent() ? OptionalLong.of(days.get()) : OptionalLong.empty()));
  }
}
