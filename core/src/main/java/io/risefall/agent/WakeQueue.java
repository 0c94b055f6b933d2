package io.risefall.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks by the time at which each wants attention: a binary heap that knows each one's place. */
final class WakeQueue {

  /** The wake time of a check that wants none. */
  static final long NEVER = Long.MAX_VALUE;

  private @Nullable CheckNode[] heap = new CheckNode[16];
  private int size;

  /** The earliest wake time, or {@link #NEVER}. */
  long earliest() {
    CheckNode first = heap[0];
    return first == null ? NEVER : first.wakeAt;
  }

  /** Removes and returns the earliest check if its time has come, else null. */
  @Nullable CheckNode poll(long now) {
    CheckNode first = heap[0];
    if (first == null || first.wakeAt > now) {
      return null;
    }
    set(first, NEVER);
    return first;
  }

  /** Puts {@code node} at its new time, takes it out for {@link #NEVER}. */
  void set(CheckNode node, long wakeAt) {
    int at = node.heapIndex;
    long before = node.wakeAt;
    node.wakeAt = wakeAt;
    if (wakeAt == NEVER) {
      if (at >= 0) {
        remove(node, at);
      }
    } else if (at < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      up(node, size++);
    } else if (wakeAt < before) {
      up(node, at);
    } else {
      down(node, at);
    }
  }

  private void remove(CheckNode node, int at) {
    node.heapIndex = -1;
    CheckNode last = heap[--size];
    heap[size] = null;
    if (last != null && last != node) {
      down(last, at);
      if (last.heapIndex == at) {
        up(last, at);
      }
    }
  }

  private void up(CheckNode node, int from) {
    int at = from;
    while (at > 0) {
      int above = (at - 1) >>> 1;
      CheckNode parent = heap[above];
      if (parent == null || parent.wakeAt <= node.wakeAt) {
        break;
      }
      place(parent, at);
      at = above;
    }
    place(node, at);
  }

  private void down(CheckNode node, int from) {
    int at = from;
    while (2 * at + 1 < size) {
      int below = 2 * at + 1;
      CheckNode child = heap[below];
      CheckNode right = below + 1 < size ? heap[below + 1] : null;
      if (right != null && child != null && right.wakeAt < child.wakeAt) {
        child = right;
        below++;
      }
      if (child == null || child.wakeAt >= node.wakeAt) {
        break;
      }
      place(child, at);
      at = below;
    }
    place(node, at);
  }

  private void place(CheckNode node, int at) {
    heap[at] = node;
    node.heapIndex = at;
  }
}
