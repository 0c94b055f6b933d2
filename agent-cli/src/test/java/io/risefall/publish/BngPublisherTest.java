package io.risefall.publish;

import static io.risefall.publish.Peers.ANY_PORT;
import static io.risefall.publish.Peers.ANY_PORT_IPV6;
import static io.risefall.publish.Peers.EVERYBODY;
import static io.risefall.publish.Peers.NOBODY_HERE;
import static io.risefall.publish.Peers.ask;
import static io.risefall.publish.Peers.askByDatagram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.config.AgentConfig.Bng;
import io.risefall.config.AgentConfig.Transport;
import io.risefall.config.Network;
import io.risefall.option.Endpoint;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BngPublisherTest {

  private final Watched watched = new Watched("kai");

  private BngPublisher opened(
      Endpoint listen, Transport transport, String check, List<Network> allow) throws IOException {
    BngPublisher publisher =
        new BngPublisher(new Bng(listen, transport, check, allow), watched.agent()::snapshot);
    publisher.open();
    return publisher;
  }

  @Test
  void bothTransportsTellOneAndNought() throws Exception {
    try (watched;
        BngPublisher bng = opened(ANY_PORT, Transport.BOTH, "kai", EVERYBODY)) {
      assertEquals(bng.tcpPort(), bng.udpPort());
      assertEquals("0\n", ask("127.0.0.1", bng.tcpPort(), ""));
      watched.up("kai");
      assertEquals("1\n", ask("127.0.0.1", bng.tcpPort(), ""));
      assertEquals("1", askByDatagram("127.0.0.1", bng.udpPort(), new byte[] {'?'}));
      watched.down("kai");
      assertEquals("0\n", ask("127.0.0.1", bng.tcpPort(), ""));
      assertEquals("0", askByDatagram("127.0.0.1", bng.udpPort(), new byte[] {'?'}));
    }
  }

  @Test
  void theAdministratorIsObeyed() throws Exception {
    try (watched;
        BngPublisher bng = opened(ANY_PORT, Transport.TCP, "kai", EVERYBODY)) {
      watched.up("kai").agent().administer("kai", AdminState.DRAIN, "memory");
      assertEquals("0\n", ask("127.0.0.1", bng.tcpPort(), ""));
      watched.agent().administer("kai", AdminState.READY, "");
      assertEquals("1\n", ask("127.0.0.1", bng.tcpPort(), ""));
    }
  }

  @Test
  void anUnknownNameIsNought() throws Exception {
    try (watched;
        BngPublisher bng = opened(ANY_PORT, Transport.TCP, "lena", EVERYBODY)) {
      assertEquals("0\n", ask("127.0.0.1", bng.tcpPort(), ""));
    }
  }

  @Test
  void whatIsAskedDoesNotMatter() throws Exception {
    try (watched;
        BngPublisher bng = opened(ANY_PORT, Transport.BOTH, "kai", EVERYBODY)) {
      watched.up("kai");
      assertEquals("1\n", ask("127.0.0.1", bng.tcpPort(), "x".repeat(10_000)));
      assertEquals("1", askByDatagram("127.0.0.1", bng.udpPort(), new byte[9000]));
    }
  }

  @Test
  void ipv6IsServed() throws Exception {
    try (watched;
        BngPublisher bng =
            opened(ANY_PORT_IPV6, Transport.BOTH, "kai", List.of(Network.parse("::1")))) {
      watched.up("kai");
      assertEquals("1\n", ask("::1", bng.tcpPort(), ""));
      assertEquals("1", askByDatagram("::1", bng.udpPort(), new byte[1]));
    }
  }

  @Test
  void allAddressesOfIpv4AreNotThoseOfIpv6() throws Exception {
    try (watched;
        BngPublisher bng = opened(Endpoint.parse("0.0.0.0", 0), Transport.TCP, "kai", EVERYBODY)) {
      assertEquals("0\n", ask("127.0.0.1", bng.tcpPort(), ""));
      assertThrows(IOException.class, () -> ask("::1", bng.tcpPort(), ""));
    }
  }

  @Test
  void allAddressesOfIpv6HaveThoseOfIpv4UnderTheirOwnNames() throws Exception {
    try (watched;
        BngPublisher bng =
            opened(
                Endpoint.parse("::", 0),
                Transport.BOTH,
                "kai",
                List.of(Network.parse("127.0.0.0/8")))) {
      assertEquals("0\n", ask("127.0.0.1", bng.tcpPort(), ""));
      assertEquals("0", askByDatagram("127.0.0.1", bng.udpPort(), new byte[1]));
    }
  }

  @Test
  void outsideOfTheAllowedNetworksNobodyIsAnswered() throws Exception {
    try (watched;
        BngPublisher bng = opened(ANY_PORT, Transport.BOTH, "kai", NOBODY_HERE);
        DatagramSocket socket = new DatagramSocket()) {
      assertEquals("", ask("127.0.0.1", bng.tcpPort(), ""));
      socket.setSoTimeout(200);
      Peers.send(socket, "127.0.0.1", bng.udpPort(), new byte[1]);
      assertThrows(SocketTimeoutException.class, () -> Peers.receive(socket));
    }
  }

  @Test
  void anEmptyDatagramGetsNoLongerAnswer() throws Exception {
    try (watched;
        BngPublisher bng = opened(ANY_PORT, Transport.UDP, "kai", EVERYBODY);
        DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(200);
      Peers.send(socket, "127.0.0.1", bng.udpPort(), new byte[0]);
      assertThrows(SocketTimeoutException.class, () -> Peers.receive(socket));
    }
  }

  @Test
  void aPortThatIsTakenLeavesNothingOpen() throws Exception {
    try (watched;
        BngPublisher first = opened(ANY_PORT, Transport.UDP, "kai", EVERYBODY)) {
      Endpoint taken = Endpoint.of(ANY_PORT.address(), first.udpPort());
      assertThrows(IOException.class, () -> opened(taken, Transport.BOTH, "kai", EVERYBODY));
      opened(taken, Transport.TCP, "kai", EVERYBODY).close();
    }
  }

  @Test
  void closingFreesThePortAtOnce() throws Exception {
    try (watched) {
      BngPublisher first = opened(ANY_PORT, Transport.BOTH, "kai", EVERYBODY);
      Endpoint same = Endpoint.of(ANY_PORT.address(), first.tcpPort());
      ask("127.0.0.1", first.tcpPort(), "");
      first.close();
      try (BngPublisher second = opened(same, Transport.BOTH, "kai", EVERYBODY)) {
        assertEquals("0\n", ask("127.0.0.1", second.tcpPort(), ""));
      }
    }
  }
}
