package io.risefall.dns;

import io.risefall.dns.WireMessage.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Type;

/**
 * Which records of an answer section answer the question: those of its class and type whose owner
 * is the name that was asked for, or the end of a chain of aliases that begins there (RFC 1034,
 * section 4.3.2). The records of a chain may stand in any order. A DNAME leads nowhere by itself:
 * its server adds the CNAME that follows from it (RFC 6672, section 3.1). Who asks for ANY gets
 * what is on the way as well.
 *
 * @param records what answers, each record once (RFC 2181, section 5)
 * @param aliases the chain of CNAME records, from the name that was asked for on
 * @param endless whether the chain goes round in a circle, or is longer than anybody follows it
 * @param unrelated the records that belong neither to the chain nor to its end
 */
record Answers(
    List<Answer> records, List<Answer> aliases, boolean endless, List<Answer> unrelated) {

  /** BIND's bound of old; the resolvers of today follow fewer. */
  private static final int LONGEST_CHAIN = 16;

  /** Types from here to ANY (255) are no data (RFC 6895, section 3.1). */
  private static final int FIRST_META_TYPE = 128;

  static Answers of(Query query, List<Answer> section) {
    boolean any = query.type() == Type.ANY;
    String end = query.name();
    List<Answer> aliases = new ArrayList<>();
    List<Answer> records = of(end, query.type(), query, section);
    while (aliases.size() < LONGEST_CHAIN
        && (any || (records.isEmpty() && query.type() != Type.CNAME))) {
      List<Answer> alias = of(end, Type.CNAME, query, section);
      if (alias.size() != 1) {
        break; // two of them do not say where to go (RFC 2181, section 10.1)
      }
      aliases.add(alias.get(0));
      if (any && isOwner(alias.get(0).target(), aliases)) {
        break;
      }
      end = alias.get(0).target();
      records.addAll(of(end, query.type(), query, section));
    }
    boolean endless =
        records.isEmpty()
            && aliases.size() == LONGEST_CHAIN
            && !of(end, Type.CNAME, query, section).isEmpty();
    return new Answers(records, aliases, endless, unrelated(end, query, section, aliases));
  }

  private static boolean isOwner(String name, List<Answer> aliases) {
    for (Answer alias : aliases) {
      if (alias.owner().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the server answered with records, and none of them answers the question. */
  boolean areWrong() {
    return records.isEmpty() && (endless || !unrelated.isEmpty());
  }

  /** The records of one name and type, in the question's class, each once. */
  private static List<Answer> of(String name, int type, Query query, List<Answer> section) {
    List<Answer> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Answer one : section) {
      if (isOf(name, type, query, one)
          && seen.add(type == Type.ANY ? one.type() + " " + one.data() : one.data())) {
        found.add(one);
      }
    }
    return found;
  }

  private static boolean isOf(String name, int type, Query query, Answer one) {
    return one.dclass() == query.dclass()
        && (one.type() == type || (type == Type.ANY && isData(one.type())))
        && one.owner().equals(name);
  }

  /** Neither what signs data nor what is no record at all. */
  private static boolean isData(int type) {
    return !isSignature(type) && type != Type.OPT && (type < FIRST_META_TYPE || type > Type.ANY);
  }

  static boolean isSignature(int type) {
    return type == Type.RRSIG || type == Type.SIG;
  }

  private static List<Answer> unrelated(
      String end, Query query, List<Answer> section, List<Answer> aliases) {
    List<Answer> unrelated = new ArrayList<>();
    for (Answer one : section) {
      boolean belongs =
          isOf(end, query.type(), query, one)
              || isSignature(one.type())
              || leads(one, query, aliases);
      if (!belongs) {
        unrelated.add(one);
      }
    }
    return unrelated;
  }

  /** Whether it is one of these aliases, or a DNAME from which one of them follows. */
  private static boolean leads(Answer one, Query query, List<Answer> aliases) {
    for (Answer alias : aliases) {
      if (isOf(alias.owner(), Type.CNAME, query, one)
          || isOf(alias.owner(), query.type(), query, one)
          || (one.type() == Type.DNAME && isBelow(alias.owner(), one.owner()))) {
        return true;
      }
    }
    return false;
  }

  /** Both as {@link Answer#owner()} has them: labels, each after its length. */
  private static boolean isBelow(String name, String ancestor) {
    for (int at = 0; name.charAt(at) != 0; ) {
      at += 1 + name.charAt(at);
      if (name.length() - at == ancestor.length() && name.endsWith(ancestor)) {
        return true;
      }
    }
    return false;
  }
}
