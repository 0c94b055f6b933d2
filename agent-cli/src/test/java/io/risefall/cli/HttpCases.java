package io.risefall.cli;

import static io.risefall.cli.HttpCase.Word.CRITICAL;
import static io.risefall.cli.HttpCase.Word.OK;
import static io.risefall.cli.HttpCase.Word.UNKNOWN;
import static io.risefall.cli.HttpCase.Word.WARNING;
import static io.risefall.cli.HttpCase.differs;
import static io.risefall.cli.HttpCase.same;

import java.util.List;
import java.util.stream.Stream;

/** What check_http and {@code risefall http} are both asked. */
final class HttpCases {

  private static final String IT = "-I 127.0.0.1 -p HTTP ";
  private static final String US = "http://127.0.0.1:HTTP";
  private static final String PATH = IT + "-u ";
  private static final String TRUST = " --ca DIR/ca.pem";

  private static final String IN_OR_OUT = "a pool has no half: who may not serve is out";
  private static final String WHOLE = "half an answer is no answer";
  private static final String NOT_HTTP = "no browser or proxy would take it";
  private static final String THEIRS = "the server is at fault, not this side";
  private static final String VERIFIED =
      "certificates are verified unless `--verify false` is given";

  private HttpCases() {}

  static List<HttpCase> all() {
    return Stream.of(
            statuses(),
            redirects(),
            bodies(),
            requests(),
            outages(),
            answers(),
            certificates(),
            hosts())
        .flatMap(List::stream)
        .toList();
  }

  private static HttpCase status(HttpCase.Word word, int status) {
    String path = "/status/" + status;
    return same(word, "status " + status, PATH + path, US + path);
  }

  private static HttpCase clientError(int status) {
    String path = "/status/" + status;
    return differs(WARNING, CRITICAL, IN_OR_OUT, "status " + status, PATH + path, US + path);
  }

  private static List<HttpCase> statuses() {
    return List.of(
        status(OK, 200),
        status(OK, 204),
        status(OK, 301),
        status(OK, 304),
        clientError(400),
        clientError(401),
        clientError(404),
        status(CRITICAL, 500),
        status(CRITICAL, 503),
        status(CRITICAL, 600),
        same(
            OK,
            "status 503, expected",
            PATH + "/status/503 -e 503",
            US + "/status/503 --expect-status 503"),
        same(
            OK,
            "status 404, one of those expected",
            PATH + "/status/404 -e 200,404",
            US + "/status/404 --expect-status 200,404"),
        same(
            CRITICAL,
            "status 200, another expected",
            PATH + "/status/200 -e 302",
            US + "/status/200 --expect-status 302"));
  }

  private static List<HttpCase> redirects() {
    return List.of(
        same(OK, "a redirect as an answer", PATH + "/to//x", US + "/to//x"),
        same(
            CRITICAL,
            "a redirect where none may be",
            PATH + "/to//x -f critical",
            US + "/to//x --expect-status 200-299"),
        differs(
            WARNING,
            CRITICAL,
            IN_OR_OUT,
            "a redirect that warns",
            PATH + "/to//x -f warning",
            US + "/to//x --expect-status 200-299"),
        same(
            OK,
            "a redirect followed",
            PATH + "/to//x -f follow -s hello",
            US + "/to//x --follow-redirects 15 --expect-body hello"),
        same(
            OK,
            "a redirect to a whole URL",
            PATH + "/to/http://127.0.0.1:HTTP/x -f follow -s hello",
            US + "/to/http://127.0.0.1:HTTP/x --follow-redirects 15 --expect-body hello"),
        same(
            CRITICAL,
            "a redirect to an error",
            PATH + "/to//status/500 -f follow",
            US + "/to//status/500 --follow-redirects 15"),
        differs(
            WARNING,
            CRITICAL,
            IN_OR_OUT,
            "redirects in a circle",
            PATH + "/loop -f follow",
            US + "/loop --follow-redirects 15"),
        differs(
            UNKNOWN,
            OK,
            "without a Location a redirect is an answer like any other",
            "a redirect without a Location",
            PATH + "/status/302 -f follow",
            US + "/status/302 --follow-redirects 15"));
  }

  private static HttpCase body(
      HttpCase.Word word, String name, String theirs, String ours, String path) {
    return same(word, name, PATH + path + " " + theirs, US + path + " " + ours);
  }

