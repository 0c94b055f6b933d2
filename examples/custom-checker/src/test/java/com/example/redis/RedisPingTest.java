package com.example.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.check.Verdict;
import io.risefall.option.InvalidOptionException;
import org.junit.jupiter.api.Test;

class RedisPingTest {

  private static final String LOADING = "-LOADING Redis is loading the dataset in memory";

  private static CheckResult check(String... settings) throws InterruptedException {
    Checker checker = Checkers.of(new RedisPingProvider()).create("redis-ping", settings);
    return CheckRun.run(checker);
  }

  @Test
  void pongPasses() throws Exception {
    try (ToyRedis redis = new ToyRedis("+PONG")) {
      assertEquals(Verdict.PASS, check("address=" + redis.address()).verdict());
    }
  }

  @Test
  void anErrorFailsAndIsQuoted() throws Exception {
    try (ToyRedis redis = new ToyRedis("-NOAUTH Authentication required.")) {
      CheckResult result = check("address=" + redis.address());
      assertEquals(Verdict.FAIL, result.verdict());
      assertEquals("redis-answer", result.reason().code());
      assertEquals("'-NOAUTH Authentication required.' from " + redis.address(), result.message());
    }
  }

  @Test
  void aServerThatLoadsFailsUnlessThatIsAllowed() throws Exception {
    try (ToyRedis redis = new ToyRedis(LOADING)) {
      String address = "address=" + redis.address();
      assertEquals(Verdict.FAIL, check(address).verdict());
      assertEquals(Verdict.DEGRADED, check(address, "allow-loading=true").verdict());
    }
  }

  @Test
  void aSourceThatIsNotOnThisHostIsNotTheServersFault() throws Exception {
    try (ToyRedis redis = new ToyRedis("+PONG")) {
      CheckResult result = check("address=" + redis.address(), "source=192.0.2.1");
      assertEquals(Verdict.BROKEN, result.verdict());
      assertEquals("source-unavailable", result.reason().code());
    }
  }

  @Test
  void aSourceOfTheOtherFamilyIsRefused() {
    InvalidOptionException refused =
        assertThrows(
            InvalidOptionException.class, () -> check("address=127.0.0.1", "source=2001:db8::1"));
    assertEquals(
        "source: '2001:db8::1', allowed: an address of the same family as 127.0.0.1:6379",
        refused.getMessage());
  }

  @Test
  void theServiceFileNamesTheProvider() {
    assertTrue(Checkers.installed().provider("redis-ping").isPresent());
  }
}
