package io.risefall.dns;

import io.risefall.dns.WireMessage.Answer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Type;

/**
 * What is told of a reply beside the verdict. Everything that a server chose is bounded and
 * printable.
 */
final class Facts {

  private static final int MOST_RECORDS = 16;
  private static final int MOST_CHARACTERS = 1024;
  private static final int NSID = 3;
  private static final int EXTENDED_ERROR = 15;

  private Facts() {}

  static void of(Reply reply, Answers answers, Map<String, String> facts) {
    of(reply, answers.records(), facts);
    if (!answers.unrelated().isEmpty()) {
      facts.put("unrelated", unrelated(answers.unrelated()));
    }
  }

  static void of(Reply reply, List<Answer> answers, Map<String, String> facts) {
    facts.put("rcode", reply.status());
    facts.put("flags", Flag.in(reply.message()));
    facts.put("transport", reply.overTcp() ? "tcp" : "udp");
    facts.put("answers", Integer.toString(answers.size()));
    if (!answers.isEmpty()) {
      facts.put("answer", text(answers));
    }
    ofOptions(reply.message().ednsOptions(), facts);
  }

  private static String text(List<Answer> answers) {
    StringBuilder text = new StringBuilder();
    for (Answer answer : answers.subList(0, Math.min(MOST_RECORDS, answers.size()))) {
      text.append(text.isEmpty() ? "" : "; ").append(answer.data());
    }
    return bounded(answers.size() > MOST_RECORDS ? text + "; ..." : text.toString());
  }

  /** With owner, class and type, in which they differ from what was asked for. */
  private static String unrelated(List<Answer> answers) {
    StringBuilder text = new StringBuilder();
    for (Answer answer : answers.subList(0, Math.min(MOST_RECORDS, answers.size()))) {
      text.append(text.isEmpty() ? "" : "; ")
          .append(WireName.text(answer.owner()))
          .append(answer.dclass() == DClass.IN ? " " : " " + DClass.string(answer.dclass()) + " ")
          .append(Type.string(answer.type()))
          .append(' ')
          .append(answer.data());
    }
    return bounded(answers.size() > MOST_RECORDS ? text + "; ..." : text.toString());
  }

  /** Options that do not fit are passed over: they change no verdict. */
  private static void ofOptions(ByteBuffer options, Map<String, String> facts) {
    while (options.remaining() >= 4) {
      int code = Short.toUnsignedInt(options.getShort());
      int length = Short.toUnsignedInt(options.getShort());
      if (length > options.remaining()) {
        return;
      }
      byte[] data = new byte[length];
      options.get(data);
      if (code == NSID && length > 0) {
        facts.put("nsid", Printable.text(data, 0, MOST_CHARACTERS));
      } else if (code == EXTENDED_ERROR && length >= 2) {
        facts.merge("extended-error", extendedError(data), (a, b) -> bounded(a + "; " + b));
      }
    }
  }

  /** RFC 8914, section 2: a code, and text in UTF-8. */
  private static String extendedError(byte[] data) {
    int code = Short.toUnsignedInt(ByteBuffer.wrap(data).getShort());
    String name = code + " " + ExtendedErrorCodeOption.text(code);
    return data.length == 2 ? name : name + ": " + Printable.text(data, 2, MOST_CHARACTERS);
  }

  private static String bounded(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
