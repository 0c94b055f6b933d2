package io.risefall.check;

import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.util.List;

/**
 * Makes checkers of one type. Providers are found by {@link java.util.ServiceLoader}; the keys of
 * the configuration file, the flags of the command, help, completion, reference and validation all
 * come from {@link #options()}. Implementations are safe for use by many threads.
 */
public interface CheckerProvider {

  /** The name of the type in configuration and on the command line, in kebab-case: {@code dns}. */
  String type();

  /** What a check of this type tells, in one line without a full stop. */
  String summary();

  /** Every option, declared once, in the order in which to show them. */
  List<Option<?>> options();

  /**
   * Whether a check of this type does nothing but ask servers over the network, as anybody on this
   * host could, and reads no file but those of its options of {@link OptionKind#file}: then a
   * running agent may run it for another user. Default: no.
   */
  default boolean asksOnly() {
    return false;
  }

  /**
   * Makes a checker. No I/O happens here.
   *
   * @param options values that have passed their declarations
   * @throws InvalidOptionException if the values do not fit together
   */
  Checker create(Options options);
}
