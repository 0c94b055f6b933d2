package io.risefall.tcp;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.net.testkit.StreamServer;
import io.risefall.option.Endpoint;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A program that tests run in network namespaces of their own, or with few descriptors: makes
 * checks and prints, one line each, what came of them.
 */
final class Drill {

  private Drill() {}

  /**
   * Runs one drill, beside a server that says hello on every address of the namespace.
   *
   * @param args its name, then checks such as {@code address=127.0.0.1:PORT;expect=hello}, where
   *     PORT stands for the server's
   */
  public static void main(String[] args) throws Exception {
    InetAddress any = Endpoint.parse("::", 0).address();
    try (StreamServer server = StreamServer.start(any, Behaviour.says("hello"))) {
      List<Checker> checkers =
          Arrays.stream(args)
              .skip(1)
              .map(text -> text.replace("PORT", Integer.toString(server.port())))
              .map(text -> Checks.make(List.of(text.split(";", -1))))
              .toList();
      switch (args[0]) {
        case "each" -> each(checkers, server);
        case "exhausted" -> exhausted(checkers, server);
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
    System.exit(0); // whatever threads the server has left
  }

  private static void each(List<Checker> checkers, StreamServer server) throws Exception {
    for (Checker checker : checkers) {
      print(Checks.check(checker));
    }
    for (var client : server.clients()) {
      System.out.println(((InetSocketAddress) client).getAddress().getHostAddress());
    }
  }

  /** Each once as it is, and once with every descriptor taken. */
  private static void exhausted(List<Checker> checkers, StreamServer server) throws Exception {
    each(checkers, server); // loads all that they need
    for (Checker checker : checkers) {
      Deque<Closeable> taken = takeAll();
      CheckResult result = Checks.check(checker);
      for (Closeable one : taken) {
        one.close();
      }
      print(result);
    }
  }

  private static Deque<Closeable> takeAll() {
    Deque<Closeable> taken = new ArrayDeque<>();
    try {
      while (true) {
        taken.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return taken;
    }
  }

  private static void print(CheckResult result) {
    System.out.println(result.verdict() + " " + result.reason() + ": " + result.message());
  }
}
