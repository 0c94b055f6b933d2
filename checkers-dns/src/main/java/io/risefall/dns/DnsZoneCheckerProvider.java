package io.risefall.dns;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.option.Endpoint;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.option.Source;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;

/** The {@code dns-zone} checker: whether a server has a zone, and has it current. */
public final class DnsZoneCheckerProvider implements CheckerProvider {

  private static final Option<Name> ZONE =
      Option.of("zone", DnsOptions.NAME, "the zone to ask for").positional();
  private static final Option<Endpoint> MASTER =
      Option.of(
              "master",
              OptionKind.endpoint(DnsOptions.PORT),
              "a server whose serial is compared; of several, the newest serial counts")
          .required()
          .repeatable();
  private static final Option<Integer> SERIAL_THRESHOLD =
      Option.of(
              "serial-threshold",
              OptionKind.integer(0, Integer.MAX_VALUE),
              "how far the serials may be apart (RFC 1982 arithmetic)")
          .orElse("0");

  @Override
  public String type() {
    return "dns-zone";
  }

  @Override
  public String summary() {
    return "whether a name server is authoritative for a zone and has its master's serial";
  }

  @Override
  public boolean asksOnly() {
    return true;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        ZONE,
        DnsOptions.SERVER,
        MASTER,
        SERIAL_THRESHOLD,
        Source.OPTION,
        DnsOptions.TRANSPORT,
        DnsOptions.TIMEOUT,
        DnsOptions.TRIES,
        DnsOptions.NO_EDNS);
  }

  @Override
  public Checker create(Options options) {
    Query query = Query.soa(options.get(ZONE), !options.isSet(DnsOptions.NO_EDNS));
    Duration timeout = options.get(DnsOptions.TIMEOUT);
    int tries = options.get(DnsOptions.TRIES);
    Endpoint server = options.get(DnsOptions.SERVER);
    return new DnsZoneChecker(
        new Conversation(
            DnsOptions.route(options, DnsOptions.SERVER, server), query, timeout, tries),
        options.all(MASTER).stream()
            .map(
                master ->
                    new Conversation(
                        DnsOptions.route(options, MASTER, master), query, timeout, tries))
            .toList(),
        options.get(SERIAL_THRESHOLD));
  }
}
