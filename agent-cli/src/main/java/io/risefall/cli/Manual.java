package io.risefall.cli;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.cli.Commands.BuiltIn;
import io.risefall.option.Option;
import java.util.List;
import java.util.Locale;

/** The manual page, risefall(1), from the declarations. */
final class Manual {

  /** What stands the same in every page, where the declarations say nothing. */
  private static final String EXIT_STATUS =
      """
      .SH EXIT STATUS
      Of a check, unless \\fB\\-\\-exit\\fR says otherwise:
      .TP
      .B 0
      PASS: the target does what it should; or DEGRADED: it works, but a warning threshold is crossed.
      .TP
      .B 1
      FAIL: the target is at fault; BROKEN: this side is at fault; and anything else: a usage error, a
      signal, no Java found.
      .P
      Never another number, since keepalived takes 2 to 255 for success under misc_dynamic.
      \\fB\\-\\-exit nagios\\fR: 0, 1, 2, 3 for PASS, DEGRADED, FAIL, BROKEN or a usage error.
      \\fB\\-\\-exit dynamic\\fR: 0, or weight + 2 where the result has a weight, else 1.
      .P
      The other commands exit 0 if they did what they were told, else 1; \\fBask\\fR 0 if the check is up,
      else 1; \\fBcheck\\fR 0 if it passes, else 1.
      """;

  private static final String ENVIRONMENT =
      """
      .SH ENVIRONMENT
      .TP
      .B RISEFALL_CONTROL
      The control directory of the agent that is asked (default: /run/risefall).
      .TP
      .B RISEFALL_PATH
      agent, native or java: the one way to the answer that the launcher takes, instead of the quickest.
      .TP
      .B RISEFALL_PLUGINS
      A directory of jars with checkers of your own (default: plugins, beside lib).
      .TP
      .B RISEFALL_JAVA_OPTS
      More options for the JVM.
      .TP
      .B JAVA_HOME
      The Java to run on, 21 or newer; else the one on PATH, else the newest in /usr/lib/jvm.
      .TP
      .B NOTIFY_SOCKET
      Set by systemd: the agent has systemd\\-notify tell it there that it is ready, and that it ends.
      """;

  private static final String FILES =
      """
      .SH FILES
      .TP
      .I /etc/risefall/risefall.yaml
      What the service risefall watches and whom it tells.
      .TP
      .I /run/risefall
      The control directory: the socket \\fIcontrol.sock\\fR, and \\fIlauncher\\fR with the port and the
      token for the launcher. Who may read it may command: the group risefall.
      .TP
      .I /var/lib/risefall/state.json
      What is known of each check over a restart, if \\fIstate\\-file\\fR says so.
      .TP
      .I /usr/share/doc/risefall/examples
      Every key of the file with its default, and files for keepalived, HAProxy and BalanceNG.
      """;

  private static final String EXAMPLES =
      """
      .SH EXAMPLES
      .nf
      risefall dns resolve.test.example \\-\\-server 10.1.53.2 \\-\\-source 10.1.53.1
      risefall tcp mail.example:993 \\-\\-tls \\-\\-min\\-certificate\\-days 14
      risefall http http://192.0.2.27/ \\-\\-expect\\-status 200 \\-\\-timeout 2s
      risefall exec \\-\\-read nagios \\-\\- /usr/lib/nagios/plugins/check_load \\-w 5 \\-c 10
      risefall status
      risefall drain kai \\-\\-reason upgrade \\-\\-for 10m
      .fi
      .SH SEE ALSO
      .BR keepalived.conf (5),
      .BR haproxy (1),
      .BR dig (1),
      .BR systemctl (1)
      """;

  private final StringBuilder page = new StringBuilder();
  private final Checkers checkers;

  private Manual(Checkers checkers) {
    this.checkers = checkers;
  }

