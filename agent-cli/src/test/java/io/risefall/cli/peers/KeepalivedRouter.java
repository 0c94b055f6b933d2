package io.risefall.cli.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** keepalived as a VRRP router, and what it tells of its instances. */
public final class KeepalivedRouter implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Set<String> STATES = Set.of("MASTER", "BACKUP", "FAULT", "STOP");
  private static final Pattern LINE = Pattern.compile("INSTANCE \"(\\w+)\" (\\w+) (\\d+)");

  /**
   * What it told of an instance.
   *
   * @param state {@code MASTER}, {@code BACKUP}, {@code FAULT} or {@code STOP}; or an event that
   *     changes no state, such as {@code MASTER_PRIORITY} and {@code MASTER_RX_LOWER_PRI}
   * @param time when it was read
   */
  public record Notice(String instance, String state, int priority, Instant time) {

    private boolean isOfState() {
      return STATES.contains(state);
    }
  }

  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private final Path log;
  private final Process process;

  private KeepalivedRouter(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param directory where its files go
   * @param config all but the global definitions
   * @param environment what it and its scripts find beside what this JVM has
   */
  public static KeepalivedRouter start(
      NetworkNamespace network, Path directory, String config, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path fifo = directory.resolve("notices");
    new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor();
    Path file = directory.resolve("keepalived.conf");
    Files.writeString(file, globals(fifo) + config);
    List<String> command = new ArrayList<>(network.enter());
    command.addAll(List.of(Peer.KEEPALIVED.path(), "-n", "-l", "-P", "-f", file.toString()));
    command.addAll(List.of("-p", directory + "/pid", "-r", directory + "/vrrp-pid"));
    Path log = directory.resolve("keepalived.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    KeepalivedRouter router = new KeepalivedRouter(log, builder.start());
    Thread.ofPlatform().daemon().name("notices").start(() -> router.listen(fifo));
    return router;
  }

  private static String globals(Path fifo) {
    return """
        global_defs {
          vrrp_version 3
          vrrp_notify_fifo %s
          vrrp_notify_priority_changes true
          script_user root
        }
        """
        .formatted(fifo);
  }

  private void listen(Path fifo) {
    try (BufferedReader lines = Files.newBufferedReader(fifo, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Instant now = Instant.now();
        Matcher found = LINE.matcher(line);
        if (found.matches()) {
          int priority = Integer.parseInt(found.group(3));
          notices.add(new Notice(found.group(1), found.group(2), priority, now));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many notices there were until now. */
  public int heard() {
    return notices.size();
  }

  /** The first notice like this after so many others. */
  public Notice awaitNotice(int after, Predicate<Notice> like) {
    awaitThat(() -> notices.stream().skip(after).anyMatch(like));
    return notices.stream().skip(after).filter(like).findFirst().orElseThrow();
  }

  /** Waits until the instance is in this state. */
  public void awaitState(String instance, String state) {
    awaitThat(() -> state.equals(state(instance)));
  }

  private String state(String instance) {
    return notices.reversed().stream()
        .filter(notice -> notice.instance().equals(instance) && notice.isOfState())
        .map(Notice::state)
        .findFirst()
        .orElse("");
  }

  private void awaitThat(Callable<Boolean> condition) {
    try {
      Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(notices + "\n" + text(log), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
