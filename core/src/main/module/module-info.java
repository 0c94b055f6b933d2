/** Vocabulary, checker SPI, rise/fall state machine and the agent that runs checks on schedule. */
module io.risefall.core {
  requires transitive org.jspecify;
  requires org.slf4j;
  requires io.github.resilience4j.bulkhead;
  requires io.github.resilience4j.core;

  exports io.risefall.agent;
  exports io.risefall.check;
  exports io.risefall.option;
  exports io.risefall.state;
  exports io.risefall.time;

  uses io.risefall.check.CheckerProvider;
}
