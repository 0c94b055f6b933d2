package io.risefall.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From which address a ping goes. */
class SourceTest {

  /** Another host, which knows the way back to some of our addresses alone. */
  private static final String NEIGHBOUR =
      """
      ip address add 10.99.0.3/24 dev near label near:3
      ip address add 10.99.0.4/24 dev near
      ip address add 10.99.0.5/24 dev near
      unshare -n sleep 60 &
      trap "kill $!" EXIT
      until [ "$(readlink /proc/$!/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
      ip link set far netns $!
      ip neighbour delete 10.99.0.2 dev near
      ip -6 neighbour delete 2001:db8:99::2 dev near
      in_neighbour="nsenter -t $! -n ip"
      $in_neighbour link set far up
      $in_neighbour address add 10.99.0.2/32 dev far
      $in_neighbour -6 address add 2001:db8:99::2/64 dev far nodad
      """;

  private static List<String[]> run(String wayBackTo, String... pings) throws Exception {
    return Namespace.fresh()
        .after(NEIGHBOUR + "$in_neighbour route add " + wayBackTo + " dev far\n")
        .run("each", pings);
  }

  private static String from(String source) {
    return "host=10.99.0.2,source=" + source + ",timeout=500ms";
  }

  @Test
  void thePingComesFromTheSource() throws Exception {
    String answered = "PASS ok: 10.99.0.2 answered";
    String silent = "FAIL timeout: no echo reply from 10.99.0.2";
    List<String[]> labelled = run("10.99.0.3", from("10.99.0.3"), from("10.99.0.5"));
    assertEquals(answered, labelled.get(0)[0]);
    assertEquals(silent, labelled.get(1)[0]);
    List<String[]> newest = run("10.99.0.5", from("10.99.0.3"), from("10.99.0.5"));
    assertEquals(silent, newest.get(0)[0]);
    assertEquals(answered, newest.get(1)[0]);
    List<String[]> usual = run("10.99.0.1", from("10.99.0.1"), from("10.99.0.5"));
    assertEquals(answered, usual.get(0)[0]);
    assertEquals(silent, usual.get(1)[0]);
  }

  @Test
  void anAddressThatJavaCannotTakeIsOurFault() throws Exception {
    assertEquals(
        "BROKEN source-unavailable: Java can ping from 10.99.0.5 alone of the addresses of near,"
            + " not from 10.99.0.4",
        run("10.99.0.4", from("10.99.0.4")).get(0)[0]);
  }

  @Test
  void theSystemsChoiceWillDoForIpv6() throws Exception {
    List<String[]> lines =
        run(
            "10.99.0.1",
            "host=2001:db8:99::2,source=2001:db8:99::1,timeout=10s",
            "host=::1,source=::1");
    assertEquals("PASS ok: 2001:db8:99::2 answered", lines.get(0)[0]);
    assertEquals("PASS ok: ::1 answered", lines.get(1)[0]);
  }

  @Test
  void aSourceThatIsNotOnThisHostIsOurFault() throws Exception {
    List<String[]> lines =
        Namespace.fresh()
            .run(
                "each",
                "host=127.0.0.1,source=192.0.2.77",
                "host=::1,source=2001:db8::77",
                "host=::1,source=fe80::1%nosuchif0",
                "host=127.0.0.1,source=127.0.0.77");
    String absent = " is not an address of an interface of this host";
    assertEquals("BROKEN source-unavailable: 192.0.2.77" + absent, lines.get(0)[0]);
    assertEquals("BROKEN source-unavailable: 2001:db8::77" + absent, lines.get(1)[0]);
    assertEquals(
        "BROKEN source-unavailable: fe80::1%nosuchif0 is not an address of this host",
        lines.get(2)[0]);
    assertEquals("BROKEN source-unavailable: 127.0.0.77" + absent, lines.get(3)[0]);
  }

  @Test
  void aNameIsPingedAtAnAddressOfTheSourcesFamily() throws Exception {
    List<String[]> lines =
        Namespace.fresh()
            .run("each", "host=localhost,source=127.0.0.1,timeout=10s", "host=localhost");
    assertEquals("{address=127.0.0.1}", lines.get(0)[2]);
  }
}
