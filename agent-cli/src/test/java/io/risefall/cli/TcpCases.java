package io.risefall.cli;

import static io.risefall.cli.TcpCase.Word.CRITICAL;
import static io.risefall.cli.TcpCase.Word.OK;
import static io.risefall.cli.TcpCase.Word.UNKNOWN;
import static io.risefall.cli.TcpCase.Word.WARNING;
import static io.risefall.cli.TcpCase.differs;
import static io.risefall.cli.TcpCase.same;
import static io.risefall.cli.TcpStage.*;

import java.util.List;
import java.util.stream.Stream;

/** What {@code check_tcp} and {@code risefall tcp} are both asked. */
final class TcpCases {

  private static final String SECURE = "--tls --ca CA --server-name mail.example.org";

  private TcpCases() {}

  static List<TcpCase> all() {
    return Stream.of(connections(), answers(), pieces(), words(), times(), tls(), certificates())
        .flatMap(List::stream)
        .toList();
  }

  private static List<TcpCase> connections() {
    return List.of(
        same(OK, "a connection is enough", GREETS, "", ""),
        same(OK, "a silent server, nothing expected", SILENT, "", ""),
        same(OK, "a server that closes at once, nothing expected", CLOSES, "", ""),
        same(CRITICAL, "a refused connection", NOBODY, "", ""),
        same(
            CRITICAL, "a refused connection, an answer expected", NOBODY, "-e 220", "--expect 220"),
        same(OK, "over IPv6", OVER_IPV6, "-e 220", "--expect 220"),
        same(
            OK,
            "from a source of this host (check_tcp has none)",
            GREETS,
            "",
            "--source 127.0.0.1"),
        differs(
            OK,
            CRITICAL,
            "a refused connection is no sign of health",
            "a refused connection that is asked for (-r ok)",
            NOBODY,
            "-r ok | "),
        differs(
            WARNING,
            CRITICAL,
            "a refused connection is no sign of health",
            "a refused connection that is half wanted (-r warn)",
            NOBODY,
            "-r warn | "));
  }

  private static List<TcpCase> answers() {
    return List.of(
        same(OK, "the beginning of the answer", GREETS, "-e 220", "--expect ^220"),
        same(OK, "the middle of the answer", GREETS, "-e example", "--expect example"),
        same(OK, "one of two", GREETS, "-e 250 -e 220", "--expect 250|220"),
        same(OK, "both of two (-A)", GREETS, "-A -e 220 -e ready", "--expect ^220.*ready"),
        same(OK, "anything (-M ok)", GREETS_AND_CLOSES, "-M ok -e 250", ""),
        same(
            CRITICAL,
            "one of two is missing (-A)",
            GREETS_AND_CLOSES,
            "-A -M crit -e 220 -e busy",
            "--expect ^220.*busy"),
        same(
            CRITICAL,
            "another answer (-M crit)",
            GREETS_AND_CLOSES,
            "-M crit -e 250",
            "--expect 250"),
        same(CRITICAL, "another answer, and no end", GREETS, "-e 250", "--expect 250"),
        same(CRITICAL, "in other letters", GREETS_AND_CLOSES, "-M crit -e READY", "--expect READY"),
        same(CRITICAL, "silence", SILENT, "-e 220", "--expect 220"),
        same(CRITICAL, "no answer before the end", CLOSES, "-e 220", "--expect 220"),
        differs(
            WARNING,
            CRITICAL,
            "a wrong answer is a failure, as with -M crit",
            "another answer",
            GREETS_AND_CLOSES,
            "-e 250 | --expect 250"),
        differs(
            CRITICAL,
            OK,
            "what is expected is a regular expression",
            "a dot for any letter",
            GREETS_AND_CLOSES,
            "-M crit -e 2.0 | --expect 2.0"),
        differs(
            CRITICAL,
            OK,
            "octets of value 0 do not end the answer",
            "text within binary (MySQL's greeting)",
            GREETS_IN_BINARY,
            "-e 8.0.36 | --expect 8.0.36"));
  }

  private static List<TcpCase> pieces() {
    return List.of(
        same(
            OK,
            "no end of the line",
            GREETS_WITHOUT_THE_END_OF_ITS_LINE,
            "-e ready",
            "--expect ready"),
        same(OK, "in pieces", GREETS_IN_PIECES, "-e example", "--expect example"),
        same(
            OK,
            "an end of its side after the answer",
            ENDS_ITS_SIDE_AFTER_A_GREETING,
            "-e 220",
            "--expect 220"),
        same(
            CRITICAL,
            "an end of its side after another answer",
            ENDS_ITS_SIDE_AFTER_A_GREETING,
            "-M crit -e 250",
            "--expect 250"),
        same(OK, "a reset after the answer", GREETS_AND_RESETS, "-e 220", "--expect 220"),
        same(
            CRITICAL,
            "a reset after another answer",
            GREETS_AND_RESETS,
            "-M crit -e 250",
            "--expect 250"),
        same(CRITICAL, "an octet now and then", DRIPS, "-e 220", "--expect 220"),
        same(CRITICAL, "an endless answer", ENDLESS, "-M crit -e 220", "--expect 220"),
        same(OK, "letters beyond ASCII", GREETS_IN_UTF_8, "-e grüße", "--expect grüße"),
        differs(
            OK,
            CRITICAL,
            "a bound is a bound: check_tcp looks beyond it at what it has read",
            "the answer comes after so many octets (-m 5)",
            GREETS,
            "-m 5 -e ready | --max-read 5 --expect ready"));
  }

