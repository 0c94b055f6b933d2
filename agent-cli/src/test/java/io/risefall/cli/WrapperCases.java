package io.risefall.cli;

import static io.risefall.cli.WrapperCase.fails;
import static io.risefall.cli.WrapperCase.failsNowOnly;
import static io.risefall.cli.WrapperCase.passes;
import static io.risefall.cli.WrapperCase.passesNowOnly;

import io.risefall.cli.WrapperCase.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the old wrapper and {@code dig-wrapper} are both asked. */
final class WrapperCases {

  private static final String FROM = "127.0.0.1 ";
  private static final String TO = " 127.0.0.1 3 1 ";
  private static final String WWW = FROM + "IN A www.ok.test";
  private static final String BIG = FROM + "IN A big.ok.test";
  private static final String ANY = FROM + "IN ANY www.ok.test";
  private static final String BROKEN = FROM + "IN A www.missing.test";
  private static final String BAD = "SERVFAIL|REFUSED";

  private WrapperCases() {}

  static List<WrapperCase> all() {
    return Stream.of(
            answers(),
            statuses(),
            patterns(),
            transports(),
            outages(),
            addresses(),
            arguments(),
            oddArguments())
        .flatMap(List::stream)
        .toList();
  }

  private static List<WrapperCase> answers() {
    return List.of(
        passes("an address", WWW + TO + BAD),
        passes("an IPv6 address", FROM + "IN AAAA www.ok.test" + TO + BAD),
        passes("records of any type", ANY + TO + BAD),
        passes("a mail exchange", FROM + "IN MX ok.test" + TO + BAD),
        passes("a pointer", FROM + "IN PTR 1.ok.test" + TO + BAD),
        passes("no service", FROM + "IN SRV sip.ok.test" + TO + BAD),
        fails("a service, for its underscores", FROM + "IN SRV _sip._tcp.ok.test" + TO + BAD),
        passes("a text", FROM + "IN TXT text.ok.test" + TO + BAD),
        passes("name servers", FROM + "IN NS ok.test" + TO + BAD),
        passes("an alias itself", FROM + "IN CNAME alias.ok.test" + TO + BAD),
        passes("an alias followed", FROM + "IN A alias.ok.test" + TO + BAD),
        passes("a start of authority", FROM + "IN SOA ok.test" + TO + BAD),
        passes("no record of the type", FROM + "IN MX www.ok.test" + TO + BAD),
        passes("a delegation", FROM + "IN A www.child.ok.test" + TO + BAD),
        passes("the version", FROM + "CHAOS TXT version.bind" + TO + BAD),
        passes("the version, of any type", FROM + "CHAOS ANY version.bind" + TO + BAD),
        passes("the version as an address", FROM + "CHAOS A version.bind" + TO + BAD));
  }

  private static List<WrapperCase> statuses() {
    return List.of(
        fails("a zone that was not loaded", BROKEN + TO + BAD),
        fails("a zone that has expired", FROM + "IN A www.expired.test" + TO + BAD),
        fails("a zone that is not there", FROM + "IN A www.elsewhere.test" + TO + BAD),
        fails("a zone that nobody may ask for", FROM + "IN SOA denied.test" + TO + BAD),
        fails("nothing of that name in CHAOS", FROM + "CHAOS TXT x.bind" + TO + BAD),
        fails("the root", FROM + "IN NS ." + TO + BAD),
        passes("a name that does not exist", FROM + "IN A nope.ok.test" + TO + BAD),
        passes("a status that the pattern has not", BROKEN + TO + "REFUSED"));
  }

