package io.risefall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The resident agent, as it is installed, with many checks at an interval of one second, half of
 * them DNS and half TCP: is it in time, and what does it take? Meanwhile its metrics and its page
 * are read as a monitoring system and an operator would.
 *
 * <p>Arguments: the launcher, an empty directory, checks, seconds, reloads in that time. Each
 * reload takes ten checks and a listener away and adds ten others and another one. Prints one
 * figure a line: name, tab, value.
 */
public final class AgentLoad {

  private static final int SCRAPE_EVERY = 15;
  private static final int EXTRA = 10;

  private final String launcher;
  private final Path directory;
  private final int checks;
  private final int port = freePort();
  private final List<Integer> extraPorts = List.of(freePort(), freePort());
  private final HttpClient client = HttpClient.newHttpClient();
  private int namePort;
  private int webPort;
  private double slowestScrape;
  private double slowestPage;
  private double slowestReload;

  private AgentLoad(String[] args) throws IOException {
    launcher = args[0];
    directory = Path.of(args[1]).toAbsolutePath();
    checks = Integer.parseInt(args[2]);
  }

  public static void main(String[] args) throws Exception {
    Process names = server(NameServer.class);
    Process web = server(WebServer.class);
    try {
      AgentLoad load = new AgentLoad(args);
      load.namePort = firstNumber(names);
      load.webPort = firstNumber(web);
      load.run(Long.parseLong(args[3]), Integer.parseInt(args[4]));
    } finally {
      names.destroy();
      web.destroy();
    }
  }

