package io.risefall.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Refuses what would take more stack or time than a file is worth: whoever makes a tree of it does
 * so by recursion, and walks through what an alias stands for each time that it stands somewhere.
 */
final class BoundedParser implements Parser {

  /** Lists and mappings within each other; the deepest that the file needs has six. */
  static final int DEEPEST = 100;

  /** What all aliases of a file may stand for, in values. */
  static final long MOST_BY_ALIAS = 1_000_000;

  private final Parser parser;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Anchor, Long> sizes = new HashMap<>();
  private long values;
  private long byAlias;

  /** A list or mapping that has not ended, and how many values there were before it. */
  private record Open(@Nullable Anchor anchor, long before) {}

  BoundedParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event.getEventId()) {
      case SequenceStart, MappingStart -> begin((NodeEvent) event);
      case SequenceEnd, MappingEnd -> end();
      case Scalar -> {
        values++;
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> sizes.put(anchor, 1L));
      }
      case Alias -> alias((AliasEvent) event);
      default -> {
        // stands for no value
      }
    }
    return event;
  }

  private void begin(NodeEvent event) {
    if (open.size() >= DEEPEST) {
      throw refused("more than " + DEEPEST + " lists and mappings within each other", event);
    }
    Anchor anchor = event.getAnchor().orElse(null);
    if (anchor != null) {
      sizes.remove(anchor); // until it has ended, nothing can stand for it
    }
    open.push(new Open(anchor, values));
    values++;
  }

  private void end() {
    Open ended = open.pop();
    if (ended.anchor != null) {
      sizes.put(ended.anchor, values - ended.before);
    }
  }

  private void alias(AliasEvent event) {
    Long size = sizes.get(event.getAlias());
    if (size == null) {
      boolean within = open.stream().anyMatch(one -> event.getAlias().equals(one.anchor));
      if (within) {
        throw refused("*" + event.getAlias() + " stands within what it stands for", event);
      }
      return; // there is no such anchor, which the composer says
    }
    values += size;
    byAlias += size;
    if (byAlias > MOST_BY_ALIAS) {
      throw refused("aliases stand for more than " + MOST_BY_ALIAS + " values in all", event);
    }
  }

  private static ParserException refused(String problem, Event event) {
    Optional<Mark> mark = event.getStartMark();
    return new ParserException(problem, mark);
  }
}
