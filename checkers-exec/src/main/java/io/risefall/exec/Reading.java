package io.risefall.exec;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What is read of a program's ending; which of them is chosen by {@code read}. */
enum Reading {
  /** 0 passes, anything else fails. */
  EXIT {
    @Override
    CheckResult judge(int code, Ending ending) {
      String said = sayingMore(ending);
      String message = codeText(code) + (said.isEmpty() ? "" : ": " + said);
      return code == 0
          ? CheckResult.pass(message)
          : CheckResult.fail(new Reason("exec-exit"), message);
    }
  },

  /** As monitoring plugins end, by the Nagios plugin guidelines: the exit code counts. */
  NAGIOS {
    @Override
    CheckResult judge(int code, Ending ending) {
      String said = ending.out();
      PluginOutput output =
          PluginOutput.of(ending.outIsCut() ? PluginOutput.withoutLastWord(said) : said);
      String text = message(output.text());
      String message =
          text.isEmpty() ? codeText(code) + ", no text" : PluginStatus.compared(code, text);
      CheckResult result =
          switch (code) {
            case 0 -> CheckResult.pass(message);
            case 1 -> CheckResult.degraded(new Reason("exec-warning"), message);
            case 2 -> CheckResult.fail(new Reason("exec-critical"), message);
            case 3 -> CheckResult.broken(UNKNOWN, message);
            default ->
                CheckResult.broken(
                    UNKNOWN,
                    codeText(code) + ", allowed: 0 to 3" + (text.isEmpty() ? "" : ": " + text));
          };
      return result.withFacts(output.measurements());
    }
  },

  /**
   * A first line of 1 or 0, as bngagent's scripts write it, or of a weight. Whatever the exit code
   * is, but for what ends a program that did not mean to end.
   */
  FIRST_LINE {
    @Override
    CheckResult judge(int code, Ending ending) {
      String line = FirstLine.strip(firstLine(ending.out()));
      String message = "the program says " + line;
      String problem = FirstLine.problem(line, ending);
      String signal = Signals.name(code - 128);
      if (problem.isEmpty() && !signal.isEmpty() && !line.equals("0")) {
        problem = message + " and was ended by " + signal;
      }
      if (!problem.isEmpty()) {
        return CheckResult.broken(new Reason("exec-output"), problem);
      }
      return switch (line) {
        case "0" -> CheckResult.fail(new Reason("exec-down"), message);
        case "1" -> CheckResult.pass(message);
        default -> CheckResult.pass(message).withWeight(Integer.parseInt(line));
      };
    }
  };

  private static final Reason UNKNOWN = new Reason("exec-unknown");
  private static final int LONGEST_MESSAGE = 300;
  private static final int LONGEST_FACT = 1024;

  static Reading of(String word) {
    return values()[ExecCheckerProvider.READINGS.indexOf(word)];
  }

  /** What the ending means. */
  CheckResult judge(Command command, Ending ending) {
    if (ending.code().isEmpty()) {
      CheckResult late = tooLong(command);
      String message = late.message() + ", it wrote " + written(ending);
      return withFacts(CheckResult.fail(late.reason(), message), ending);
    }
    int code = ending.code().getAsInt();
    if ((code == 126 || code == 127) && ending.err().startsWith("setsid: ")) {
      String why = firstLine(ending.err()).substring("setsid: ".length());
      return CheckResult.broken(ProgramFile.NOT_EXECUTABLE, message(why));
    }
    return withFacts(judge(code, ending), ending);
  }

  abstract CheckResult judge(int code, Ending ending);

  /** The program was still there at the deadline. */
  private static CheckResult tooLong(Command command) {
    String program = Words.excerpt(command.program(), LONGEST_MESSAGE);
    return CheckResult.fail(Reason.TIMEOUT, program + " did not end in time and was killed");
  }

  /** How much the program had written, and the first words of it. */
  private static String written(Ending ending) {
    if (ending.outOctets() + ending.errOctets() == 0) {
      return "nothing";
    }
    boolean toStdout = ending.outOctets() > 0;
    long octets = toStdout ? ending.outOctets() : ending.errOctets();
    String words = sayingMore(ending);
    return octets
        + (octets == 1 ? " octet" : " octets")
        + (toStdout ? "" : " to stderr")
        + (words.isEmpty() ? "" : ": " + words);
  }

  /** The facts of each ending, then those that the result has. */
  private static CheckResult withFacts(CheckResult result, Ending ending) {
    Map<String, String> facts = new LinkedHashMap<>();
    ending.code().ifPresent(code -> facts.put("exit-code", Integer.toString(code)));
    put(facts, "output", ending.out());
    put(facts, "stderr", ending.err());
    result.facts().forEach(facts::putIfAbsent);
    return result.withFacts(facts);
  }

  private static void put(Map<String, String> facts, String name, String text) {
    String excerpt = Words.excerpt(text, LONGEST_FACT);
    if (!excerpt.isEmpty()) {
      facts.put(name, excerpt);
    }
  }

  /** The first words of stdout or, where there are none, of stderr. */
  private static String sayingMore(Ending ending) {
    return Stream.of(ending.out(), ending.err())
        .map(text -> message(firstLine(text.stripLeading())))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** A message has no full stop. */
  private static String message(String text) {
    String excerpt = Words.excerpt(text, LONGEST_MESSAGE);
    int end = excerpt.length();
    while (end > 0 && excerpt.charAt(end - 1) == '.') {
      end--;
    }
    return excerpt.substring(0, end).stripTrailing();
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String codeText(int code) {
    String signal = Signals.name(code - 128);
    return "exit code " + code + (signal.isEmpty() ? "" : " (" + signal + ")");
  }
}
