package com.example.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker's jar beside the command: each test is a transcript of README.md. */
class RedisPingIT {

  private static final Path COMMAND = Path.of(System.getProperty("risefall.command"));
  private static final String PLUGINS = System.getProperty("risefall.plugins");

  private record Said(String text, int code) {}

  private static Said risefall(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, COMMAND.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("RISEFALL_PLUGINS", PLUGINS);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(text, process.waitFor());
  }

  /** Asserts that README.md shows the command and what it said, times and ports aside. */
  private static void assertReadmeShows(String command, Said said) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String shown = "$ risefall " + command + "\n" + said.text();
    assertTrue(general(readme).contains(general(shown)), () -> "not in README.md:\n" + shown);
  }

  private static String general(String text) {
    return text.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("\\d+\\.\\d ms", "N ms");
  }

  @Test
  void aServerThatAnswersPongIsUp() throws Exception {
    try (ToyRedis redis = new ToyRedis("+PONG")) {
      Said said = risefall("redis-ping", redis.address());
      assertEquals(0, said.code(), said.text());
      assertReadmeShows("redis-ping " + redis.address(), said);
    }
  }

  @Test
  void aServerThatLoadsIsDegradedIfThatIsAllowed() throws Exception {
    try (ToyRedis redis = new ToyRedis("-LOADING Redis is loading the dataset in memory")) {
      Said said = risefall("redis-ping", redis.address(), "--allow-loading");
      assertEquals(0, said.code(), said.text());
      assertReadmeShows("redis-ping " + redis.address() + " --allow-loading", said);
    }
  }

  @Test
  void aMistakeIsNamedWithWhatIsAllowed() throws Exception {
    Said said = risefall("redis-ping", "127.0.0.1:6380", "--timeout", "fast");
    assertEquals(1, said.code(), said.text());
    assertReadmeShows("redis-ping 127.0.0.1:6380 --timeout fast", said);
  }

  @Test
  void helpComesFromTheDeclarations() throws Exception {
    Said said = risefall("help", "redis-ping");
    assertEquals(0, said.code(), said.text());
    assertReadmeShows("help redis-ping", said);
  }
}
