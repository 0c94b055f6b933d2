package io.risefall.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on checks and groups, each true while it is up: names, {@code and}, {@code or},
 * {@code not} and parentheses; {@code not} binds closest, then {@code and}. Immutable.
 */
public final class Condition {

  /** What always holds. */
  public static final Condition OTHERWISE = new Condition("otherwise", Set.of(), up -> true);

  private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[^\\s()]+)");
  private static final int DEEPEST = 100;

  private final String text;
  private final Set<String> names;
  private final Predicate<Predicate<String>> test;

  private Condition(String text, Set<String> names, Predicate<Predicate<String>> test) {
    this.text = text;
    this.names = names;
    this.test = test;
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Condition parse(String text) {
    Parser parser = new Parser(text);
    Predicate<Predicate<String>> test = parser.any(0);
    if (parser.at < parser.tokens.size()) {
      throw new IllegalArgumentException("'" + parser.tokens.get(parser.at) + "' is too much");
    }
    return new Condition(text, parser.names, test);
  }

  /** Whether it holds. */
  public boolean holds(Predicate<String> up) {
    return test.test(up);
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

    Predicate<Predicate<String>> any(int depth) {
      Predicate<Predicate<String>> left = all(depth);
      while (next("or")) {
        left = left.or(all(depth));
      }
      return left;
    }

    private Predicate<Predicate<String>> all(int depth) {
      Predicate<Predicate<String>> left = one(depth);
      while (next("and")) {
        left = left.and(one(depth));
      }
      return left;
    }

    private Predicate<Predicate<String>> one(int depth) {
      if (depth > DEEPEST) {
        throw new IllegalArgumentException("goes too deep");
      }
      if (next("not")) {
        return one(depth + 1).negate();
      }
      if (next("(")) {
        Predicate<Predicate<String>> inner = any(depth + 1);
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
      return up -> up.test(name);
    }
  }
}
