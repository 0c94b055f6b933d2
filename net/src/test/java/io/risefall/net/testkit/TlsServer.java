package io.risefall.net.testkit;

import io.risefall.net.testkit.StreamServer.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/** A TLS server on a free port of 127.0.0.1 (or another address) that shows a certificate. */
public final class TlsServer implements AutoCloseable {

  private final StreamServer server;
  private final Session session;
  private final @Nullable TestCertificate clients;
  private final List<String> names = new CopyOnWriteArrayList<>();
  private volatile String[] protocols = {"TLSv1.3", "TLSv1.2"};
  private volatile SSLContext context;
  private volatile boolean cutsOff;

  private TlsServer(
      InetAddress address,
      TestCertificate certificate,
      @Nullable TestCertificate clients,
      Session session)
      throws IOException, GeneralSecurityException {
    this.context = certificate.serverContext(clients);
    this.clients = clients;
    this.session = session;
    this.server = StreamServer.start(address, this::serve);
  }

  /**
   * One that shows {@code certificate} and then does with its clients what {@code session} says.
   */
  public static TlsServer start(TestCertificate certificate, Session session)
      throws IOException, GeneralSecurityException {
    return new TlsServer(
        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), certificate, null, session);
  }

  /** One that reads and says nothing. */
  public static TlsServer start(TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    return start(certificate, StreamServer::readToEnd);
  }

  /** One on another address. */
  public static TlsServer start(InetAddress address, TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    return new TlsServer(address, certificate, null, StreamServer::readToEnd);
  }

  /** One that wants a certificate of its clients, issued by {@code clients}; it greets with "+". */
  public static TlsServer forClientsOf(TestCertificate clients, TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    return new TlsServer(
        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
        certificate,
        clients,
        client -> {
          client.getOutputStream().write('+');
          StreamServer.readToEnd(client);
        });
  }

  private void serve(Socket plain) throws IOException, InterruptedException {
    try (SSLSocket client =
        (SSLSocket) context.getSocketFactory().createSocket(plain, null, false)) {
      client.setUseClientMode(false);
      client.setNeedClientAuth(clients != null);
      client.setEnabledProtocols(protocols);
      SSLParameters parameters = client.getSSLParameters();
      parameters.setSNIMatchers(List.of(new Listening()));
      client.setSSLParameters(parameters);
      client.startHandshake();
      session.serve(client);
      if (cutsOff) {
        plain.close();
      }
    }
  }

  /** Notes the name before it is answered: the client is done with its handshake earlier. */
  private final class Listening extends SNIMatcher {

    Listening() {
      super(StandardConstants.SNI_HOST_NAME);
    }

    @Override
    public boolean matches(SNIServerName name) {
      names.add(new SNIHostName(name.getEncoded()).getAsciiName());
      return true;
    }
  }

  /** Speaks these alone from now on, such as {@code TLSv1.2}. */
  public void speak(String... newProtocols) {
    protocols = newProtocols;
  }

  /** Ends its connections without TLS's farewell from now on. */
  public void cutOff() {
    cutsOff = true;
  }

  /** Shows another certificate from now on. */
  public void show(TestCertificate certificate) throws IOException, GeneralSecurityException {
    context = certificate.serverContext(clients);
  }

  /** The names that clients asked for (SNI), in their order. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** Its port. */
  public int port() {
    return server.port();
  }

  /** The server beneath. */
  public StreamServer stream() {
    return server;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
