package io.risefall.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, false, DOWN, UNKNOWN",
    "UP,      false, DOWN, UP",
    "DOWN,    false, UP,   DOWN",
    "UNKNOWN, true,  DOWN, DOWN",
    "UNKNOWN, true,  HOLD, UNKNOWN",
    "UNKNOWN, true,  UP,   UP",
    "UP,      true,  DOWN, DOWN",
    "UP,      true,  HOLD, UP",
    "UP,      true,  UP,   UP",
    "DOWN,    true,  DOWN, DOWN",
    "DOWN,    true,  HOLD, DOWN",
    "DOWN,    true,  UP,   UP"
  })
  void aReadyTargetIsToldByItsHealthUnlessItIsStale(
      Health health, boolean stale, OnStale onStale, Status told) {
    assertEquals(told, Status.effective(health, AdminState.READY, stale, onStale));
  }

  @ParameterizedTest
  @EnumSource(Health.class)
  void theAdministratorsWordWinsOverEverything(Health health) {
    for (OnStale onStale : OnStale.values()) {
      for (boolean stale : new boolean[] {false, true}) {
        assertEquals(Status.DRAIN, Status.effective(health, AdminState.DRAIN, stale, onStale));
        assertEquals(Status.MAINT, Status.effective(health, AdminState.MAINT, stale, onStale));
      }
    }
  }

  @Test
  void upAloneIsToldAsUp() {
    for (Status status : Status.values()) {
      assertEquals(status == Status.UP, status.isUp());
    }
  }
}
