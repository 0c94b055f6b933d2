package io.risefall.cli;

import io.risefall.option.Endpoint;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code risefall dig-wrapper}: the positional arguments of the Perl script around dig that many
 * clusters run from MISC_CHECK, and its verdicts: any status passes that does not match
 * ERROR_REGEX. The script's patterns for its arguments hold here, too, from the first character to
 * the last: Perl's {@code $} lets a newline through at the end, which is not taken here.
 */
final class DigWrapper {

  static final String NAME = "dig-wrapper";

  private static final String NAME_ALLOWED = "letters, digits, - and .";

  static final String USAGE = "FROM_IP CLASS QTYPE QNAME TO_IP TIME TRIES ERROR_REGEX [udp|tcp]";
  private static final List<String> CLASSES = List.of("IN", "CHAOS");
  private static final List<String> TYPES =
      List.of("A", "ANY", "MX", "PTR", "SRV", "TXT", "AAAA", "NS", "CNAME", "SOA");

  private DigWrapper() {}

  static int run(List<String> args, CheckCommand command, PrintStream out) throws UsageException {
    Arguments arguments = Arguments.parse(NAME, CheckCommand.OWN, args);
    if (arguments.help()) {
      Help.usage(NAME + " " + USAGE, out);
      out.println();
      out.println("Takes the arguments of the old Perl wrapper around dig and has its verdicts:");
      out.println("an answer passes unless its status matches ERROR_REGEX.");
      out.println();
      out.println("FROM_IP, TO_IP   numeric addresses, IPv4 or IPv6, without a port");
      out.println("CLASS            IN or CHAOS");
      out.println("QTYPE            " + String.join(" ", TYPES));
      out.println("QNAME            of " + NAME_ALLOWED);
      out.println("TIME, TRIES      digits: seconds for each try (0 is 1, at most 86400), and");
      out.println("                 attempts in all (0 is 1, at most 100)");
      out.println("ERROR_REGEX      a regular expression without white space");
      out.println("[udp|tcp]        tcp is TCP, anything else is UDP");
      out.println();
      Help.options(CheckCommand.OWN, out);
      return 0;
    }
    return command.run(prepare(arguments, command));
  }

  static CheckCommand.Prepared prepare(Arguments arguments, CheckCommand command)
      throws UsageException {
    return command.prepare(NAME, arguments, translate(arguments.positional()), "dns");
  }

  /** The options of {@code risefall dns} that mean the same. */
  static Map<String, List<String>> translate(List<String> args) throws UsageException {
    if (args.size() < 8 || args.size() > 9) {
      throw refused(args.size() + " arguments", USAGE);
    }
    Map<String, List<String>> texts = new HashMap<>();
    texts.put("source", List.of(address("FROM_IP", args.get(0))));
    texts.put("class", List.of(word("CLASS", args.get(1), CLASSES).substring(0, 2)));
    texts.put("type", List.of(word("QTYPE", args.get(2), TYPES)));
    texts.put("name", List.of(name(args.get(3))));
    texts.put("server", List.of(address("TO_IP", args.get(4))));
    texts.put("timeout", List.of(number("TIME", args.get(5), 86_400) + "s"));
    texts.put("tries", List.of(Integer.toString(number("TRIES", args.get(6), 100))));
    texts.put("fail-status", List.of(regex(args.get(7))));
    texts.put("expect-status", List.of("any"));
    // dig asks for ANY over TCP unless told otherwise. With udp, it still changes to TCP after a
    // truncated reply; so that is not passed on.
    String usual = args.get(2).equals("ANY") ? "tcp" : "udp";
    // Whatever else the script was given in the place of tcp was UDP to it.
    if ((args.size() == 9 ? args.get(8) : usual).equals("tcp")) {
      texts.put("transport", List.of("tcp"));
    }
    return texts;
  }

  /** No shell or dig gets this name, but neither did they before. */
  private static String name(String text) throws UsageException {
    if (text.isEmpty() || !text.chars().allMatch(DigWrapper::isOfNames)) {
      throw refused("QNAME '" + text + "'", NAME_ALLOWED);
    }
    return text;
  }

  private static boolean isOfNames(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.';
  }

  private static String address(String name, String text) throws UsageException {
    try {
      if (!text.startsWith("[") && Endpoint.parse(text, 0).port() == 0) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      // refused below, like an address with a port
    }
    throw refused(name + " '" + text + "'", "a numeric address");
  }

  private static String word(String name, String text, List<String> words) throws UsageException {
    if (!words.contains(text)) {
      throw refused(name + " '" + text + "'", String.join(", ", words));
    }
    return text;
  }

  /** As dig does, takes 0 for 1. As many zeros as there may be stand before it. */
  private static int number(String name, String text, int most) throws UsageException {
    int zeros = 0;
    while (zeros < text.length() - 1 && text.charAt(zeros) == '0') {
      zeros++;
    }
    String digits = text.substring(zeros);
    boolean fits =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!fits || Integer.parseInt(digits) > most) {
      throw refused(name + " '" + text + "'", "a whole number, 1 to " + most);
    }
    return Math.max(1, Integer.parseInt(digits));
  }

  private static String regex(String text) throws UsageException {
    try {
      if (!text.isEmpty() && text.chars().noneMatch(DigWrapper::isWhite)) {
        return Pattern.compile(inJava(text)).pattern();
      }
    } catch (PatternSyntaxException e) {
      // refused below, like an empty one
    }
    throw refused(
        "ERROR_REGEX '" + text + "'",
        "a regular expression without white space such as SERVFAIL|REFUSED");
  }

  /** As Perl has it. */
  private static boolean isWhite(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /**
   * Perl's {@code [[:upper:]]} as Java writes it, {@code [\p{Upper}]}: left as it is, it would be a
   * set of other letters, and a sick server would pass.
   */
  private static String inJava(String perl) {
    if (!perl.contains("[:")) {
      return perl;
    }
    return Pattern.compile("\\[:(\\^?)([a-z])([a-z]+):]")
        .matcher(perl)
        .replaceAll(
            found ->
                "\\\\"
                    + (found.group(1).isEmpty() ? "p{" : "P{")
                    + posixName(found.group(2).toUpperCase(Locale.ROOT) + found.group(3))
                    + "}");
  }

  private static String posixName(String name) {
    return switch (name) {
      case "Ascii" -> "ASCII";
      case "Xdigit" -> "XDigit";
      default -> name;
    };
  }

  private static UsageException refused(String what, String allowed) {
    return new UsageException(NAME, what + ", allowed: " + allowed);
  }
}