  private static List<WrapperCase> patterns() {
    String nope = FROM + "IN A nope.ok.test" + TO;
    return List.of(
        fails("one status", BROKEN + TO + "SERVFAIL"),
        fails("an alternative", nope + "SERVFAIL|REFUSED|NXDOMAIN"),
        fails("anchors", BROKEN + TO + "^SERVFAIL$"),
        passes("anchors around less than the status", BROKEN + TO + "^FAIL$"),
        fails("a part of the status", BROKEN + TO + "FAIL"),
        fails("groups", BROKEN + TO + "^(SERV|REF)(FAIL|USED)$"),
        passes("lower case", BROKEN + TO + "servfail"),
        fails("lower case, case not regarded", BROKEN + TO + "(?i)servfail"),
        fails("everything", WWW + TO + "."),
        fails("everything but NOERROR: another status", nope + "^(?!NOERROR$)"),
        passes("everything but NOERROR: NOERROR", WWW + TO + "^(?!NOERROR$)"),
        fails("a set", BROKEN + TO + "^[A-S]+VFAIL"),
        fails("a POSIX class", BROKEN + TO + "^[[:upper:]]+FAIL$"),
        passes("a POSIX class that is not in the status", BROKEN + TO + "[[:lower:]]|[[:digit:]]"),
        fails("a POSIX class denied", BROKEN + TO + "^[^[:digit:]]+$"),
        fails("POSIX classes of two words", BROKEN + TO + "^[[:xdigit:][:ascii:]]+$"),
        fails("a POSIX class that is denied by itself", BROKEN + TO + "^[[:^lower:]]+$"),
        fails("a POSIX class that is none", WWW + TO + "[[:nothing:]]"),
        fails("empty", WWW + TO + "''"),
        fails("not closed", WWW + TO + "(SERVFAIL"),
        fails("nothing to repeat", WWW + TO + "*FAIL"),
        failsNowOnly("a brace for itself", "Java's patterns have none", WWW + TO + "FAIL{"));
  }

  private static List<WrapperCase> transports() {
    return List.of(
        passes("over UDP", WWW + TO + BAD + " udp"),
        passes("over TCP", WWW + TO + BAD + " tcp"),
        fails("SERVFAIL over UDP", BROKEN + TO + BAD + " udp"),
        fails("SERVFAIL over TCP", BROKEN + TO + BAD + " tcp"),
        passes("a transport that is none is UDP", WWW + TO + BAD + " sctp").at(Target.UDP_ONLY),
        passes("a transport in capitals is UDP", WWW + TO + BAD + " TCP").at(Target.UDP_ONLY),
        passes("an empty transport is UDP", WWW + TO + BAD + " ''").at(Target.UDP_ONLY),
        passes("tcp and a newline is UDP", WWW + TO + BAD + " tcp\\n").at(Target.UDP_ONLY),
        passes("tcp and more is UDP", WWW + TO + BAD + " tcp;id").at(Target.UDP_ONLY),
        fails("ANY with tcp given goes over TCP", ANY + TO + BAD + " tcp").at(Target.UDP_ONLY),
        passes("ANY and no transport is UDP", ANY + TO + BAD + " sctp").at(Target.UDP_ONLY),
        passes("truncated", BIG + TO + BAD),
        passes("truncated, with UDP given", BIG + TO + BAD + " udp"),
        passes("long, over TCP", BIG + TO + BAD + " tcp"),
        fails("truncated, TCP refused", BIG + TO + BAD).at(Target.UDP_ONLY),
        fails("truncated, TCP refused, UDP given", BIG + TO + BAD + " udp").at(Target.UDP_ONLY),
        passes("short, TCP refused", WWW + TO + BAD).at(Target.UDP_ONLY),
        fails("TCP refused", WWW + TO + BAD + " tcp").at(Target.UDP_ONLY),
        passes("UDP dropped, over TCP", WWW + TO + BAD + " tcp").at(Target.TCP_ONLY),
        fails("UDP dropped", WWW + " 127.0.0.1 1 1 " + BAD).at(Target.TCP_ONLY),
        passes("ANY goes over TCP", ANY + TO + BAD).at(Target.TCP_ONLY),
        fails("ANY goes over TCP, refused", ANY + TO + BAD).at(Target.UDP_ONLY),
        passes("ANY with UDP given goes over UDP", ANY + TO + BAD + " udp").at(Target.UDP_ONLY));
  }

