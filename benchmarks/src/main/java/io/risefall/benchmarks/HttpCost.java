package io.risefall.benchmarks;

import io.risefall.check.Checker;
import io.risefall.check.Checkers;

/**
 * What one HTTP check, a GET of 1 KiB, costs the agent's process, as {@link TcpCost} measures it;
 * the same arguments and figures.
 */
public final class HttpCost {

  private HttpCost() {}

  public static void main(String[] args) throws InterruptedException {
    Checkers checkers = Checkers.installed();
    int port = Integer.parseInt(args[0]);
    TcpCost.measure(i -> checker(checkers, i, port), args);
  }

  static Checker checker(Checkers checkers, int number, int port) {
    return checkers.create(
        "http", "url=http://" + WebServer.address(number, port) + "/", "timeout=2s");
  }
}
