package io.risefall.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * From the death of a server to the word DOWN in each dialect. The server is a port of this
 * process; it dies when the port is closed, at a random moment: from then on connections are
 * refused at once. When a run was due is known from the connections before: the earliest of them,
 * by the interval, gives the times at which runs are due. The overhead is the time from when the
 * fall-th run after the death was due until a dialect said DOWN, asked again and again from shortly
 * before. The whole is the time from the death on, beside fall times interval: a dialect that did
 * not say DOWN at a death ends the run.
 *
 * <p>Arguments: the launcher, an empty directory, deaths. Prints one figure a line: name, tab,
 * value.
 */
public final class Detection {

  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int FALL = 3;
  private static final int SEEN_BEFORE = 5;
  private static final long EARLY = TimeUnit.MILLISECONDS.toNanos(30);
  private static final long LATEST = TimeUnit.SECONDS.toNanos(5);

  /** What a dialect says, or would be read from it, now. */
  @FunctionalInterface
  private interface Dialect {
    boolean saysDown() throws IOException;
  }

  private final Path directory;
  private final int victim = freePort();
  private final int bng = freePort();
  private final int haproxy = freePort();
  private final int http = freePort();
  private final ConcurrentLinkedQueue<Long> arrivals = new ConcurrentLinkedQueue<>();
  private final Map<String, double[]> overheads = new TreeMap<>();
  private final Map<String, double[]> wholes = new TreeMap<>();
  private final Random random = new Random(1);
  private long eventsBefore;