  private static List<WrapperCase> outages() {
    String once = " 127.0.0.1 1 1 ";
    return List.of(
        fails("nobody there", WWW + once + BAD).at(Target.NOBODY),
        fails("nobody there, thrice", WWW + " 127.0.0.1 1 3 " + BAD).at(Target.NOBODY),
        fails("nobody there over TCP", WWW + once + BAD + " tcp").at(Target.NOBODY),
        fails("silence", WWW + once + BAD).at(Target.SILENT),
        fails("silence, twice", WWW + " 127.0.0.1 1 2 " + BAD).at(Target.SILENT),
        fails("silence over TCP", WWW + once + BAD + " tcp").at(Target.SILENT),
        fails("the only query lost", WWW + once + BAD).at(Target.LOSES_THE_FIRST),
        passes("the first query lost", WWW + " 127.0.0.1 1 2 " + BAD).at(Target.LOSES_THE_FIRST));
  }

  private static List<WrapperCase> addresses() {
    String www = " IN A www.ok.test ";
    String rest = " 3 1 " + BAD;
    return List.of(
        passes("IPv6", "::1" + www + "::1" + rest),
        passes("IPv6 over TCP", "::1" + www + "::1" + rest + " tcp"),
        passes("IPv6 from any address", "::" + www + "::1" + rest),
        fails("IPv6 and SERVFAIL", "::1 IN A www.missing.test ::1" + rest),
        fails("from IPv4 to IPv6", "127.0.0.1" + www + "::1" + rest),
        failsNowOnly("from IPv6 to IPv4", "dig asks nobody", "::1" + www + "127.0.0.1" + rest),
        passes("from any address", "0.0.0.0" + www + "127.0.0.1" + rest),
        passes("from another address of this host", "127.0.0.2" + www + "127.0.0.1" + rest),
        fails("from an address elsewhere", "192.0.2.77" + www + "127.0.0.1" + rest),
        fails("from elsewhere over TCP", "192.0.2.77" + www + "127.0.0.1" + rest + " tcp"),
        fails("from a name", "localhost" + www + "127.0.0.1" + rest),
        fails("from too few octets", "127.0.0" + www + "127.0.0.1" + rest),
        fails("from an address and port", "127.0.0.1:5300" + www + "127.0.0.1" + rest),
        fails("from nothing", "''" + www + "127.0.0.1" + rest),
        fails("to a name", FROM + www + "localhost" + rest),
        fails("to an octet too large", FROM + www + "127.0.0.256" + rest),
        fails("to an address and port", FROM + www + "127.0.0.1:53" + rest),
        fails("to an address of dig's kind", FROM + www + "@127.0.0.1" + rest),
        fails("to nothing", FROM + www + "''" + rest));
  }

  private static List<WrapperCase> arguments() {
    List<WrapperCase> cases = new ArrayList<>();
    for (String time : List.of("0", "1", "65535")) {
      cases.add(passes("time", WWW + " 127.0.0.1 " + time + " 1 " + BAD));
    }
    for (String tries : List.of("0", "1", "100")) {
      cases.add(passes("tries", WWW + " 127.0.0.1 3 " + tries + " " + BAD));
    }
    cases.add(failsNowOnly("more tries", "100 are allowed", WWW + " 127.0.0.1 3 101 " + BAD));
    cases.add(
        passesNowOnly(
            "more time than dig has", "a day is allowed", WWW + " 127.0.0.1 65536 1 " + BAD));
    for (String number : List.of("-1", "1.5", "1s", "x", "''")) {
      cases.add(fails("time that is none", WWW + " 127.0.0.1 " + number + " 1 " + BAD));
      cases.add(fails("tries that are none", WWW + " 127.0.0.1 3 " + number + " " + BAD));
    }
    for (String word : List.of("HS", "CH", "in", "''")) {
      cases.add(fails("a class that is none", FROM + word + " A www.ok.test" + TO + BAD));
    }
    for (String word : List.of("HTTPS", "AXFR", "TYPE1", "a", "''")) {
      cases.add(fails("a type that is none", FROM + "IN " + word + " www.ok.test" + TO + BAD));
    }
    for (String name : List.of("www.ok.test.", "WWW.ok.TEST", "a-b.ok.test", "0.ok.test")) {
      cases.add(passes("a name", FROM + "IN A " + name + TO + BAD));
    }
    for (String name : List.of("www..ok.test", "w".repeat(64) + ".ok.test", "''")) {
      cases.add(fails("a name that is none", FROM + "IN A " + name + TO + BAD));
    }
    cases.add(fails("no argument", ""));
    cases.add(fails("too few arguments", WWW + " 127.0.0.1 3 1"));
    cases.add(fails("too many arguments", WWW + TO + BAD + " udp +short"));
    return cases;
  }

