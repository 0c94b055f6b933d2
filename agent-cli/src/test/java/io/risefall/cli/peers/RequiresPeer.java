package io.risefall.cli.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that talk to real programs. Where one of them is missing they are skipped, and say what to
 * install; with {@code -Drisefall.peers=required} they fail instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(PeerCondition.class)
public @interface RequiresPeer {

  /** The programs; all of them are needed. */
  Peer[] value();
}
