package io.risefall.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The header's flags, in the order in which dig writes them. */
enum Flag {
  AA(WireMessage.AA),
  TC(WireMessage.TC),
  RD(WireMessage.RD),
  RA(WireMessage.RA),
  AD(WireMessage.AD),
  CD(WireMessage.CD);

  private final int bit;

  Flag(int bit) {
    this.bit = bit;
  }

  /** Their names, as options and facts have them. */
  static List<String> words() {
    return Arrays.stream(values()).map(Flag::toString).toList();
  }

  static Flag of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The flags that are set. */
  static String in(WireMessage message) {
    List<String> set = new ArrayList<>();
    for (Flag flag : values()) {
      if (flag.isSet(message)) {
        set.add(flag.toString());
      }
    }
    return String.join(" ", set);
  }

  boolean isSet(WireMessage message) {
    return message.hasFlag(bit);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
