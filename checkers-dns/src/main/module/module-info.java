/** The {@code dns} and {@code dns-zone} checkers. */
module io.risefall.checkers.dns {
  requires transitive io.risefall.core;
  requires io.risefall.net;
  requires org.dnsjava;

  exports io.risefall.dns;

  provides io.risefall.check.CheckerProvider with
      io.risefall.dns.DnsCheckerProvider,
      io.risefall.dns.DnsZoneCheckerProvider;
}
