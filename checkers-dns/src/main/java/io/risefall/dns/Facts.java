package io.risefall.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;

/**
 * What is told of a reply beside the verdict. Everything a server chose is bounded and printable.
 */
final class Facts {

  private static final int MOST_RECORDS = 16;
  private static final int MOST_CHARACTERS = 1024;
  private static final int[] FLAGS = {
    Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD
  };

  private Facts() {}

  static void of(Reply reply, List<Record> answers, Map<String, String> facts) {
    facts.put("rcode", reply.status());
    facts.put("flags", flags(reply));
    facts.put("transport", reply.overTcp() ? "tcp" : "udp");
    facts.put("answers", Integer.toString(answers.size()));
    if (!answers.isEmpty()) {
      facts.put("answer", text(answers));
    }
    OPTRecord opt = reply.message().getOPT();
    if (opt != null) {
      opt.getOptions().forEach(option -> ofOption(option, facts));
    }
  }

  static String flags(Reply reply) {
    List<String> set = new ArrayList<>();
    for (int flag : FLAGS) {
      if (reply.hasFlag(flag)) {
        set.add(Flags.string(flag));
      }
    }
    return String.join(" ", set);
  }

  private static String text(List<Record> answers) {
    String some =
        answers.stream()
            .limit(MOST_RECORDS)
            .map(Record::rdataToString)
            .collect(Collectors.joining("; "));
    return bounded(answers.size() > MOST_RECORDS ? some + "; ..." : some);
  }

  private static void ofOption(EDNSOption option, Map<String, String> facts) {
    if (option instanceof NSIDOption nsid) {
      facts.put("nsid", bounded(printable(latin(nsid.toWire()))));
    } else if (option instanceof ExtendedErrorCodeOption error) {
      String name = ExtendedErrorCodeOption.text(error.getErrorCode());
      String text =
          error.getText() == null || error.getText().isEmpty() ? "" : ": " + error.getText();
      String one = error.getErrorCode() + " " + name + text;
      facts.merge("extended-error", bounded(printable(one)), (a, b) -> bounded(a + "; " + b));
    }
  }

  /** The octets after the option's code and length. */
  private static String latin(byte[] option) {
    return new String(option, 4, option.length - 4, StandardCharsets.ISO_8859_1);
  }

  private static String printable(String text) {
    return text.chars()
        .mapToObj(c -> c >= ' ' && c < 127 ? String.valueOf((char) c) : String.format("\\%03d", c))
        .collect(Collectors.joining());
  }

  private static String bounded(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
