package io.risefall.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one declaration of an option. From it come the key in the file, the flag, help, completion,
 * the reference and the validation. Immutable; compared by identity.
 *
 * @param <T> the type of its value
 */
public final class Option<T> {

  private final String name;
  private final OptionKind<T> kind;
  private final String description;
  private final @Nullable String defaultText;
  private final boolean required;
  private final boolean repeatable;
  private final boolean positional;

  private Option(
      String name,
      OptionKind<T> kind,
      String description,
      @Nullable String defaultText,
      boolean required,
      boolean repeatable,
      boolean positional) {
    this.name = name;
    this.kind = kind;
    this.description = description;
    this.defaultText = defaultText;
    this.required = required;
    this.repeatable = repeatable;
    this.positional = positional;
  }

  /**
   * An optional option without a default.
   *
   * @param name in kebab-case, without dashes before it
   * @param description what it does, in one line without a full stop, units included
   */
  public static <T> Option<T> of(String name, OptionKind<T> kind, String description) {
    return new Option<>(name, kind, description, null, false, false, false);
  }

  /**
   * The same with a default, written as a user would write it.
   *
   * @throws IllegalArgumentException if the default is not allowed by the kind
   */
  public Option<T> orElse(String text) {
    kind.parse(text);
    return new Option<>(name, kind, description, text, false, repeatable, positional);
  }

  /** The same, but it must be given. */
  public Option<T> required() {
    return new Option<>(name, kind, description, null, true, repeatable, positional);
  }

  /** The same, but it may be given more than once (in a file: as a list). */
  public Option<T> repeatable() {
    return new Option<>(name, kind, description, defaultText, required, true, positional);
  }

  /** The same, but on the command line it stands without a flag; it is required then. */
  public Option<T> positional() {
    return new Option<>(name, kind, description, null, true, repeatable, true);
  }

  /** The name, without dashes. */
  public String name() {
    return name;
  }

  /** The kind of its value. */
  public OptionKind<T> kind() {
    return kind;
  }

  /** What it does. */
  public String description() {
    return description;
  }

  /** The default as a user would write it. */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /** Whether it must be given. */
  public boolean isRequired() {
    return required;
  }

  /** Whether it may be given more than once. */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** Whether it stands without a flag on the command line. */
  public boolean isPositional() {
    return positional;
  }

  /** Whether it takes no value on the command line. */
  public boolean isFlag() {
    return kind == OptionKind.FLAG;
  }

  @Override
  public String toString() {
    return name;
  }
}
