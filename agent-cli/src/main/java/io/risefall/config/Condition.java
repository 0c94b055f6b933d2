package io.risefall.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on checks and groups, each true while it is up: names, {@code and}, {@code or},
 * {@code not} and parentheses; {@code not} binds closest, then {@code and}. Immutable.
 */
public final class Condition {

  /** What always holds. */
  public static final Condition OTHERWISE =
      new Condition("otherwise", Set.of(), new All(List.of()));

  private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[^\\s()]+)");
  private static final int DEEPEST = 100;
  private static final int MOST_SHOWN = 40;

  private final String text;
  private final Set<String> names;
  private final Term term;

  private Condition(String text, Set<String> names, Term term) {
    this.text = text;
    this.names = names;
    this.term = term;
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Condition parse(String text) {
    Parser parser = new Parser(text);
    Term term = parser.any(0);
    if (parser.at < parser.tokens.size()) {
      throw new IllegalArgumentException(
          "'" + shown(parser.tokens.get(parser.at)) + "' is too much");
    }
    return new Condition(text, parser.names, term);
  }

  /** A text within a message: at most so much of it. */
  static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }

  /**
   * Whether it holds.
   *
   * @param up whether a check or group is up; empty if that is not known
   * @return empty if it depends on what is not known
   */
  public Optional<Boolean> holds(Function<String, Optional<Boolean>> up) {
    return term.holds(up);
  }

  /** The checks and groups it is about. */
  public Set<String> names() {
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return text;
  }

  /** A part of it; at most {@link #DEEPEST} within each other, and as many beside as there are. */
  private sealed interface Term {
    Optional<Boolean> holds(Function<String, Optional<Boolean>> up);
  }

  private record Name(String name) implements Term {
    @Override
    public Optional<Boolean> holds(Function<String, Optional<Boolean>> up) {
      return up.apply(name);
    }
  }

  private record Not(Term term) implements Term {
    @Override
    public Optional<Boolean> holds(Function<String, Optional<Boolean>> up) {
      return term.holds(up).map(is -> !is);
    }
  }

  private record All(List<Term> terms) implements Term {
    @Override
    public Optional<Boolean> holds(Function<String, Optional<Boolean>> up) {
      return decided(terms, false, up);
    }
  }

  private record Any(List<Term> terms) implements Term {
    @Override
    public Optional<Boolean> holds(Function<String, Optional<Boolean>> up) {
      return decided(terms, true, up);
    }
  }

  /** {@code by} if it is the answer of one of them; the other one if it is none's. */
  private static Optional<Boolean> decided(
      List<Term> terms, boolean by, Function<String, Optional<Boolean>> up) {
    boolean known = true;
    for (Term term : terms) {
      Optional<Boolean> one = term.holds(up);
      if (one.isPresent() && one.get() == by) {
        return one;
      }
      known &= one.isPresent();
    }
    return known ? Optional.of(!by) : Optional.empty();
  }

  private static final class Parser {
    final List<String> tokens = new ArrayList<>();
    final Set<String> names = new LinkedHashSet<>();
    int at;

    Parser(String text) {
      Matcher token = TOKEN.matcher(text.strip());
      while (token.lookingAt()) {
        tokens.add(token.group(1));
        token.region(token.end(), token.regionEnd());
      }
    }

    private boolean next(String word) {
      boolean there = at < tokens.size() && tokens.get(at).equals(word);
      if (there) {
        at++;
      }
      return there;
    }

    Term any(int depth) {
      List<Term> terms = new ArrayList<>();
      do {
        terms.add(all(depth));
      } while (next("or"));
      return terms.size() == 1 ? terms.getFirst() : new Any(List.copyOf(terms));
    }

    private Term all(int depth) {
      List<Term> terms = new ArrayList<>();
      do {
        terms.add(one(depth));
      } while (next("and"));
      return terms.size() == 1 ? terms.getFirst() : new All(List.copyOf(terms));
    }

    private Term one(int depth) {
      if (depth > DEEPEST) {
        throw new IllegalArgumentException("more than " + DEEPEST + " within each other");
      }
      if (next("not")) {
        return new Not(one(depth + 1));
      }
      if (next("(")) {
        Term inner = any(depth + 1);
        if (!next(")")) {
          throw new IllegalArgumentException("'(' without ')'");
        }
        return inner;
      }
      if (at == tokens.size()) {
        throw new IllegalArgumentException("ends where a name is due");
      }
      String name = tokens.get(at++);
      if (name.equals("and") || name.equals("or") || name.equals(")")) {
        throw new IllegalArgumentException("'" + name + "' where a name is due");
      }
      names.add(name);
      return new Name(name);
    }
  }
}