  private static List<HttpCase> bodies() {
    return List.of(
        body(OK, "a string found", "-s world", "--expect-body world", "/"),
        body(CRITICAL, "a string missing", "-s World", "--expect-body World", "/"),
        body(OK, "a pattern found", "-r ^hel+o", "--expect-body ^hel+o", "/"),
        body(CRITICAL, "a pattern missing", "-r ^world", "--expect-body ^world", "/"),
        body(OK, "a pattern in any case", "-R WORLD", "--expect-body (?i)WORLD", "/"),
        body(
            CRITICAL,
            "a pattern that must not be there",
            "-r world --invert-regex",
            "--reject-body world",
            "/"),
        body(
            OK, "a pattern that is not there", "-r mars --invert-regex", "--reject-body mars", "/"),
        body(OK, "a pattern over lines", "-l -r one.two", "--expect-body (?s)one.two", "/lines"),
        body(OK, "a pattern at a line's beginning", "-r ^two", "--expect-body (?m)^two", "/lines"),
        body(OK, "a header found", "-d X-State:~good", "--expect-header X-State:good", "/"),
        body(CRITICAL, "a header missing", "-d X-State:~bad", "--expect-header X-State:bad", "/"),
        differs(
            WARNING,
            CRITICAL,
            IN_OR_OUT,
            "a page that is too small",
            PATH + "/ -m 1000",
            US + "/ --expect-body (?s).{1000}"),
        differs(
            UNKNOWN,
            UNKNOWN,
            "the same, but the usage error is on stderr",
            "a pattern that is none",
            PATH + "/ -r [",
            US + "/ --expect-body ["));
  }

  private static List<HttpCase> requests() {
    return List.of(
        body(OK, "GET", "-s GET", "--expect-body ^GET$", "/method"),
        body(OK, "PUT", "-j PUT -s PUT", "--method PUT --expect-body ^PUT$", "/method"),
        body(OK, "HEAD", "-j HEAD", "--method HEAD", "/"),
        body(OK, "a form posted", "-P a=b -s a=b", "--body a=b --expect-body a=b$", "/echo"),
        body(
            OK,
            "JSON posted",
            "-P {} -T application/json -s application/json",
            "--body {} --header Content-Type:application/json --expect-body application/json",
            "/echo"),
        body(OK, "a header sent", "-k X-Token:~secret", "--header X-Token:secret", "/token"),
        body(CRITICAL, "a header not sent", "-A x", "--header A:b", "/token"),
        body(OK, "a user agent", "-A probe/1", "--header User-Agent:probe/1", "/agent"),
        same(
            OK,
            "name and password",
            PATH + "/private -a probe:s3cret -s hush",
            "http://probe:s3cret@127.0.0.1:HTTP/private --expect-body hush"),
        differs(
            WARNING,
            CRITICAL,
            IN_OR_OUT,
            "a wrong password",
            PATH + "/private -a probe:wrong",
            "http://probe:wrong@127.0.0.1:HTTP/private"));
  }

  private static List<HttpCase> outages() {
    return List.of(
        same(
            CRITICAL,
            "a port that refuses",
            "-I 127.0.0.1 -p REFUSING",
            "http://127.0.0.1:REFUSING/"),
        same(
            CRITICAL,
            "a server that is silent",
            "-I 127.0.0.1 -p SILENT -t 1",
            "http://127.0.0.1:SILENT/ --timeout 300ms"),
        same(
            CRITICAL,
            "TLS that is silent",
            "-I 127.0.0.1 -p SILENT -t 1 -S",
            "https://127.0.0.1:SILENT/ --timeout 1s"),
        same(
            CRITICAL,
            "a server that closes",
            "-I 127.0.0.1 -p CLOSING",
            "http://127.0.0.1:CLOSING/"),
        body(CRITICAL, "one octet now and then", "-t 1", "--timeout 300ms", "/drip"),
        body(WARNING, "later than the warning", "-w 0.2", "--warn-above 200ms", "/late"),
        body(CRITICAL, "later than is allowed", "-c 0.2", "--timeout 200ms", "/late"),
        body(OK, "late, but in time", "-w 5 -c 9", "--warn-above 5s --timeout 9s", "/late"));
  }

  private static HttpCase odd(HttpCase.Word word, String name, String path) {
    return same(word, name, PATH + path, US + path);
  }

