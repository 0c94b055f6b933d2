package io.risefall.testkit;

/** What a checker speaks over; decides how {@link CheckerContract} makes its servers sick. */
public enum Transport {
  /** Datagrams: an answer is one packet, and a closed port shows as an ICMP error or as silence. */
  UDP,
  /** Streams: an answer may come in any number of pieces, and may end at any of them. */
  TCP
}
