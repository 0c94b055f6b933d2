package io.risefall.cli;

import static io.risefall.cli.CommandRun.risefall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.peers.NginxServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.net.testkit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The verdicts of {@code risefall http} on what a real nginx answers. */
@RequiresPeer(Peer.NGINX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpNginxIT {

  private static final String SERVERS =
      """
      server {
        listen 127.0.0.1:HTTP default_server;
        return 404;
      }
      server {
        listen 127.0.0.1:HTTP;
        server_name www.example.test 127.0.0.1;
        root DIR/html;
        location = / { add_header X-State good; return 200 "all is well\n"; }
        location = /busy { return 503; }
        location = /old { return 301 /older; }
        location = /older { return 308 /; }
        location = /loop { return 302 /loop; }
        location = /tosecure { return 301 https://127.0.0.1:HTTPS/; }
        location = /form { if ($request_method != POST) { return 405; } return 200 "$content_length\n"; }
        location /private/ { auth_basic probe; auth_basic_user_file DIR/users; }
        location = /chunks.txt { ssi on; ssi_types text/plain; }
        location = /slow.txt { alias DIR/html/big.txt; limit_rate 1000; }
      }
      server {
        listen 127.0.0.1:HTTPS ssl;
        ssl_protocols TLSv1.2 TLSv1.3;
        server_name www.example.test;
        ssl_certificate DIR/server.pem;
        ssl_certificate_key DIR/server.key;
        return 200 "secure\n";
      }
      server {
        listen 127.0.0.1:CLIENTS ssl;
        ssl_certificate DIR/server.pem;
        ssl_certificate_key DIR/server.key;
        ssl_client_certificate DIR/ca.pem;
        ssl_verify_client on;
        return 200 "hello $ssl_client_s_dn\n";
      }
      """;

  private Path directory;
  private NginxServer nginx;
  private String http;
  private String https;
  private String trusted;
  private String bigDigest;

  @BeforeAll
  void start(@TempDir Path own) throws Exception {
    directory = own;
    TestCertificate ca = TestCertificate.named("Test CA").authority().selfSigned();
    TestCertificate server =
        TestCertificate.named("www").dns("www.example.test").ip("127.0.0.1").issuedBy(ca);
    TestCertificate client = TestCertificate.named("probe").issuedBy(ca);
    trusted = " --ca " + ca.writeTo(directory.resolve("ca.pem"));
    server.writeTo(directory.resolve("server.pem"));
    server.writeKeyTo(directory.resolve("server.key"));
    client.writeTo(directory.resolve("client.pem"));
    client.writeKeyTo(directory.resolve("client.key"));
    Files.writeString(directory.resolve("users"), "probe:{PLAIN}s3cret\n");
    Path html = directory.resolve("html");
    Files.createDirectories(html.resolve("private"));
    Files.writeString(html.resolve("private/page.txt"), "hush\n");
    String big = "0123456789abcde\n".repeat(200_000);
    Files.writeString(html.resolve("big.txt"), big + "the end\n");
    Files.writeString(html.resolve("chunks.txt"), big + "the end\n");
    bigDigest =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(html.resolve("big.txt"))));
    nginx = NginxServer.start(directory, SERVERS);
    http = "http http://127.0.0.1:" + nginx.http();
    https = "http https://127.0.0.1:" + nginx.https();
  }

  @AfterAll
  void stop() {
    nginx.close();
  }

  @Test
  void aHealthyServerPasses() {
    risefall(http + "/ --expect-body ^all.is --expect-header X-State:good --verbose")
        .passes()
        .says("PASS http 200 OK, 12 bytes from 127.0.0.1:" + nginx.http() + " in ")
        .says("\n  protocol: HTTP/1.1\n");
    risefall(http + "/ --method HEAD").passes().says("0 bytes");
  }

  @Test
  void badStatusesFailUnlessTheyAreExpected() {
    risefall(http + "/busy").fails("http-status").says("503 Service Temporarily Unavailable");
    risefall(http + "/busy --expect-status 500-599").passes();
    risefall(http + "/nothing").fails("http-status").says("404 Not Found");
  }

  @Test
  void aVirtualHostIsAskedForAtAnAddress() {
    String connect = " --connect 127.0.0.1:" + nginx.http();
    risefall("http http://www.example.test/" + connect).passes();
    risefall("http http://other.example.test/" + connect).fails("http-status").says("404");
    risefall("http http://www.example.test/ --source 127.0.0.7" + connect).passes();
  }

  @Test
  void redirectsAreFollowedAsFarAsIsAllowed() {
    risefall(http + "/old").passes().says("301 Moved Permanently");
    risefall(http + "/old --follow-redirects 2").passes().says("200 OK, 12 bytes");
    risefall(http + "/old --follow-redirects 1").fails("http-redirects");
    risefall(http + "/loop --follow-redirects 20").fails("http-redirects");
    risefall(http + "/tosecure --follow-redirects 1 --expect-body secure" + trusted).passes();
    risefall(http + "/tosecure --follow-redirects 1").fails("certificate-untrusted");
  }

  @Test
  void aFormIsPosted() {
    risefall(http + "/form --body a=b&c=d --expect-body ^7$").passes().says("200 OK");
    risefall(http + "/form").fails("http-status").says("405");
  }

  @Test
  void basicAuthenticationOpensWhatIsPrivate() {
    String at = "127.0.0.1:" + nginx.http() + "/private/page.txt --expect-body ^hush";
    risefall("http http://probe:s3cret@" + at).passes();
    risefall("http http://probe:wrong@" + at).fails("http-status").says("401");
    risefall("http http://" + at).fails("http-status").says("401 Unauthorized");
  }

  @Test
  void bigAndChunkedBodiesAreReadAsFarAsIsNeeded() {
    for (String path : new String[] {"/big.txt", "/chunks.txt"}) {
      risefall(http + path).passes().says("200 OK, 1048576 bytes");
      risefall(http + path + " --max-body 8MiB").passes().says("200 OK, 3200008 bytes");
      risefall(http + path + " --max-body 8MiB --expect-body the.end$").passes();
      risefall(http + path + " --expect-body the.end$").fails("http-body-too-large");
      String digest = " --body-digest sha256:" + bigDigest;
      risefall(http + path + " --max-body 8MiB" + digest).passes();
      risefall(http + path + digest).fails("http-body-too-large");
    }
    risefall(http + "/slow.txt --timeout 400ms").fails("timeout");
  }

  @Test
  void httpsIsVerified() {
    risefall(https + "/ --expect-body secure --verbose" + trusted)
        .passes()
        .says("\n  certificate-days: 89\n")
        .says("\n  tls-protocol: TLSv1.3\n");
    risefall(https + "/").fails("certificate-untrusted");
    risefall(https + "/ --verify false").passes();
    String connect = " --connect 127.0.0.1:" + nginx.https() + trusted;
    risefall("http https://www.example.test/" + connect).passes();
    risefall("http https://other.example.test/" + connect).fails("certificate-wrong-name");
    risefall(https + "/ --min-certificate-days 90 --exit nagios --output nagios" + trusted)
        .says("HTTP WARNING - certificate-expires-soon: ");
    risefall("http https://127.0.0.1:" + nginx.http() + "/").fails("tls-failed");
    risefall("http http://127.0.0.1:" + nginx.https() + "/").fails("http-status").says("400");
  }

  @Test
  void aClientIsKnownByItsCertificate() {
    String clients = "http https://127.0.0.1:" + nginx.clients() + "/" + trusted;
    String mine =
        " --client-certificate %s/client.pem --client-key %s/client.key"
            .formatted(directory, directory);
    risefall(clients + mine + " --expect-body ^hello.CN=probe").passes();
    risefall(clients).fails("http-status").says("400 Bad Request");
  }

  @ParameterizedTest
  @ArgumentsSource(Ways.class)
  void theLauncherSaysTheSame(Way way) {
    String url = "http://127.0.0.1:" + nginx.http() + "/";
    Outcome good = way.run("http", url, "--expect-body", "is well");
    assertEquals(0, good.code(), good::toString);
    assertTrue(good.out().startsWith("PASS http 200 OK, 12 bytes from 127.0.0.1:"), good::out);
    Outcome busy = way.run("http", url + "busy");
    assertEquals(1, busy.code(), busy::toString);
    assertTrue(busy.out().startsWith("FAIL http http-status: 503 "), busy::out);
    // A file is the caller's own: no agent reads it.
    Outcome secure =
        way.launcher()
            .run("http", "https://127.0.0.1:" + nginx.https() + "/", "--ca", directory + "/ca.pem");
    assertEquals(0, secure.code(), secure::toString);
    Outcome unverified =
        way.run("http", "https://127.0.0.1:" + nginx.https() + "/", "--verify", "false");
    assertEquals(0, unverified.code(), unverified::toString);
  }

  @Test
  void aServerThatIsStoppedFailsAndPassesOnceItRunsAgain(@TempDir Path own) {
    String server = "server { listen 127.0.0.1:HTTP; return 200 \"well\"; }";
    try (NginxServer other = NginxServer.start(own, server)) {
      String check = "http http://127.0.0.1:" + other.http() + "/";
      risefall(check).passes();
      other.stop();
      risefall(check).fails("connect-refused");
      other.start();
      risefall(check).passes();
    }
  }
}
