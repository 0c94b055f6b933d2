package io.risefall.net;

import static io.risefall.net.Attempts.tls;
import static io.risefall.net.Attempts.to;

import io.risefall.net.Attempts.Use;
import io.risefall.net.testkit.Blackhole;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What failed attempts leave behind. */
@Isolated("what this process holds is counted")
class LeaksTest {

  private static final String NAME = "www.example.test";

  /** More than the kernels of both sides keep. */
  private static final byte[] MUCH = new byte[16 << 20];

  private static final Use NOTHING = connection -> {};
  private static final Use READ = connection -> connection.socket().getInputStream().read();
  private static final Use WRITE_MUCH =
      connection -> connection.socket().getOutputStream().write(MUCH);

  @Test
  void nothingIsLeftAfterTwoHundredConnections() throws Exception {
    Held.requireNothingLeft(LeaksTest::failToConnect, 50);
  }

  private static void failToConnect(int times) throws Exception {
    try (Blackhole blackhole = new Blackhole();
        StreamServer silent = StreamServer.start(ConnectionTest::sit)) {
      Held.run(
          context -> {
            Held.quietly(to(blackhole.port(), NOTHING), context);
            Held.quietly(to(silent.port(), READ), context);
            Held.quietly(to(silent.port(), WRITE_MUCH), context);
            Held.quietly(to(1, NOTHING), context);
          },
          times);
    }
  }

  @Test
  void nothingIsLeftAfterTwoHundredHandshakes() throws Exception {
    TestCertificate certificate =
        TestCertificate.named("www").dns(NAME).key("RSA", 2048).selfSigned();
    Held.requireNothingLeft(times -> failToSecure(certificate, times), 50);
  }

  private static void failToSecure(TestCertificate certificate, int times) throws Exception {
    Tls any = tls("verify=false");
    try (TlsServer sitting = TlsServer.start(certificate, ConnectionTest::sit);
        StreamServer silent = StreamServer.start(ConnectionTest::sit);
        StreamServer ending = StreamServer.start(client -> {})) {
      Held.run(
          context -> {
            Held.quietly(tls(NAME, sitting.port(), any, READ), context);
            Held.quietly(tls(NAME, silent.port(), any, NOTHING), context);
            Held.quietly(tls(NAME, ending.port(), any, NOTHING), context);
            Held.quietly(tls(NAME, sitting.port(), tls(), NOTHING), context);
          },
          times);
    }
  }
}