  private static HttpCase odder(HttpCase.Word theirs, String why, String name, String path) {
    return differs(theirs, CRITICAL, why, name, PATH + path, US + path);
  }

  private static List<HttpCase> answers() {
    return List.of(
        odd(OK, "HTTP/1.0", "/10"),
        odd(OK, "a body in chunks", "/chunks"),
        odd(CRITICAL, "a malformed status line", "/malformed"),
        odd(CRITICAL, "HTTP/0.9", "/09"),
        odd(CRITICAL, "a greeting of SMTP", "/smtp"),
        odd(CRITICAL, "HTTP/2 in the status line", "/2"),
        odder(OK, NOT_HTTP, "a header without a colon", "/noheader"),
        odder(OK, WHOLE, "a body shorter than its length", "/short"),
        odder(OK, WHOLE, "a body longer than its length", "/long"),
        odder(UNKNOWN, THEIRS, "a body without its last chunk", "/nochunk"),
        odder(UNKNOWN, THEIRS, "a chunk without its size", "/badchunk"),
        odder(OK, WHOLE, "a head that breaks off", "/head"),
        odd(OK, "an interim answer first", "/interim"));
  }

  private static HttpCase tls(
      HttpCase.Word word, String name, String port, String theirs, String ours) {
    return same(
        word,
        name,
        "-I 127.0.0.1 -p " + port + " -S " + theirs,
        "https://127.0.0.1:" + port + "/" + ours);
  }

  private static HttpCase tlsDiffers(String name, String port) {
    return differs(
        OK,
        CRITICAL,
        VERIFIED,
        name,
        "-I 127.0.0.1 -p " + port + " -S",
        "https://127.0.0.1:" + port + "/" + TRUST);
  }

  private static List<HttpCase> certificates() {
    String days = " --min-certificate-days ";
    return List.of(
        tls(OK, "a good certificate", "GOOD", "-s hello", TRUST + " --expect-body hello"),
        tls(OK, "TLS 1.2", "OLDER", "", TRUST),
        tls(OK, "a self-signed one, not verified", "SELFSIGNED", "", " --verify false"),
        tlsDiffers("a self-signed certificate", "SELFSIGNED"),
        tlsDiffers("an expired certificate", "EXPIRED"),
        tlsDiffers("a certificate of tomorrow", "EARLY"),
        tlsDiffers("a certificate for another name", "OTHERNAME"),
        tls(OK, "a certificate for 30 days", "GOOD", "-C 30", TRUST + days + 30),
        tls(WARNING, "a certificate for too few days", "GOOD", "-C 100", TRUST + days + 100),
        tls(CRITICAL, "an expired one, days counted", "EXPIRED", "-C 30", TRUST + days + 30),
        tls(
            CRITICAL,
            "an expired one, not verified",
            "EXPIRED",
            "-C 30",
            " --verify false" + days + 30),
        differs(
            CRITICAL,
            WARNING,
            "there is one threshold, which warns; only an expired certificate fails",
            "a certificate for far too few days",
            "-I 127.0.0.1 -p GOOD -S -C 200,100",
            "https://127.0.0.1:GOOD/" + TRUST + days + 200),
        tls(CRITICAL, "TLS with a server of HTTP", "HTTP", "-t 2", " --verify false"),
        same(
            CRITICAL, "HTTP with a server of TLS", "-I 127.0.0.1 -p GOOD", "http://127.0.0.1:GOOD"),
        tls(
            OK,
            "a client's certificate",
            "GOOD",
            "-J DIR/client.pem -K DIR/client.key",
            TRUST + " --client-certificate DIR/client.pem --client-key DIR/client.key"));
  }

  private static List<HttpCase> hosts() {
    String connect = " --connect 127.0.0.1:";
    return List.of(
        same(
            OK,
            "a virtual host at an address",
            PATH + "/vhost -H www.example.test",
            "http://www.example.test/vhost" + connect + "HTTP"),
        same(
            CRITICAL,
            "another virtual host",
            PATH + "/vhost -H other.example.test",
            "http://other.example.test/vhost" + connect + "HTTP"),
        same(
            OK,
            "SNI",
            "-I 127.0.0.1 -p GOOD -S --sni -H www.example.test",
            "https://www.example.test/" + connect + "GOOD" + TRUST),
        same(OK, "IPv6", "-I ::1 -p IPV6", "http://[::1]:IPV6/"));
  }
}
