package io.risefall.resident;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/** How often others may have checks run by the agent: no more than targets and it can bear. */
final class RunLimit {

  private final int perSecond;
  private final RateLimiter limiter;

  RunLimit(String name, int perSecond) {
    this.perSecond = perSecond;
    limiter =
        RateLimiter.of(
            name,
            RateLimiterConfig.custom()
                .limitForPeriod(perSecond)
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(Duration.ZERO)
                .build());
  }

  String words() {
    return perSecond + " runs a second in all";
  }

  boolean allows() {
    return limiter.acquirePermission();
  }
}
