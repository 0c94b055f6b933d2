package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarriersTest {

  private static final String NUMBER = "Parallelism";

  private final AtomicInteger added = new AtomicInteger();
  private final Carriers carriers = new Carriers(added::incrementAndGet);

  private void waited(int seconds, long millis) {
    Collections.nCopies(seconds, Duration.ofMillis(millis)).forEach(carriers::waited);
  }

  @Test
  void fiveLateSecondsInARowBringAnotherOne() {
    waited(30, 1);
    waited(4, 51);
    assertEquals(0, added.get());
    waited(1, 51);
    assertEquals(1, added.get());
    waited(10, 1000);
    assertEquals(3, added.get());
  }

  @Test
  void theFirstHalfMinuteSaysNothing() {
    waited(30, 1000);
    waited(4, 51);
    assertEquals(0, added.get());
    waited(1, 51);
    assertEquals(1, added.get());
  }

  @Test
  void aSecondInTimeBeginsTheCountAgain() {
    waited(30, 1);
    waited(4, 51);
    waited(1, 50);
    waited(4, 51);
    assertEquals(0, added.get());
  }

  @Test
  void thereAreNoMoreThanProcessors() throws JMException {
    int most = Runtime.getRuntime().availableProcessors();
    int before = number();
    try {
      number(1);
      for (int number = 1; number <= most; number++) {
        assertEquals(number, number());
        Carriers.addOne();
      }
      assertEquals(most, number());
    } finally {
      number(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true"})
  void whereThereIsOneProcessorNothingIsAsked(
      int processors, boolean asked, @TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:ActiveProcessorCount=" + processors,
                "-Xlog:class+load:file=" + log + "::filecount=0",
                "-cp",
                System.getProperty("java.class.path"),
                Drill.class.getName())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
    String loaded = Files.readString(log);
    assertTrue(loaded.contains(Carriers.class.getName()));
    assertEquals(asked, loaded.contains(ManagementFactory.class.getName()));
  }

  static final class Drill {

    public static void main(String[] args) {
      Carriers.addOne();
    }
  }

  private static int number() throws JMException {
    return (int) ManagementFactory.getPlatformMBeanServer().getAttribute(scheduler(), NUMBER);
  }

  private static void number(int number) throws JMException {
    ManagementFactory.getPlatformMBeanServer()
        .setAttribute(scheduler(), new Attribute(NUMBER, number));
  }

  private static ObjectName scheduler() throws JMException {
    return new ObjectName("jdk.management:type=VirtualThreadScheduler");
  }
}
