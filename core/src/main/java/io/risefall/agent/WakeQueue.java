package io.risefall.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks by the time at which each wants attention: a binary heap that knows each one's place. The
 * times lie beside the checks and not in them: 10,000 checks do not fit into a processor's nearest
 * caches, their times do.
 */
final class WakeQueue {

  /** The wake time of a check that wants none. */
  static final long NEVER = Long.MAX_VALUE;

  private @Nullable CheckNode[] heap = new CheckNode[16];
  private long[] times = new long[16];
  private int size;

  /** The earliest wake time, or {@link #NEVER}. */
  long earliest() {
    return size == 0 ? NEVER : times[0];
  }

  /** The earliest check if its time has come, else null; it stays until it is set anew. */
  @Nullable CheckNode due(long now) {
    return earliest() > now ? null : heap[0];
  }

  /** Puts {@code node} at its new time, takes it out for {@link #NEVER}. */
  void set(CheckNode node, long wakeAt) {
    int at = node.heapIndex;
    if (wakeAt == NEVER) {
      if (at >= 0) {
        remove(node, at);
      }
    } else if (at < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
        times = Arrays.copyOf(times, 2 * size);
      }
      up(node, wakeAt, size++);
    } else if (wakeAt < times[at]) {
      up(node, wakeAt, at);
    } else if (wakeAt > times[at]) {
      down(node, wakeAt, at);
    }
  }

  private void remove(CheckNode node, int at) {
    node.heapIndex = -1;
    CheckNode last = heap[--size];
    heap[size] = null;
    if (last != null && last != node) {
      down(last, times[size], at);
      if (last.heapIndex == at) {
        up(last, times[size], at);
      }
    }
  }

  private void up(CheckNode node, long wakeAt, int from) {
    int at = from;
    while (at > 0) {
      int above = (at - 1) >>> 1;
      CheckNode parent = heap[above];
      if (parent == null || times[above] <= wakeAt) {
        break;
      }
      place(parent, times[above], at);
      at = above;
    }
    place(node, wakeAt, at);
  }

  private void down(CheckNode node, long wakeAt, int from) {
    int at = from;
    while (2 * at + 1 < size) {
      int below = 2 * at + 1;
      if (below + 1 < size && times[below + 1] < times[below]) {
        below++;
      }
      CheckNode child = heap[below];
      if (child == null || times[below] >= wakeAt) {
        break;
      }
      place(child, times[below], at);
      at = below;
    }
    place(node, wakeAt, at);
  }

  private void place(CheckNode node, long wakeAt, int at) {
    heap[at] = node;
    times[at] = wakeAt;
    node.heapIndex = at;
  }
}