  /**
   * The page in the language of man(7).
   *
   * @param version of Risefall
   * @param date of this version, such as 2026-11-21
   */
  static String page(Checkers checkers, String version, String date) {
    Manual manual = new Manual(checkers);
    manual.line(".TH RISEFALL 1 " + date + " \"risefall " + escaped(version) + "\"");
    // Words and flags are to be copied: none is cut in two or spread.
    manual.line(".nh\n.ad l");
    manual.section("NAME");
    manual.line("risefall \\- health checks for load balancers");
    manual.synopsis();
    manual.section("DESCRIPTION");
    manual.text(
        "Tells whether a server does its work, by asking it the way a client would, and says why when"
            + " it does not. A check is run once by a command, or again and again by the agent, which"
            + " tells load balancers.");
    manual.checks();
    manual.commands();
    manual.page.append(EXIT_STATUS).append(ENVIRONMENT).append(FILES).append(EXAMPLES);
    return manual.page.toString();
  }

  private void synopsis() {
    section("SYNOPSIS");
    for (CheckerProvider provider : checkers.providers()) {
      synopsis(Help.usage(provider));
    }
    for (BuiltIn command : BuiltIn.values()) {
      synopsis(synopsis(command));
    }
    page.setLength(page.length() - ".br\n".length());
  }

  private void synopsis(String usage) {
    line(
        inBold("risefall " + firstWord(usage))
            + escaped(usage.substring(firstWord(usage).length())));
    line(".br");
  }

  private static String synopsis(BuiltIn command) {
    if (command == BuiltIn.DIG_WRAPPER) {
      return command.word + " " + DigWrapper.USAGE;
    }
    return command.synopsis() + (options(command).isEmpty() ? "" : " [OPTION]...");
  }

  private static String firstWord(String usage) {
    int end = usage.indexOf(' ');
    return end < 0 ? usage : usage.substring(0, end);
  }

  private static List<Option<?>> options(BuiltIn command) {
    return command == BuiltIn.DIG_WRAPPER ? CheckCommand.OWN : AgentCommands.options(command);
  }

  private void checks() {
    section("CHECKS");
    text("In the agent's file, these options are the keys under the check's type.");
    for (CheckerProvider provider : checkers.providers()) {
      subsection(Help.usage(provider));
      text("Tells " + provider.summary() + ".");
      options(provider.options());
    }
    section("OPTIONS OF EVERY CHECK");
    checkers.providers().stream().limit(1).forEach(provider -> options(ofEvery(provider)));
    options(CheckCommand.OWN);
  }

  private static List<Option<?>> ofEvery(CheckerProvider provider) {
    List<Option<?>> all = Checkers.options(provider);
    return all.subList(provider.options().size(), all.size());
  }

  private void commands() {
    section("OTHER COMMANDS");
    for (BuiltIn command : BuiltIn.values()) {
      subsection(synopsis(command));
      text(sentence(command.summary));
      options(options(command));
    }
  }

  private static String sentence(String summary) {
    return summary.substring(0, 1).toUpperCase(Locale.ROOT) + summary.substring(1) + ".";
  }

  private void options(List<Option<?>> options) {
    for (Option<?> option : options) {
      line(".TP");
      line(
          option.isPositional()
              ? inBold(Help.placeholder(option))
              : inBold("--" + option.name()) + value(option));
      text(Help.describe(option));
    }
  }

  private static String value(Option<?> option) {
    return option.isFlag() ? "" : " \\fI" + escaped(option.kind().placeholder()) + "\\fR";
  }

  private void section(String title) {
    line(".SH " + title);
  }

  private void subsection(String title) {
    line(".SS " + escaped(title).replace("\"", "\\(dq"));
  }

  private void text(String text) {
    line(escaped(text));
  }

  private void line(String line) {
    page.append(line).append('\n');
  }

  private static String inBold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  /** As it is to be shown: roff has uses of its own for these, or shows another sign. */
  private static String escaped(String text) {
    String shown =
        text.replace("\\", "\\e")
            .replace("-", "\\-")
            .replace("'", "\\(aq")
            .replace("`", "\\(ga")
            .replace("^", "\\(ha")
            .replace("~", "\\(ti");
    return shown.startsWith(".") ? "\\&" + shown : shown;
  }
}
