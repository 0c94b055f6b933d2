package io.risefall.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.risefall.net.DerReader.MalformedException;
import io.risefall.net.DerReader.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The constraints on names for the DNS (RFC 5280, section 4.2.1.10), for a common name that stands
 * in the place of one: PKIX looks at those of the other kind alone.
 */
final class NameConstraints {

  private static final int PERMITTED = 0xa0;
  private static final int EXCLUDED = 0xa1;
  private static final int DNS_NAME = 0x82;

  private final List<String> permitted = new ArrayList<>();
  private final List<String> excluded = new ArrayList<>();

  private NameConstraints(byte[] extension) throws MalformedException {
    for (Value subtrees : DerReader.extension(extension).children(DerReader.SEQUENCE)) {
      List<String> into = subtrees.tag() == EXCLUDED ? excluded : permitted;
      for (Value subtree : subtrees.children(subtrees.tag() == EXCLUDED ? EXCLUDED : PERMITTED)) {
        for (Value base : subtree.children(DerReader.SEQUENCE)) {
          if (base.tag() == DNS_NAME) {
            into.add(new String(base.content(), ISO_8859_1).toLowerCase(Locale.ROOT));
          }
        }
      }
    }
  }

  static NameConstraints of(byte[] extension) throws MalformedException {
    return new NameConstraints(extension);
  }

  boolean allow(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return (permitted.isEmpty() || permitted.stream().anyMatch(tree -> isIn(tree, lower)))
        && excluded.stream().noneMatch(tree -> isIn(tree, lower));
  }

  private static boolean isIn(String tree, String name) {
    return tree.isEmpty()
        || name.equals(tree)
        || name.endsWith(tree.startsWith(".") ? tree : "." + tree);
  }
}
