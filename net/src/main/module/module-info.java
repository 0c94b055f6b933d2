/** Sockets for checkers: names, source addresses, deadlines, TLS, and a reason for each failure. */
module io.risefall.net {
  requires transitive io.risefall.core;

  exports io.risefall.net;
}
