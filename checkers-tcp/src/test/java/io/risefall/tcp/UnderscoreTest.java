package io.risefall.tcp;

import static io.risefall.tcp.Checks.assertFails;
import static io.risefall.tcp.Checks.assertPasses;
import static io.risefall.tcp.Checks.check;
import static io.risefall.tcp.Checks.tcp;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers whose name has an underscore: Java's own TLS servers refuse to be asked for one, so this
 * one is OpenSSL's.
 */
class UnderscoreTest {

  private static final String HOST = "my_host.example.test";

  @TempDir private static Path directory;

  private static Process serving(TestCertificate leaf) throws Exception {
    Path certificate = leaf.writeTo(directory.resolve("leaf.pem"));
    Path key = leaf.writeKeyTo(directory.resolve("leaf.key"));
    try {
      return new ProcessBuilder(
              "openssl",
              "s_server",
              "-accept",
              "127.0.0.1:0",
              "-naccept",
              "1",
              "-cert",
              certificate.toString(),
              "-key",
              key.toString())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      if ("required".equals(System.getProperty("risefall.peers"))) {
        fail(e);
      }
      return abort("no openssl here");
    }
  }

  private static int port(BufferedReader words) throws IOException {
    for (String line = words.readLine(); line != null; line = words.readLine()) {
      if (line.startsWith("ACCEPT ")) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      }
    }
    throw new IOException("no port");
  }

  private static CheckResult found(String name) throws Exception {
    TestCertificate ca = TestCertificate.named("CA").authority().selfSigned();
    Path trusted = ca.writeTo(directory.resolve("ca.pem"));
    Process server = serving(TestCertificate.named("x").dns(name).issuedBy(ca));
    try (BufferedReader words = server.inputReader(StandardCharsets.UTF_8)) {
      return check(tcp(port(words), "tls=true", "ca=" + trusted, "server-name=" + HOST));
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void areKnownByTheirName() throws Exception {
    assertPasses(found(HOST));
    assertPasses(found("*.example.test"));
    assertFails("certificate-wrong-name", found("my-host.example.test"));
  }
}
