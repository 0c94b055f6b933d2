/** The {@code risefall} command. */
module io.risefall.cli {
  requires io.risefall.core;
  requires com.fasterxml.jackson.core;
  requires io.github.resilience4j.circuitbreaker;
  requires io.github.resilience4j.core;
  requires io.github.resilience4j.ratelimiter;
  requires io.github.resilience4j.retry;
  requires java.management;
  requires jdk.httpserver;
  requires jdk.unsupported; // SIGHUP
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.apache.commons.cli;
  requires org.slf4j;
  requires org.snakeyaml.engine;

  uses io.risefall.check.CheckerProvider;
}
