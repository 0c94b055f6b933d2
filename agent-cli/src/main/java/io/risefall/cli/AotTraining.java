package io.risefall.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs every one-shot command once, against a name server on loopback that it starts itself, while
 * the JVM notes what it loads and links for the AOT cache (JEP 483, JEP 514). Used when Risefall is
 * packaged, never when it runs.
 */
final class AotTraining {

  private AotTraining() {}

  /**
   * Runs the training.
   *
   * @param args none
   * @throws IOException if loopback has no free port
   */
  public static void main(String[] args) throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> answer(socket), "name-server");
      server.setDaemon(true);
      server.start();
      for (String line : commands("127.0.0.1:" + socket.getLocalPort())) {
        // Main's own streams and hook are linked as well; only its end, halt, must not be reached.
        new Commands(nowhere, nowhere).run(line.split(" "));
      }
    }
  }

  private static List<String> commands(String server) {
    String dns = "dns resolve.test.example --server " + server;
    return List.of(
        dns + " --source 127.0.0.1 --timeout 1s --tries 2 --verbose",
        dns + " --output nagios --exit nagios --min-answers 1 --expect-answer 192 --warn-above 1s",
        dns + " --output json --exit dynamic --fail-status NOERROR",
        dns + " --transport tcp",
        dns + " --timeout 1ms",
        "dns-zone test.example --server " + server + " --master " + server,
        "dig-wrapper 127.0.0.1 IN A resolve.test.example 127.0.0.2 1 1 SERVFAIL",
        "exec -- /bin/true",
        "exec --read nagios --timeout 20ms -- /bin/sleep 1",
        "exec --read first-line -- /bin/echo 75",
        "dns --server nonsense",
        "checkers dns",
        "completion bash",
        "help",
        "version");
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
