/** The {@code http} checker. */
module io.risefall.checkers.http {
  requires transitive io.risefall.core;
  requires io.risefall.net;
  requires org.apache.httpcomponents.core5.httpcore5;

  exports io.risefall.http;

  provides io.risefall.check.CheckerProvider with
      io.risefall.http.HttpCheckerProvider;
}