  private Detection(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] args) throws Exception {
    Detection detection = new Detection(Path.of(args[1]).toAbsolutePath());
    Files.createDirectory(detection.directory.resolve("files"));
    Files.writeString(detection.directory.resolve("risefall.yaml"), detection.file());
    Process agent =
        new ProcessBuilder(
                args[0], "agent", "--config", detection.directory.resolve("risefall.yaml") + "")
            .redirectErrorStream(true)
            .redirectOutput(detection.directory.resolve("agent.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(agent::destroy));
    detection.run(Integer.parseInt(args[2]));
  }

  private String file() {
    return """
    control: %1$s
    defaults: {interval: 300ms, rise: 2, fall: 3}
    checks:
      victim: {tcp: {address: "127.0.0.1:%2$d"}}
    publish:
      - {dialect: bng, listen: "127.0.0.1:%3$d", check: victim}
      - {dialect: haproxy, listen: "127.0.0.1:%4$d", check: victim}
      - {dialect: keepalived-file, directory: %1$s/files, style: vrrp}
      - {dialect: http, listen: "127.0.0.1:%5$d"}
      - {dialect: event-log, file: %1$s/events.jsonl}
    """
        .formatted(directory, victim, bng, haproxy, http);
  }

  private Map<String, Dialect> dialects() {
    Map<String, Dialect> all = new LinkedHashMap<>();
    all.put("bng", () -> ask(bng, "").startsWith("0"));
    all.put("bng-udp", () -> askByDatagram(bng).startsWith("0"));
    all.put("haproxy", () -> ask(haproxy, "").startsWith("down"));
    all.put("http", () -> ask(http, "GET /health/victim HTTP/1.0\r\n\r\n").contains(" 503 "));
    all.put(
        "keepalived-file",
        () -> Files.readString(directory.resolve("files/victim")).startsWith("0"));
    all.put("event-log", () -> Files.size(directory.resolve("events.jsonl")) > eventsBefore);
    return all;
  }

  private void run(int deaths) throws IOException, InterruptedException {
    Map<String, Dialect> dialects = dialects();
    for (int death = 0; death < deaths; death++) {
      arrivals.clear();
      ServerSocket server = listen();
      awaitUp(dialects);
      eventsBefore = Files.size(directory.resolve("events.jsonl"));
      Thread.sleep(Duration.ofNanos(random.nextLong(INTERVAL)));
      long died = System.nanoTime();
      server.close();
      long due = dueAfter(died) + (FALL - 1) * INTERVAL;
      for (var told : watch(dialects, due).entrySet()) {
        put(overheads, told.getKey(), death, deaths, told.getValue() - due);
        put(wholes, told.getKey(), death, deaths, told.getValue() - died);
      }
    }
    overheads.forEach(
        (name, values) -> {
          print(name + "-overhead", median(values));
          print(name + "-worst", Arrays.stream(values).max().orElseThrow());
        });
    wholes.forEach((name, values) -> print(name + "-whole", median(values)));
    print("fall-interval", FALL * INTERVAL / 1e6);
  }

  private static void put(
      Map<String, double[]> all, String name, int death, int deaths, long nanos) {
    all.computeIfAbsent(name, unseen -> new double[deaths])[death] = nanos / 1e6;
  }

  /** When the first run after a moment is due. */
  private long dueAfter(long moment) {
    long first = arrivals.peek();
    long offset =
        arrivals.stream()
            .mapToLong(at -> at - first - Math.round((at - first) / (double) INTERVAL) * INTERVAL)
            .min()
            .orElseThrow();
    long phase = first + offset;
    return phase + (Math.floorDiv(moment - phase, INTERVAL) + 1) * INTERVAL;
  }

  private static Map<String, Long> watch(Map<String, Dialect> dialects, long due)
      throws InterruptedException {
    Map<String, Long> told = new ConcurrentHashMap<>();
    Thread.sleep(Duration.ofNanos(Math.max(0, due - EARLY - System.nanoTime())));
    List<Thread> threads =
        dialects.entrySet().stream()
            .map(
                dialect ->
                    Thread.ofPlatform()
                        .start(
                            () -> told.put(dialect.getKey(), firstDown(dialect.getValue(), due))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    if (!told.keySet().equals(dialects.keySet())) {
      throw new IllegalStateException(
          "of " + dialects.keySet() + " DOWN said only " + told.keySet());
    }
    return told;
  }

  private static long firstDown(Dialect dialect, long due) {
    try {
      while (!dialect.saysDown()) {
        if (System.nanoTime() - due > LATEST) {
          throw new IllegalStateException("not DOWN in time");
        }
        Thread.sleep(1);
      }
      return System.nanoTime();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until each dialect says UP and the server has seen enough connections in a row. */
  private void awaitUp(Map<String, Dialect> dialects) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      Thread.sleep(100);
      if (arrivals.size() >= SEEN_BEFORE && noneSaysDown(dialects)) {
        return;
      }
    }
    throw new IllegalStateException("not UP in time; see " + directory + "/agent.log");
  }

  private static boolean noneSaysDown(Map<String, Dialect> dialects) {
    try {
      for (var dialect : dialects.entrySet()) {
        if (!dialect.getKey().equals("event-log") && dialect.getValue().saysDown()) {
          return false;
        }
      }
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private ServerSocket listen() throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), victim));
    Thread.ofPlatform().daemon().start(() -> accept(server));
    return server;
  }

  private void accept(ServerSocket server) {
    while (true) {
      try (Socket client = server.accept()) {
        arrivals.add(System.nanoTime());
        client.setSoLinger(true, 0);
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String ask(int port, String question) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(question.getBytes(US_ASCII));
      InputStream answer = socket.getInputStream();
      byte[] start = new byte[64];
      return new String(start, 0, Math.max(0, answer.read(start)), US_ASCII);
    }
  }

  private static String askByDatagram(int port) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(1_000);
      socket.connect(InetAddress.getLoopbackAddress(), port);
      socket.send(new DatagramPacket(new byte[1], 1));
      DatagramPacket answer = new DatagramPacket(new byte[64], 64);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
    }
  }

  /** Below those that Linux gives to clients, whose connections would take it in the meantime. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (ServerSocket socket = new ServerSocket();
          DatagramSocket datagrams = new DatagramSocket(address)) {
        socket.bind(address);
        return datagrams.getLocalPort();
      } catch (IOException e) {
        // somebody has it: another one
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String figure, double value) {
    System.out.printf("%s\t%.1f%n", figure, value);
  }
}
