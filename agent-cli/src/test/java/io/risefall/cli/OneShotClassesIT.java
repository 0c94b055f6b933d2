package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

/**
 * What one check loads. Asked without the cache: with it the JVM begins with all that the training
 * has ever loaded.
 */
class OneShotClassesIT {

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");
  private static final List<String> TOO_MUCH =
      List.of(
          "org.snakeyaml.",
          "io.micrometer.",
          "io.prometheus.",
          "com.sun.net.httpserver.",
          "sun.net.httpserver.",
          "java.net.http.",
          "jdk.internal.net.http.",
          "io.github.resilience4j.",
          "org.slf4j.simple.",
          "ch.qos.logback.",
          "io.risefall.agent.");
  private static final String JACKSON = "com.fasterxml.jackson.";

  /** About half as many again as today; lambdas, which the JVM makes by itself, not counted. */
  private static final int MOST_OUTSIDE_THE_JDK = 250;

  private @TempDir Path directory;

  private List<String> loaded(int code, String... args) throws IOException {
    Path log = directory.resolve("classes");
    Outcome outcome =
        Launcher.packaged()
            .with(
                "RISEFALL_JAVA_OPTS",
                "-XX:AOTMode=off -Xlog:class+load:file=" + log + "::filecount=0")
            .run(args);
    assertEquals(code, outcome.code(), outcome.toString());
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(line -> line.replaceFirst("^(\\[[^]]*])*\\s*", "").split(" ", 2)[0])
          .filter(name -> !name.contains("$$Lambda"))
          .filter(name -> JDK.stream().noneMatch(name::startsWith) || isTooMuch(name))
          .toList();
    }
  }

  private static boolean isTooMuch(String name) {
    return TOO_MUCH.stream().anyMatch(name::startsWith);
  }

  private static void assertLean(List<String> classes) {
    assertEquals(List.of(), classes.stream().filter(OneShotClassesIT::isTooMuch).toList());
    assertEquals(List.of(), classes.stream().filter(name -> name.startsWith(JACKSON)).toList());
    assertTrue(classes.contains(CheckCommand.class.getName()), classes.toString());
    assertTrue(
        classes.size() <= MOST_OUTSIDE_THE_JDK,
        () -> classes.size() + " classes outside the JDK: " + classes);
  }

  @Test
  void aPassLoadsNothingOfTheAgent() throws IOException {
    try (ToyNameServer server = ToyNameServer.answering("192.0.2.1")) {
      assertLean(loaded(0, "dns", "a.example", "--server", server.address()));
      assertLean(
          loaded(
              0,
              "dns",
              "a.example",
              "--output",
              "nagios",
              "--verbose",
              "--server",
              server.address()));
    }
  }

  @Test
  void aFailureLoadsNothingOfTheAgent() throws IOException {
    try (ToyNameServer server = ToyNameServer.failing(Rcode.SERVFAIL)) {
      assertLean(loaded(1, "dns", "a.example", "--server", server.address()));
    }
  }

  @Test
  void theOldWrapperLoadsNothingOfTheAgent() throws IOException {
    assertLean(
        loaded(
            1, "dig-wrapper", "127.0.0.1", "IN", "A", "a.example", "127.93.117.8", "1", "1", "NO"));
  }

  @Test
  void jsonLoadsJacksonAndNothingElse() throws IOException {
    try (ToyNameServer server = ToyNameServer.answering("192.0.2.1")) {
      List<String> classes =
          loaded(0, "dns", "a.example", "--output", "json", "--server", server.address());
      assertTrue(classes.stream().anyMatch(name -> name.startsWith(JACKSON)));
      assertEquals(List.of(), classes.stream().filter(OneShotClassesIT::isTooMuch).toList());
    }
  }

  @Test
  void everyClassOfACheckIsInThePackagedCache() throws IOException {
    try (ToyNameServer server = ToyNameServer.answering("192.0.2.1");
        ToyNameServer sick = ToyNameServer.failing(Rcode.SERVFAIL)) {
      assertAllFromTheCache(0, "dns", "a.example", "--server", server.address());
      assertAllFromTheCache(1, "dns", "a.example", "--server", sick.address());
    }
    assertAllFromTheCache(1, "dns", "a.example", "--server", "127.0.0.1:9", "--timeout", "50ms");
    assertAllFromTheCache(1, "tcp", "127.0.0.1:1");
  }

  /** What is read from a jar or made by the JVM costs more than the check. */
  private void assertAllFromTheCache(int code, String... args) throws IOException {
    Path log = directory.resolve("cached");
    Outcome outcome =
        Launcher.packaged()
            .with("RISEFALL_JAVA_OPTS", "-Xlog:class+load:file=" + log + "::filecount=0")
            .run(args);
    assertEquals(code, outcome.code(), outcome.toString());
    List<String> lines = Files.readAllLines(log);
    assertTrue(lines.size() > 400, lines.size() + " classes");
    assertEquals(
        List.of(), lines.stream().filter(line -> !line.endsWith("shared objects file")).toList());
  }
}
