package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.xbill.DNS.Rcode;

/** The launcher called by many at once. */
@Isolated("what runs beside it would be late")
class LauncherHerdIT {

  @Test
  void aHundredRunsTwentyFiveAtOnceAreAllRight() {
    try (ToyNameServer healthy = ToyNameServer.answering("192.0.2.1");
        ToyNameServer sick = ToyNameServer.failing(Rcode.REFUSED)) {
      for (int wave = 0; wave < 4; wave++) {
        List<Launcher.Running> running = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
          String asked = i % 2 == 0 ? healthy.address() : sick.address();
          running.add(
              Launcher.packaged().start("dns", "a.example", "--timeout", "30s", "--server", asked));
        }
        for (int i = 0; i < running.size(); i++) {
          Outcome outcome = running.get(i).outcome();
          assertEquals(i % 2, outcome.code(), outcome.toString());
          assertEquals("", outcome.err());
        }
      }
    }
  }
}
