package io.risefall.publish;

import io.risefall.agent.HealthListener;
import java.io.IOException;

/**
 * Someone who is told. Its {@code toString} is a name for it: the dialect, and where. It asks the
 * agent for what it wants to know and is told what changes. It is opened once, before the agent
 * says that it is ready, and closed once.
 */
public interface Publisher extends HealthListener, AutoCloseable {

  /**
   * Begins to tell; what can be told at once has been told when this returns.
   *
   * @throws IOException if it cannot; then there is nothing to close
   */
  void open() throws IOException;

  /** How often something could not be told, written or run: for those who watch the agent. */
  default long failures() {
    return 0;
  }

  /** Ends as by {@link #close}, where another one begins at once to tell the same ones. */
  default void handOver() {
    close();
  }

  /** Ends, and frees what it holds. Returns within about a second. */
  @Override
  void close();
}
