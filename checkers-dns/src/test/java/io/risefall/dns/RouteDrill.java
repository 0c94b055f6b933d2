package io.risefall.dns;

import io.risefall.check.CheckResult;
import io.risefall.check.CheckerProvider;
import io.risefall.option.Options;
import io.risefall.testkit.BothWays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program that makes checks in a network of its own and prints what came of them. */
final class RouteDrill {

  private RouteDrill() {}

  /**
   * Runs them.
   *
   * @param args such as {@code dns;name=x.test;server=10.94.0.1}
   */
  public static void main(String[] args) throws Exception {
    for (String arg : args) {
      Map<String, List<String>> texts = new LinkedHashMap<>();
      String[] parts = arg.split(";", -1);
      for (String setting : List.of(parts).subList(1, parts.length)) {
        String[] words = setting.split("=", 2);
        texts.put(words[0], List.of(words[1]));
      }
      CheckerProvider provider =
          parts[0].equals("dns") ? new DnsCheckerProvider() : new DnsZoneCheckerProvider();
      CheckResult result = BothWays.run(provider.create(Options.parse(provider.options(), texts)));
      System.out.println(result.verdict() + " " + result.reason() + ": " + result.message());
    }
    System.exit(0);
  }
}
