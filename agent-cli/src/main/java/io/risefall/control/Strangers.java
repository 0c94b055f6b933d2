package io.risefall.control;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Those who have not shown the token yet. There are few at once, since each holds a thread. Where
 * there are too many, the one that came first and says nothing makes room: a launcher sends its
 * token at once, and those who only hold a place are not to keep it out. Safe for use by many
 * threads.
 */
final class Strangers {

  /** How long at most until it is looked again whether one is silent now. */
  private static final long LOOK_AGAIN_MILLIS = 10;

  private final int most;

  /** In the order in which they came; guarded by this. */
  private final Set<Conversation> here = new LinkedHashSet<>();

  Strangers(int most) {
    this.most = most;
  }

  /**
   * Takes one more as soon as there is room.
   *
   * @return whether somebody was closed for it
   */
  synchronized boolean enter(Conversation next) throws InterruptedException {
    boolean closed = false;
    while (here.size() >= most) {
      for (Conversation oldest : here) {
        if (oldest.giveUpIfSilent()) {
          closed = true;
          break;
        }
      }
      wait(LOOK_AGAIN_MILLIS);
    }
    here.add(next);
    return closed;
  }

  /** One is known now, or gone; of no effect if it was before. */
  synchronized void leave(Conversation conversation) {
    if (here.remove(conversation)) {
      notifyAll();
    }
  }
}
