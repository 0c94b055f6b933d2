package io.risefall.publish;

import io.risefall.agent.CheckSnapshot;
import java.util.Optional;

/** What is told of a check or group, asked for when it is needed. */
@FunctionalInterface
interface Told {

  /** How it stands now; empty if there is none of that name. */
  Optional<CheckSnapshot> of(String name);

  /** The one rule of all dialects; what is not known is not up. */
  default boolean isUp(String name) {
    return of(name).map(check -> check.status().isUp()).orElse(false);
  }
}
