package io.risefall.cli;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Zone files for real servers. */
final class Zones {

  private Zones() {}

  /** What every zone has; refreshed and expired as a DNS administrator would set it. */
  static String of(long serial) {
    return of(serial, "3600 600 86400");
  }

  /**
   * What every zone has.
   *
   * @param timers refresh, retry and expire, in seconds
   */
  static String of(long serial, String timers) {
    return """
        $TTL 60
        @ SOA ns hostmaster %d %s 60
        @ NS ns
        ns A 192.0.2.53
        """
        .formatted(serial, timers);
  }

  /** Records of every kind that the tests ask for. */
  static String ofEverything() {
    return of(1)
        + """
        @ MX 10 mail
        www A 192.0.2.1
        www AAAA 2001:db8::1
        alias CNAME www
        text TXT "up and well"
        1 PTR www
        _sip._tcp SRV 1 2 5060 www
        child NS ns.child
        ns.child A 192.0.2.54
        """
        // More than 512 octets, and more than 1232; BIND takes 100 of a kind at most.
        + addresses("medium", 40)
        + addresses("big", 89);
  }

  private static String addresses(String name, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> name + " A 198.51.100." + i + "\n")
        .collect(Collectors.joining());
  }
}
