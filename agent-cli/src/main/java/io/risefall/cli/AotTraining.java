package io.risefall.cli;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every one-shot command once, against servers on loopback, and an agent, that it starts
 * itself, while the JVM notes what it loads and links for the AOT cache (JEP 483, JEP 514). Used
 * when Risefall is packaged, never when it runs.
 */
final class AotTraining {

  private AotTraining() {}

  /**
   * Runs the training.
   *
   * @param args {@code dns} for the commands that ask name servers alone; none for all. A JVM takes
   *     up all of a cache as it begins, so what dns, the command that is run most often, does not
   *     need is not in its cache
   * @throws IOException if loopback has no free port, or no socket can be made in the temporary
   *     directory
   */
  public static void main(String[] args) throws IOException {
    loadWhatOnlyTheCacheNeeds();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket names = new DatagramSocket(0, loopback);
        ServerSocket web = new ServerSocket(0, 50, loopback)) {
      start("name-server", () -> answer(names));
      start("web-server", () -> serve(web));
      trainMain(args);
      List<String> lines = new ArrayList<>(dnsCommands("127.0.0.1:" + names.getLocalPort()));
      if (args.length == 0) {
        lines.addAll(otherCommands());
        lines.addAll(streamCommands("127.0.0.1:" + web.getLocalPort()));
      }
      run(lines);
      if (args.length == 0) {
        trainAsking();
      }
    }
  }

  private static void run(List<String> lines) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    for (String line : lines) {
      new Commands(nowhere, nowhere, AgentCommands.RESIDENTS).run(line.split(" "));
    }
  }

  /** The commands that ask an agent: Java does that where a shell cannot, or has failed. */
  private static void trainAsking() throws IOException {
    Path control = Files.createTempDirectory("risefall");
    Path socket = control.resolve("control.sock");
    try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      agent.bind(UnixDomainSocketAddress.of(socket));
      start("agent", () -> beAsked(agent));
      String at = " --control " + control;
      run(List.of("ask kai" + at, "check kai" + at, "status --json" + at, "ask kai --control /-"));
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(control);
    }
  }

  /** Gives each the same answer, as Conversation does. */
  private static void beAsked(ServerSocketChannel agent) {
    byte[] answer =
        "wait 1000\n0\u001f\u001fkai UP for 1s\n\u0004".getBytes(StandardCharsets.UTF_8);
    while (agent.isOpen()) {
      try (SocketChannel client = agent.accept()) {
        client.read(ByteBuffer.allocate(512));
        client.write(ByteBuffer.wrap(answer));
      } catch (IOException e) {
        // the training is over
      }
    }
  }

  /** A JVM with a cache looks whether a class is initialised where one without has just done it. */
  private static void loadWhatOnlyTheCacheNeeds() {
    try {
      Class.forName("java.lang.invoke.DirectMethodHandle$1");
    } catch (ClassNotFoundException e) {
      // another JDK, which does that otherwise
    }
  }

  /** What Main does beside its command, but for its end, halt. */
  private static void trainMain(String[] args) {
    Thread hook = new Main.EndBySignal(args);
    Runtime.getRuntime().addShutdownHook(hook);
    Runtime.getRuntime().removeShutdownHook(hook);
    Main.stream(FileDescriptor.out).flush();
    CheckThread.awaitUnfinished(Duration.ZERO);
  }

  private static void start(String name, Runnable work) {
    Thread server = new Thread(work, name);
    server.setDaemon(true);
    server.start();
  }

  private static List<String> dnsCommands(String server) {
    String dns = "dns resolve.test.example --server " + server;
    return List.of(
        dns + " --source 127.0.0.1 --timeout 1s --tries 2 --verbose",
        dns + " --output nagios --exit nagios --min-answers 1 --expect-answer 192 --warn-above 1s",
        dns + " --output json --exit dynamic --fail-status NOERROR",
        dns + " --transport tcp",
        dns + " --timeout 1ms",
        "dns resolve.test.example --server 127.0.0.1:9 --timeout 20ms --tries 1",
        "dns-zone test.example --server " + server + " --master " + server,
        "dig-wrapper 127.0.0.1 IN A resolve.test.example 127.0.0.2 1 1 SERVFAIL",
        "dns --server nonsense");
  }

  private static List<String> otherCommands() {
    return List.of(
        "ping 127.0.0.1",
        "exec -- /bin/true",
        "exec --read nagios --timeout 20ms -- /bin/sleep 1",
        "exec --read first-line -- /bin/echo 75",
        "checkers dns",
        "completion bash",
        "help",
        "version");
  }

  private static List<String> streamCommands(String server) {
    String http = "http http://" + server + "/";
    return List.of(
        "tcp " + server,
        "tcp " + server + " --send GET\\r\\n\\r\\n --expect ^HTTP/1 --verbose --quit \\r\\n",
        "tcp " + server + " --tls --verify false",
        "tcp localhost:1",
        http,
        http + " --expect-status 200 --expect-body hello --output nagios --exit nagios",
        http + " --header Accept:text/plain --expect-header Server:.* --output json",
        http.replace("http:", "https:") + " --verify false");
  }

  /** Answers each connection with one page; reads the request first, whatever it is. */
  private static void serve(ServerSocket web) {
    byte[] page =
        "HTTP/1.1 200 OK\r\nServer: training\r\nContent-Length: 6\r\n\r\nhello\n"
            .getBytes(StandardCharsets.US_ASCII);
    while (!web.isClosed()) {
      try (Socket client = web.accept()) {
        client.setSoTimeout(20); // a check that only connects sends nothing
        int ignored = client.getInputStream().read(new byte[512]);
        client.getOutputStream().write(page);
      } catch (IOException e) {
        // the client has gone, or the training is over
      }
    }
  }

  /**
   * Echoes each query as a reply with one A record, 192.0.2.1, whose name points at the question.
   */
  private static void answer(DatagramSocket socket) {
    byte[] buffer = new byte[512];
    byte[] record = {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 1};
    try {
      while (true) {
        DatagramPacket query = new DatagramPacket(buffer, buffer.length);
        socket.receive(query);
        int end = 12;
        while (buffer[end] != 0) {
          end += 1 + buffer[end];
        }
        end += 5;
        byte[] reply = new byte[end + record.length];
        System.arraycopy(buffer, 0, reply, 0, end);
        System.arraycopy(record, 0, reply, end, record.length);
        reply[2] |= (byte) 0x80;
        reply[7] = 1; // one answer
        reply[11] = 0; // no OPT record
        socket.send(new DatagramPacket(reply, reply.length, query.getSocketAddress()));
      }
    } catch (IOException e) {
      // the training is over
    }
  }
}
