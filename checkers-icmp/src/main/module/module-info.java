/** The {@code ping} checker. */
module io.risefall.checkers.icmp {
  requires transitive io.risefall.core;
  requires io.risefall.net;

  exports io.risefall.icmp;

  provides io.risefall.check.CheckerProvider with
      io.risefall.icmp.PingCheckerProvider;
}