  private static Process server(Class<?> type) throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), type.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int firstNumber(Process server) throws IOException {
    return Integer.parseInt(server.inputReader().readLine());
  }

  private void run(long seconds, int reloads) throws Exception {
    writeFile(0);
    Process agent =
        new ProcessBuilder(launcher, "agent", "--config", file().toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("agent.log").toFile())
            .start();
    try {
      awaitReady(agent);
      // Half a second more than whole intervals: every check runs so often, or once more.
      Thread.sleep(Duration.ofMillis(3500));
      Exposition before = scrape();
      long cpu = cpuNanos(agent);
      long descriptors = descriptors(agent);
      long threads = status(agent, "Threads:");
      long start = System.nanoTime();
      load(start, seconds, reloads);
      sleepUntil(start + TimeUnit.SECONDS.toNanos(seconds) + TimeUnit.MILLISECONDS.toNanos(500));
      Exposition after = scrape();
      cpu = cpuNanos(agent) - cpu;
      double runs = after.results() - before.results();
      print("rate", runs / (seconds + 0.5));
      print("cpu", cpu / 1e3 / runs);
      print("missed", after.missed(before, seconds));
      print("late-a-second", after.lateASecond());
      print("lag-p99", after.lag99Millis());
      print("not-passed", after.notPassed());
      print("rss", status(agent, "VmHWM:") / 1e3);
      print("descriptors", (double) (descriptors(agent) - descriptors));
      print("threads", (double) (status(agent, "Threads:") - threads));
      print("scrape", slowestScrape);
      print("page", slowestPage);
      print("reload", slowestReload);
    } finally {
      end(agent);
    }
  }

  private static void end(Process agent) throws InterruptedException {
    agent.destroy();
    if (!agent.waitFor(20, TimeUnit.SECONDS)) {
      agent.destroyForcibly();
      System.err.println("the agent did not end within 20 s and was killed");
    }
  }

  private void load(long start, long seconds, int reloads) throws Exception {
    int reloaded = 0;
    for (long second = SCRAPE_EVERY; second < seconds; second += SCRAPE_EVERY) {
      while (reloaded < reloads * second / seconds) {
        reload(++reloaded);
      }
      sleepUntil(start + TimeUnit.SECONDS.toNanos(second));
      scrape();
      long began = System.nanoTime();
      get("/");
      slowestPage = Math.max(slowestPage, millisSince(began));
    }
    while (reloaded < reloads) {
      reload(++reloaded);
    }
  }

  private void reload(int number) throws Exception {
    writeFile(number);
    long began = System.nanoTime();
    Process reload =
        new ProcessBuilder(launcher, "reload", "--control", directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(reload.getInputStream().readAllBytes(), UTF_8);
    if (reload.waitFor() != 0) {
      throw new IllegalStateException("reload " + number + ": " + said);
    }
    slowestReload = Math.max(slowestReload, millisSince(began));
  }

  private void writeFile(int number) throws IOException {
    StringBuilder text = new StringBuilder(200 * checks);
    text.append("control: ").append(directory).append('\n');
    text.append("state-file: ").append(directory.resolve("state.json")).append('\n');
    text.append("defaults: {interval: 1s}\nchecks:\n");
    for (int i = 0; i < checks; i++) {
      text.append("  check-").append(i).append(i % 2 == 0 ? name(i) : web(i));
    }
    for (int i = 0; number > 0 && i < EXTRA; i++) {
      text.append("  extra-").append(number * EXTRA + i).append(web(i));
    }
    text.append("publish:\n");
    listener(text, "http", port);
    text.append("  - {dialect: event-log, file: ").append(directory).append("/events.jsonl}\n");
    if (number > 0) {
      listener(text, "haproxy", extraPorts.get(number % 2));
    }
    Files.writeString(file(), text);
  }

  private static void listener(StringBuilder text, String dialect, int port) {
    text.append("  - {dialect: ").append(dialect);
    text.append(", listen: \"127.0.0.1:").append(port).append("\"}\n");
  }

  private String name(int check) {
    return ": {dns: {name: resolve-%d.test.example, server: \"127.0.0.1:%d\"}}\n"
        .formatted(check, namePort);
  }

  private String web(int check) {
    return ": {tcp: {address: \"%s\"}}\n".formatted(WebServer.address(check, webPort));
  }

  private Path file() {
    return directory.resolve("risefall.yaml");
  }

  private void awaitReady(Process agent) throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      if (!agent.isAlive()) {
        break;
      }
      try {
        get("/health");
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IllegalStateException(
        "the agent is not ready:\n" + Files.readString(directory.resolve("agent.log")));
  }

  private Exposition scrape() throws IOException, InterruptedException {
    long began = System.nanoTime();
    String text = get("/metrics");
    slowestScrape = Math.max(slowestScrape, millisSince(began));
    return Exposition.of(text);
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + response.statusCode());
    }
    return response.body();
  }

  private static long status(Process process, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      String value = lines.filter(line -> line.startsWith(key)).findFirst().orElseThrow();
      return Long.parseLong(value.replaceAll("[^0-9]", ""));
    }
  }

  private static long descriptors(Process process) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.count();
    }
  }

  private static long cpuNanos(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
  }

  private static double millisSince(long began) {
    return (System.nanoTime() - began) / 1e6;
  }

  private static void print(String figure, double value) {
    System.out.printf("%s\t%.1f%n", figure, value);
  }

  /** What the agent's metrics said at one moment: a line of them is a name, labels and a value. */
  private record Exposition(List<String> lines) {

    static Exposition of(String text) {
      return new Exposition(text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    private static double value(String line) {
      return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private double sum(String start) {
      return lines.stream().filter(l -> l.startsWith(start)).mapToDouble(Exposition::value).sum();
    }

    double results() {
      return sum("risefall_check_results_total");
    }

    double notPassed() {
      return lines.stream()
          .filter(l -> l.startsWith("risefall_check_results_total") && !l.contains("\"pass\""))
          .mapToDouble(Exposition::value)
          .sum();
    }

    double lateASecond() {
      return sum("risefall_scheduler_lag_seconds_count")
          - sum("risefall_scheduler_lag_seconds_bucket{le=\"1.0\"}");
    }

    /** The upper end of the bucket that the percentile is in. */
    double lag99Millis() {
      double wanted = sum("risefall_scheduler_lag_seconds_count") * 0.99;
      return lines.stream()
              .filter(
                  l -> l.startsWith("risefall_scheduler_lag_seconds_bucket") && value(l) >= wanted)
              .map(l -> l.substring(l.indexOf('"') + 1, l.lastIndexOf('"')))
              .mapToDouble(
                  le -> le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le))
              .min()
              .orElse(Double.NaN)
          * 1e3;
    }

    /** Intervals without a run, of the checks that were there before. */
    double missed(Exposition before, long intervals) {
      List<String> names = new ArrayList<>();
      for (String line : before.lines) {
        if (line.startsWith("risefall_check_duration_seconds_count")) {
          names.add(line.substring(0, line.lastIndexOf(' ')));
        }
      }
      var then = before.values();
      var now = values();
      return names.stream()
          .mapToDouble(
              n -> Math.max(0, intervals - (now.getOrDefault(n, 0d) - then.getOrDefault(n, 0d))))
          .sum();
    }

    private Map<String, Double> values() {
      Map<String, Double> values = new HashMap<>();
      for (String line : lines) {
        values.put(line.substring(0, line.lastIndexOf(' ')), value(line));
      }
      return values;
    }
  }
}
