package io.risefall.icmp;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.net.Target;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.option.Source;
import java.time.Duration;
import java.util.List;

/**
 * The {@code ping} checker: ICMP echo (RFC 792, RFC 4443) as the JDK does it. It needs Linux and
 * the capability CAP_NET_RAW; without it every result is {@code BROKEN}, {@code not-permitted}.
 */
public final class PingCheckerProvider implements CheckerProvider {

  private static final Option<Target> HOST =
      Option.of("host", Target.HOST, "the host to ping").positional();
  private static final Option<Duration> TIMEOUT =
      Option.of(
              "timeout",
              OptionKind.DURATION,
              "time for the reply, the lookup of a name included; an echo request is sent at once,"
                  + " and again after each whole second")
          .orElse("1s");

  @Override
  public String type() {
    return "ping";
  }

  @Override
  public String summary() {
    return "whether a host answers ICMP echo requests (needs CAP_NET_RAW)";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(HOST, Source.OPTION, TIMEOUT);
  }

  @Override
  public Checker create(Options options) {
    Target target = options.get(HOST);
    return new PingChecker(
        target, Source.of(options, HOST, target.numeric()), options.get(TIMEOUT), Echo.system());
  }
}
