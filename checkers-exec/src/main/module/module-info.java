/** The {@code exec} checker. */
module io.risefall.checkers.exec {
  requires transitive io.risefall.core;

  exports io.risefall.exec;

  provides io.risefall.check.CheckerProvider with
      io.risefall.exec.ExecCheckerProvider;
}
