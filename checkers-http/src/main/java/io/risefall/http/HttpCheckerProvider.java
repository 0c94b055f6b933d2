package io.risefall.http;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.net.Tls;
import io.risefall.option.Endpoint;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.option.Source;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The {@code http} checker: one request, and what its answer must be like. */
public final class HttpCheckerProvider implements CheckerProvider {

  private static final OptionKind<String> METHOD_KIND =
      OptionKind.of(
          "method", "METHOD", "a method such as GET, HEAD or POST", HttpCheckerProvider::method);
  private static final OptionKind<byte[]> DIGEST_KIND =
      OptionKind.of(
          "digest", "sha256:HEX", "sha256: and 64 hexadecimal digits", HttpCheckerProvider::digest);

  private static final Option<Url> URL =
      Option.of("url", Url.KIND, "what to ask for; user:password@ becomes basic authentication")
          .positional();
  private static final Option<Endpoint> CONNECT =
      Option.of(
          "connect",
          OptionKind.endpoint(0),
          "the address to connect to instead of the URL's host; Host and SNI stay the URL's");
  private static final Option<String> METHOD =
      Option.of("method", METHOD_KIND, "the method; default: GET, with a body POST");
  private static final Option<Field> HEADER =
      Option.of(
              "header",
              Field.KIND,
              "a header field to send; a redirect takes only Accept..., User-Agent and Content-Type"
                  + " to another server")
          .repeatable();
  private static final Option<String> BODY =
      Option.of("body", OptionKind.TEXT, "what to send, in UTF-8");
  private static final Option<StatusRanges> EXPECT_STATUS =
      Option.of("expect-status", StatusRanges.KIND, "status codes that pass").orElse("200-399");
  private static final Option<Pattern> EXPECT_BODY =
      Option.of(
              "expect-body",
              OptionKind.REGEX,
              "must occur in the body, of which all is read first (and unpacked, if it is gzip or"
                  + " deflate); each, if repeated")
          .repeatable();
  private static final Option<Pattern> REJECT_BODY =
      Option.of(
              "reject-body",
              OptionKind.REGEX,
              "must not occur in the body, of which all is read first; none, if repeated")
          .repeatable();
  private static final Option<Field.Expected> EXPECT_HEADER =
      Option.of(
              "expect-header",
              Field.Expected.KIND,
              "a header field that the answer must have, its value matching (of several of that name,"
                  + " one is enough); each, if repeated")
          .repeatable();
  private static final Option<byte[]> BODY_DIGEST =
      Option.of(
          "body-digest",
          DIGEST_KIND,
          "the digest that the body must have, unpacked if it is packed");
  private static final Option<Integer> MAX_BODY =
      Option.of(
              "max-body",
              OptionKind.SIZE,
              "so much of the body is read, and unpacked; a larger one fails where something is"
                  + " asked of it, but for what is expected and more could not undo")
          .orElse("1MiB");
  private static final Option<Integer> FOLLOW_REDIRECTS =
      Option.of(
              "follow-redirects",
              OptionKind.integer(0, 20),
              "so many redirects are followed; with 0 a redirect is an answer like any other")
          .orElse("0");
  private static final Option<Duration> TIMEOUT =
      Option.of("timeout", OptionKind.DURATION, "time for the whole of it, redirects included")
          .orElse("5s");

  @Override
  public String type() {
    return "http";
  }

  @Override
  public String summary() {
    return "whether a web server answers a request as it should";
  }

  @Override
  public boolean asksOnly() {
    return true;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        URL,
        CONNECT,
        Source.OPTION,
        METHOD,
        HEADER,
        BODY,
        EXPECT_STATUS,
        EXPECT_BODY,
        REJECT_BODY,
        EXPECT_HEADER,
        BODY_DIGEST,
        MAX_BODY,
        FOLLOW_REDIRECTS,
        TIMEOUT,
        Tls.VERIFY,
        Tls.CA,
        Tls.CLIENT_CERTIFICATE,
        Tls.CLIENT_KEY,
        Tls.MIN_CERTIFICATE_DAYS);
  }

  @Override
  public Checker create(Options options) {
    Url url = options.get(URL);
    int redirects = options.get(FOLLOW_REDIRECTS);
    requireHttps(options, url, redirects);
    requireBody(options);
    Optional<Endpoint> connect =
        options.find(CONNECT).map(endpoint -> endpoint.withPort(url.target().port()));
    Optional<Integer> days = options.find(Tls.MIN_CERTIFICATE_DAYS);
    HttpChecker.Route route =
        new HttpChecker.Route(
            connect,
            Source.of(
                options, connect.isPresent() ? CONNECT : URL, connect.or(url.target()::numeric)),
            Tls.withClient(options),
            Tls.of(options),
            days.isPresent() ? OptionalLong.of(days.get()) : OptionalLong.empty());
    return new HttpChecker(
        url, route, request(options), redirects, options.get(TIMEOUT), expectations(options));
  }

  private static Request request(Options options) {
    Optional<String> body = options.find(BODY);
    return new Request(
        options.find(METHOD).orElse(body.isPresent() ? "POST" : "GET"), options.all(HEADER), body);
  }

  private static Expectations expectations(Options options) {
    return new Expectations(
        options.get(EXPECT_STATUS),
        options.all(EXPECT_HEADER),
        options.all(EXPECT_BODY),
        options.all(REJECT_BODY),
        options.find(BODY_DIGEST),
        options.get(MAX_BODY));
  }

  private static void requireBody(Options options) {
    if (options.find(METHOD).filter(method -> method.equals("HEAD")).isPresent()) {
      refuse(
          options,
          List.of(EXPECT_BODY, REJECT_BODY, BODY_DIGEST),
          "given for an answer to HEAD, which has no body",
          "another method");
    }
  }

  /** A redirect may lead to HTTPS; without one, TLS's options would be without effect. */
  private static void requireHttps(Options options, Url url, int redirects) {
    if (!url.https() && redirects == 0) {
      refuse(
          options,
          List.of(
              Tls.VERIFY, Tls.CA, Tls.CLIENT_CERTIFICATE, Tls.CLIENT_KEY, Tls.MIN_CERTIFICATE_DAYS),
          "given for a URL of http://",
          "a URL of https://");
    }
  }

  private static void refuse(
      Options options, List<Option<?>> vain, String problem, String allowed) {
    List<InvalidOptionException.Mistake> mistakes =
        vain.stream()
            .filter(options::isGiven)
            .map(option -> new InvalidOptionException.Mistake(option.name(), problem, allowed))
            .toList();
    if (!mistakes.isEmpty()) {
      throw new InvalidOptionException(mistakes);
    }
  }

  private static String method(String text) {
    if (!text.matches("[A-Z]{1,20}") || text.equals("CONNECT")) {
      throw new IllegalArgumentException("not allowed");
    }
    return text;
  }

  private static byte[] digest(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.matches("sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not allowed");
    }
    return HexFormat.of().parseHex(lower, "sha256:".length(), lower.length());
  }
}
