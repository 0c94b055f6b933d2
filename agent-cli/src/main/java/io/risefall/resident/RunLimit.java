package io.risefall.resident;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/** How often operators may have checks run at once: no more than a target can bear. */
final class RunLimit {

  static final String WORDS = "10 runs a second in all";

  private final RateLimiter limiter =
      RateLimiter.of(
          "check-now",
          RateLimiterConfig.custom()
              .limitForPeriod(10)
              .limitRefreshPeriod(Duration.ofSeconds(1))
              .timeoutDuration(Duration.ZERO)
              .build());

  boolean allows() {
    return limiter.acquirePermission();
  }
}
