package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

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
