/** The {@code tcp} checker. */
module io.risefall.checkers.tcp {
  requires transitive io.risefall.core;
  requires io.risefall.net;

  exports io.risefall.tcp;

  provides io.risefall.check.CheckerProvider with
      io.risefall.tcp.TcpCheckerProvider;
}
