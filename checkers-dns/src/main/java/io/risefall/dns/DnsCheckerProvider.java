package io.risefall.dns;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.option.Endpoint;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.option.Source;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

/** The {@code dns} checker: one query, and what its answer must be like. */
public final class DnsCheckerProvider implements CheckerProvider {

  /** The status that stands for all of them. */
  static final String ANY = "ANY";

  private static final List<String> STATUSES =
      List.of(
          "NOERROR",
          "FORMERR",
          "SERVFAIL",
          "NXDOMAIN",
          "NOTIMP",
          "REFUSED",
          "YXDOMAIN",
          "YXRRSET",
          "NXRRSET",
          "NOTAUTH",
          "NOTZONE",
          "BADVERS",
          "BADCOOKIE",
          ANY);

  private static final Option<Name> NAME =
      Option.of("name", DnsOptions.NAME, "the name to ask for").positional();
  private static final Option<Integer> TYPE =
      Option.of("type", DnsOptions.TYPE, "the type of record to ask for").orElse("A");
  private static final Option<String> CLASS =
      Option.of(
              "class",
              OptionKind.choice(List.of("IN", "CH")),
              "the class to ask in; CH for version.bind")
          .orElse("IN");
  private static final Option<List<String>> EXPECT_STATUS =
      Option.of("expect-status", OptionKind.choices("STATUS", STATUSES), "response codes that pass")
          .orElse("NOERROR");
  private static final Option<Pattern> FAIL_STATUS =
      Option.of(
          "fail-status", OptionKind.REGEX, "response codes that fail; tried before expect-status");
  private static final Option<Pattern> EXPECT_ANSWER =
      Option.of(
              "expect-answer",
              OptionKind.REGEX,
              "must occur in the data of one of the records that answer, or of the aliases that"
                  + " lead to them, as dig +short writes it: a TXT record's strings each in quotes"
                  + " with a space between them (\"v=spf1 -all\", \"one\" \"two\"), a quote or"
                  + " backslash in them behind a backslash, what is not printable ASCII as \\DDD,"
                  + " names with their last dot; ^ and $ are the ends of one record; each, if given"
                  + " more than once")
          .repeatable();
  private static final Option<Integer> MIN_ANSWERS =
      Option.of(
              "min-answers",
              OptionKind.integer(0, 65_535),
              "so many records that answer at least: of the type and class asked for, of the"
                  + " name asked for or the end of an unbroken chain of at most 16 CNAME records"
                  + " from it, each record once")
          .orElse("0");
  private static final Option<List<String>> REQUIRE_FLAGS =
      Option.of(
          "require-flags",
          OptionKind.choices("FLAG", Flag.words()),
          "header flags that must be set");
  private static final Option<List<String>> FORBID_FLAGS =
      Option.of(
          "forbid-flags",
          OptionKind.choices("FLAG", Flag.words()),
          "header flags that must not be set");
  private static final Option<Boolean> NO_RECURSE =
      Option.of("no-recurse", OptionKind.FLAG, "do not ask for recursion (RD=0)");

  @Override
  public String type() {
    return "dns";
  }

  @Override
  public String summary() {
    return "whether a name server answers a query as it should";
  }

  @Override
  public boolean asksOnly() {
    return true;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        NAME,
        DnsOptions.SERVER,
        TYPE,
        CLASS,
        Source.OPTION,
        DnsOptions.TRANSPORT,
        DnsOptions.TIMEOUT,
        DnsOptions.TRIES,
        EXPECT_STATUS,
        FAIL_STATUS,
        EXPECT_ANSWER,
        MIN_ANSWERS,
        REQUIRE_FLAGS,
        FORBID_FLAGS,
        NO_RECURSE,
        DnsOptions.NO_EDNS);
  }

  @Override
  public Checker create(Options options) {
    Endpoint server = options.get(DnsOptions.SERVER);
    int dclass = options.get(CLASS).equals("CH") ? DClass.CH : DClass.IN;
    Query query =
        new Query(
            options.get(NAME),
            options.get(TYPE),
            dclass,
            !options.isSet(NO_RECURSE),
            !options.isSet(DnsOptions.NO_EDNS));
    Conversation conversation =
        new Conversation(
            DnsOptions.route(options, DnsOptions.SERVER, server),
            query,
            options.get(DnsOptions.TIMEOUT),
            options.get(DnsOptions.TRIES));
    List<String> statuses = options.get(EXPECT_STATUS);
    Expectations expectations =
        new Expectations(
            statuses.contains(ANY) ? Optional.empty() : Optional.of(statuses),
            options.find(FAIL_STATUS),
            options.all(EXPECT_ANSWER),
            options.get(MIN_ANSWERS),
            flags(options, REQUIRE_FLAGS),
            flags(options, FORBID_FLAGS));
    return new DnsChecker(conversation, expectations);
  }

  private static List<Flag> flags(Options options, Option<List<String>> option) {
    return options.find(option).orElse(List.of()).stream().map(Flag::of).toList();
  }
}
