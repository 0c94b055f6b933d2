package io.risefall.resident;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the system that carry the checks. One, as {@code agent.options} has it, costs the
 * least; where virtual threads wait for it all the time, another one is added. Safe for use by many
 * threads.
 */
final class Carriers {

  /** A virtual thread that begins so much later than it was started is late. */
  private static final Duration LATE = Duration.ofMillis(50);

  /** So many threads were late, each of which began to wait when the one before had run. */
  private static final int IN_A_ROW = 5;

  /** In a JVM that has just begun, and interprets and compiles, so many say nothing. */
  private static final int COLD = 30;

  private static final String NUMBER = "Parallelism";

  private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

  private final Runnable addOne;
  private int asked;
  private int late;

  Carriers(Runnable addOne) {
    this.addOne = addOne;
  }

  /**
   * Takes how long a virtual thread waited until it ran, one after the other, each second at most.
   */
  synchronized void waited(Duration time) {
    asked = Math.min(asked + 1, COLD + 1);
    late = asked > COLD && time.compareTo(LATE) > 0 ? late + 1 : 0;
    if (late == IN_A_ROW) {
      late = 0;
      addOne.run();
    }
  }

  /** Adds one to those of this JVM, up to the number of processors; Java 24 or newer lets it. */
  static void addOne() {
    int most = Runtime.getRuntime().availableProcessors();
    if (most == 1) {
      return; // hundreds of classes would be loaded in vain
    }
    try {
      // Asked for now: most agents never need it. By its name, since Java 21 has no class for it.
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName scheduler = new ObjectName("jdk.management:type=VirtualThreadScheduler");
      int number = (int) server.getAttribute(scheduler, NUMBER) + 1;
      if (number <= most) {
        server.setAttribute(scheduler, new Attribute(NUMBER, number));
        LOG.info("checks waited for a thread to run on, there are {} from now on", number);
      }
    } catch (JMException | RuntimeException e) {
      LOG.debug("the number of threads that checks run on stays as it is", e);
    }
  }
}
