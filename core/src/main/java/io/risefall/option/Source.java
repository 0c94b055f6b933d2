package io.risefall.option;

import java.util.Optional;

/** The option {@code source}, which every checker has that opens sockets. */
public final class Source {

  /** The declaration. */
  public static final Option<Endpoint> OPTION =
      Option.of("source", OptionKind.ADDRESS, "the address of this host to check from");

  private Source() {}

  /**
   * The source address, if one was given.
   *
   * @param target the option that says what is checked, for messages
   * @param address the target's address, if it is known
   * @throws InvalidOptionException if the source is of the other address family
   */
  public static Optional<Endpoint> of(
      Options options, Option<?> target, Optional<Endpoint> address) {
    Optional<Endpoint> source = options.find(OPTION);
    if (source.isPresent()
        && address.isPresent()
        && source.get().isIpv6() != address.get().isIpv6()) {
      throw new InvalidOptionException(
          OPTION.name(),
          "'"
              + source.get()
              + "' is "
              + family(source.get())
              + " but "
              + target.name()
              + " '"
              + address.get()
              + "' is "
              + family(address.get()),
          "an " + family(address.get()) + " address of this host");
    }
    return source;
  }

  private static String family(Endpoint endpoint) {
    return endpoint.isIpv6() ? "IPv6" : "IPv4";
  }
}
