package io.risefall.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is asked. Immutable.
 *
 * @param fields those that the user wrote
 */
record Request(String method, List<Field> fields, Optional<String> body) {

  /** What another server may know as well; who knows which of the others are secret. */
  private static final Pattern HARMLESS =
      Pattern.compile("accept(-.*)?|user-agent|content-type", Pattern.CASE_INSENSITIVE);

  Request {
    fields = List.copyOf(fields);
  }

  /** Every field of the request, those of the user first, and what is missing added. */
  List<Field> allFields(Url url) {
    List<Field> all = new ArrayList<>(fields);
    addUnlessGiven(all, "Host", url.hostField());
    addUnlessGiven(all, "User-Agent", "risefall");
    addUnlessGiven(all, "Accept", "*/*");
    addUnlessGiven(all, "Accept-Encoding", "identity");
    url.credentials().ifPresent(value -> addUnlessGiven(all, "Authorization", value));
    if (body.isPresent()) {
      addUnlessGiven(all, "Content-Type", "application/x-www-form-urlencoded");
      all.add(new Field("Content-Length", Integer.toString(octets().length)));
    }
    all.add(new Field("Connection", "close"));
    return all;
  }

  private static void addUnlessGiven(List<Field> all, String name, String value) {
    if (all.stream().noneMatch(field -> field.is(name))) {
      all.add(new Field(name, value));
    }
  }

  byte[] octets() {
    return body.orElse("").getBytes(UTF_8);
  }

  /**
   * The request to make after a redirect (RFC 9110, section 15.4): 303 turns everything but HEAD
   * into GET, 301 and 302 do so with POST, as all clients do. What was meant for the first server
   * alone, every field that might be, is not told to another one.
   */
  Request redirected(int status, boolean sameOrigin) {
    boolean becomesGet =
        status == 303 ? !method.equals("HEAD") : status < 303 && method.equals("POST");
    List<Field> kept =
        fields.stream()
            .filter(field -> sameOrigin || HARMLESS.matcher(field.name()).matches())
            .filter(field -> !becomesGet || !field.is("Content-Type"))
            .toList();
    return becomesGet
        ? new Request("GET", kept, Optional.empty())
        : new Request(method, kept, body);
  }
}
