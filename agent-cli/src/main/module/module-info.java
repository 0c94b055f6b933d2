/** The {@code risefall} command. */
module io.risefall.cli {
  requires io.risefall.core;
  requires com.fasterxml.jackson.core;
  requires org.apache.commons.cli;

  uses io.risefall.check.CheckerProvider;
}
