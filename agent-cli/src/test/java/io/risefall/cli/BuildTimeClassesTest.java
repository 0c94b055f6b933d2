package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The classes that a native binary holds as they were when it was built: declarations, which hold
 * and reach nothing of the machine or the moment.
 */
class BuildTimeClassesTest {

  private static final String OPTION = "--initialize-at-build-time=";
  private static final Pattern INITIALISED = Pattern.compile("Initializing '([^']+)'");

  private static List<String> listed() throws IOException {
    List<String> classes = new ArrayList<>();
    for (String module :
        List.of("core", "net", "checkers-dns", "checkers-tcp", "checkers-http", "agent-cli")) {
      Properties properties = new Properties();
      String file =
          "META-INF/native-image/io.risefall/risefall-" + module + "/native-image.properties";
      try (InputStream in = BuildTimeClassesTest.class.getClassLoader().getResourceAsStream(file)) {
        assertTrue(in != null, file);
        properties.load(in);
      }
      Arrays.stream(properties.getProperty("Args").split(" +", -1))
          .filter(word -> word.startsWith(OPTION))
          .forEach(word -> classes.addAll(List.of(word.substring(OPTION.length()).split(",", -1))));
    }
    return classes;
  }

  /** What is wrong with these, each initialised at build time and nothing else. */
  private static Set<String> problems(List<String> classes) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xlog:class+init=info", "-cp", System.getProperty("java.class.path")));
    command.add(BuildTimeDrill.class.getName());
    command.addAll(classes);
    Process drill = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(drill.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, drill.waitFor(), said);
    Set<String> problems = new TreeSet<>();
    said.lines()
        .filter(line -> line.startsWith("PROBLEM "))
        .forEach(line -> problems.add(line.substring("PROBLEM ".length())));
    Set<String> initialised = new TreeSet<>();
    Matcher found = INITIALISED.matcher(said);
    while (found.find()) {
      initialised.add(found.group(1).replace('/', '.'));
    }
    assertTrue(initialised.containsAll(classes), said);
    initialised.stream()
        .filter(name -> !name.matches("(java|jdk|sun)\\..*") && !name.contains("$$Lambda"))
        .filter(name -> !name.equals(BuildTimeDrill.class.getName()) && !classes.contains(name))
        .forEach(name -> problems.add("initialises " + name));
    return problems;
  }

  @Test
  void holdNothingOfTheMachineThatBuilds() throws Exception {
    List<String> classes = listed();
    assertFalse(classes.isEmpty());
    assertEquals(classes.size(), Set.copyOf(classes).size(), classes::toString);
    assertEquals(Set.of(), problems(classes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.risefall.net.Lookup$Shared",
        "io.risefall.check.CheckContext$Shared",
        "io.risefall.net.Tls",
        "io.risefall.dns.QueryIds",
        "io.risefall.dns.DnsCheckerProvider",
        "io.risefall.icmp.RawSockets",
        "io.risefall.icmp.Echo$Shared",
        "io.risefall.exec.ProcessGroup",
        "io.risefall.exec.Places$Shared"
      })
  void whatDoesWouldBeSeen(String name) throws Exception {
    List<String> classes = listed();
    assertFalse(classes.contains(name));
    classes.add(name);
    assertFalse(problems(classes).isEmpty());
  }
}