  /** What the script's patterns for its arguments let through, to the last character, or not. */
  static List<WrapperCase> oddArguments() {
    List<WrapperCase> cases = new ArrayList<>();
    for (String name :
        List.of(
            "resolve.ok.test;id",
            "$(id).ok.test",
            "`id`",
            "www.ok.test|id",
            "www.ok.test&",
            "*.ok.test",
            "a-_b.ok.test",
            "www.ok.test/24",
            "www\\\\.ok.test",
            "www.ok.test\\n",
            "\\nwww.ok.test",
            "www.ok.test\\s",
            "www\\tok.test",
            "www.ok.test\\r",
            "www.ök.test",
            "@127.0.0.1",
            "+short",
            "www.ok.test#53",
            "'www.ok.test'",
            "www.ok.test,")) {
      cases.add(fails("a name with what names have not", FROM + "IN A " + name + TO + BAD));
    }
    for (String class_ :
        List.of("IN;id", "IN\\n", "CHAOS\\n", "ANY", "IN|CHAOS", "In", "I", "\\sIN")) {
      cases.add(fails("an odd class", FROM + class_ + " A www.ok.test" + TO + BAD));
    }
    for (String type :
        List.of("A;id", "A\\n", "Aaaa", "A|ANY", "AA", "255", "CAA", "\\sA", "any")) {
      cases.add(fails("an odd type", FROM + "IN " + type + " www.ok.test" + TO + BAD));
    }
    for (String address :
        List.of(
            "127.0.0.1;id",
            "127.0.0.1\\n",
            "\\s127.0.0.1",
            "127.0.0.01",
            "0x7f.0.0.1",
            "127.1",
            "2130706433",
            "127.0.0.1.",
            "127.0.0.1/8",
            "[::1]",
            "::1/128",
            "::g",
            "1:2")) {
      cases.add(fails("from an odd address", address + " IN A www.ok.test" + TO + BAD));
      cases.add(fails("to an odd address", WWW + " " + address + " 3 1 " + BAD));
    }
    for (String number : List.of("1;id", "1\\n", "\\s1", "+1", "0x1", "1e0", "١", "1,5")) {
      cases.add(fails("odd time", WWW + " 127.0.0.1 " + number + " 1 " + BAD));
      cases.add(fails("odd tries", WWW + " 127.0.0.1 3 " + number + " " + BAD));
    }
    for (String regex :
        List.of("SERV\\sFAIL", "SERVFAIL\\n", "\\sSERVFAIL", "SERV\\tFAIL", "\\s", "A\\r")) {
      cases.add(fails("white space in the pattern", WWW + TO + regex));
    }
    cases.add(passes("time with zeros before it", WWW + " 127.0.0.1 0000000003 1 " + BAD));
    cases.add(passes("tries with zeros before them", WWW + " 127.0.0.1 3 0000000001 " + BAD));
    cases.add(passes("a pattern of odd characters", WWW + TO + "SERVFAIL;id|$(id)"));
    return cases;
  }
}
