package io.risefall.dns;

import io.risefall.option.Endpoint;
import io.risefall.option.Idna;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.option.Source;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** The options that both DNS checkers have, and the kinds of value that only DNS knows. */
final class DnsOptions {

  static final int PORT = 53;

  static final OptionKind<Name> NAME =
      OptionKind.of(
          "domain name", "NAME", "a domain name such as www.example.org", DnsOptions::name);

  static final OptionKind<Integer> TYPE =
      OptionKind.of(
          "record type",
          "TYPE",
          "a record type such as A, AAAA, SOA, TXT, TYPE65 or ANY",
          DnsOptions::type);

  static final Option<Endpoint> SERVER =
      Option.of(
              "server",
              OptionKind.endpoint(PORT),
              "the name server to ask; port 53 if none is given")
          .required();

  static final Option<String> TRANSPORT =
      Option.of(
          "transport",
          OptionKind.choice(List.of("udp", "tcp")),
          "how to ask; default: UDP, and TCP after a truncated reply; with udp given, no TCP");

  static final Option<Duration> TIMEOUT =
      Option.of("timeout", OptionKind.DURATION, "time for each try, a change to TCP included")
          .orElse("1s");

  static final Option<Integer> TRIES =
      Option.of("tries", OptionKind.integer(1, 100), "attempts in all, as dig counts").orElse("1");

  static final Option<Boolean> NO_EDNS =
      Option.of("no-edns", OptionKind.FLAG, "ask without EDNS (RFC 6891)");

  private DnsOptions() {}

  private static Name name(String text) {
    try {
      boolean ascii = text.chars().allMatch(c -> c < 128);
      return Name.fromString(ascii ? text : Idna.toAscii(text), Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static int type(String text) {
    int type = Type.value(text.toUpperCase(Locale.ROOT), false);
    if (type < 0) {
      throw new IllegalArgumentException("unknown");
    }
    return type;
  }

  /**
   * How to reach a server, from the options.
   *
   * @throws InvalidOptionException if the source is of the other address family
   */
  static Route route(Options options, Option<Endpoint> option, Endpoint server) {
    Optional<Endpoint> source = Source.of(options, option, Optional.of(server));
    Route.Transport transport =
        options
            .find(TRANSPORT)
            .map(word -> word.equals("tcp") ? Route.Transport.TCP : Route.Transport.UDP)
            .orElse(Route.Transport.UDP_THEN_TCP);
    return new Route(server, source, transport);
  }
}