  private static List<TcpCase> words() {
    return List.of(
        same(
            OK,
            "send and expect",
            PONGS,
            "-E -s PING\\r\\n -e +PONG",
            "--send PING\\r\\n --expect \\+PONG"),
        same(
            CRITICAL,
            "send without an end of line",
            PONGS,
            "-s PING -e +PONG",
            "--send PING --expect \\+PONG"),
        same(OK, "send, nothing expected", SILENT, "-E -s PING\\r\\n", "--send PING\\r\\n"),
        same(
            OK,
            "a tab and a backslash",
            ECHOES,
            "-E -s a\\tb\\\\c -e b\\c",
            "--send a\\tb\\\\c --expect \\tb\\\\c"),
        same(
            OK,
            "a backslash as it is (no -E)",
            ECHOES,
            "-s a\\nb -e a\\nb",
            "--send a\\\\nb --expect a\\\\nb"),
        same(OK, "a space", ECHOES, "-s a_b -e a_b", "--send a_b --expect a_b"),
        same(OK, "quit", GREETS, "-E -e 220 -q QUIT\\r\\n", "--expect 220 --quit QUIT\\r\\n"),
        same(OK, "quit, nothing expected", GREETS, "-q QUIT", "--quit QUIT\\r\\n"),
        same(
            OK,
            "quit, and nobody is there any more",
            GREETS_AND_CLOSES,
            "-E -e 220 -q QUIT\\r\\n",
            "--expect 220 --quit QUIT\\r\\n"),
        same(
            CRITICAL,
            "quit after another answer",
            GREETS_AND_CLOSES,
            "-M crit -e 250 -q QUIT",
            "--expect 250 --quit QUIT\\r\\n"),
        differs(
            CRITICAL,
            OK,
            "\\xHH is an octet too",
            "an octet by its number",
            WANTS_OCTET_1,
            "-M crit -E -s \\x01 -e yes | --send \\x01 --expect yes"),
        differs(
            OK,
            UNKNOWN,
            "an escape that is none is a mistake",
            "an escape that is none",
            GREETS,
            "-E -s \\q | --send \\q"));
  }

  private static List<TcpCase> times() {
    return List.of(
        same(OK, "in time for the warning", GREETS, "-w 9 -e 220", "--warn-above 9s --expect 220"),
        same(
            WARNING,
            "too late for the warning",
            GREETS_LATE,
            "-w 0.1 -e 220",
            "--warn-above 100ms --expect 220"),
        same(
            CRITICAL,
            "too late for the limit (-c)",
            GREETS_LATE,
            "-c 0.1 -e 220",
            "--deadline 100ms --expect 220"),
        same(
            CRITICAL,
            "too late for both",
            GREETS_LATE,
            "-w 0.05 -c 0.1 -e 220",
            "--warn-above 50ms --deadline 100ms --expect 220"),
        differs(
            WARNING,
            UNKNOWN,
            "a limit that is none is a mistake, not 0",
            "a limit that is none (-w soon)",
            GREETS,
            "-w soon | --warn-above soon"));
  }

  private static List<TcpCase> tls() {
    return List.of(
        same(OK, "TLS", TLS, "-S", SECURE),
        same(OK, "TLS 1.2", TLS_1_2, "-S", SECURE),
        same(OK, "TLS with a name (SNI)", TLS, "-S --sni mail.example.org", SECURE),
        same(OK, "an answer over TLS", TLS_GREETS, "-S -e 220", SECURE + " --expect 220"),
        same(
            CRITICAL,
            "another answer over TLS",
            TLS_GREETS,
            "-S -M crit -e 250",
            SECURE + " --expect 250"),
        same(CRITICAL, "TLS with a server that has none", GREETS, "-S", SECURE),
        same(CRITICAL, "a handshake without an answer", SILENT, "-S", SECURE),
        same(OK, "self-signed, not verified", TLS_SELF_SIGNED, "-S", "--tls --verify false"),
        same(OK, "another name, not verified", TLS_OTHER_NAME, "-S", "--tls --verify false"),
        differs(OK, CRITICAL, VERIFIED, "self-signed", TLS_SELF_SIGNED, "-S | " + SECURE),
        differs(OK, CRITICAL, VERIFIED, "another name", TLS_OTHER_NAME, "-S | " + SECURE),
        differs(OK, CRITICAL, VERIFIED, "not yet valid", TLS_NOT_YET_VALID, "-S | " + SECURE),
        differs(OK, CRITICAL, VERIFIED, "expired", TLS_EXPIRED, "-S | " + SECURE));
  }

  private static final String VERIFIED = "certificates are verified, unless told otherwise";

  private static List<TcpCase> certificates() {
    String days = SECURE + " --min-certificate-days ";
    return List.of(
        same(OK, "days enough (-D)", TLS, "-S -D 30", days + "30"),
        same(WARNING, "days too few (-D)", TLS_10_DAYS, "-S -D 30", days + "30"),
        same(CRITICAL, "expired (-D)", TLS_EXPIRED, "-S -D 30", days + "30"),
        same(
            CRITICAL,
            "expired, not verified (-D)",
            TLS_EXPIRED,
            "-S -D 30",
            "--tls --verify false --min-certificate-days 30"),
        differs(
            CRITICAL,
            WARNING,
            "there is one limit: below it is a warning, and what has expired fails",
            "days too few for the second limit (-D 30,20)",
            TLS_10_DAYS,
            "-S -D 30,20 | " + days + "30"));
  }
}
