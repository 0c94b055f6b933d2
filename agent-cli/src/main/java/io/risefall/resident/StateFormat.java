package io.risefall.resident;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.risefall.agent.SavedState;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the state file is written: one JSON object. Times are in nanoseconds before {@code saved}.
 */
final class StateFormat {

  /** Goes up with every change that an older agent would misread. */
  static final int VERSION = 1;

  private static final String MARK = "risefall-state";
  private static final int MOST_COUNTED = 1000;
  private static final JsonFactory JSON = new JsonFactory();

  /** What was read: when it was saved, and what. */
  record Saved(Instant time, List<Kept> kept) {}

  private StateFormat() {}

  static byte[] write(Saved saved) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(octets)) {
      json.writeStartObject();
      json.writeNumberField(MARK, VERSION);
      json.writeStringField("saved", saved.time.toString());
      json.writeArrayFieldStart("checks");
      for (Kept kept : saved.kept) {
        json.writeStartObject();
        write(kept, json);
        json.writeEndObject();
        json.writeRaw('\n');
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return octets.toByteArray();
  }

  private static void write(Kept kept, JsonGenerator json) throws IOException {
    SavedState saved = kept.state();
    json.writeStringField("name", saved.name());
    json.writeStringField("definition", kept.definition());
    json.writeStringField("status", saved.status().name());
    json.writeNumberField("status-since", saved.statusSince());
    json.writeStringField("admin", saved.admin().name());
    if (!saved.adminMessage().isEmpty()) {
      json.writeStringField("message", saved.adminMessage());
    }
    if (kept.until().isPresent()) {
      json.writeStringField("until", kept.until().get().toString());
    }
    if (saved.state().isPresent()) {
      HealthState state = saved.state().get();
      json.writeStringField("health", state.health().name());
      json.writeStringField("undamped", state.undamped().name());
      json.writeBooleanField("stale", saved.stale());
      json.writeNumberField("since", state.since());
      json.writeNumberField("passes", state.passes());
      json.writeNumberField("failures", state.failures());
      json.writeNumberField("window", state.window());
      json.writeNumberField("penalty", state.penalty());
      json.writeNumberField("penalty-at", state.penaltyAt());
      json.writeBooleanField("suppressed", state.suppressed());
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is anything else
   */
  static Saved read(byte[] octets) throws IOException {
    try (JsonParser json = JSON.createParser(octets)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "no object");
      require(MARK.equals(json.nextFieldName()), "no state of risefall");
      require(json.nextToken() == JsonToken.VALUE_NUMBER_INT, "no version");
      require(json.getIntValue() == VERSION, "version " + json.getText());
      require("saved".equals(json.nextFieldName()), "no time");
      Instant time = Instant.parse(String.valueOf(json.nextTextValue()));
      require("checks".equals(json.nextFieldName()), "no checks");
      require(json.nextToken() == JsonToken.START_ARRAY, "no checks");
      List<Kept> kept = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        kept.add(kept(fields(json)));
      }
      require(json.currentToken() == JsonToken.END_ARRAY, "checks without an end");
      require(json.nextToken() == JsonToken.END_OBJECT, "no end");
      require(json.nextToken() == null, "more after the end");
      return new Saved(time, kept);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void require(boolean is, String otherwise) throws IOException {
    if (!is) {
      throw new IOException(otherwise);
    }
  }

  private static Map<String, String> fields(JsonParser json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      require(json.nextToken().isScalarValue(), name + " is no value");
      fields.put(name, json.getText());
    }
    return fields;
  }

  private static Kept kept(Map<String, String> fields) throws IOException {
    @Nullable String until = fields.get("until");
    return new Kept(
        text(fields, "definition"),
        new SavedState(
            text(fields, "name"),
            fields.containsKey("health") ? Optional.of(state(fields)) : Optional.empty(),
            Boolean.parseBoolean(fields.get("stale")),
            Status.valueOf(fields.getOrDefault("status", Status.UNKNOWN.name())),
            fields.containsKey("status-since") ? past(fields, "status-since") : 0,
            AdminState.valueOf(text(fields, "admin")),
            fields.getOrDefault("message", "")),
        until == null ? Optional.empty() : Optional.of(Instant.parse(until)));
  }

  private static HealthState state(Map<String, String> fields) throws IOException {
    double penalty = Double.parseDouble(text(fields, "penalty"));
    require(penalty >= 0 && penalty < 1e12, "penalty " + penalty);
    return new HealthState(
        Health.valueOf(text(fields, "health")),
        Health.valueOf(text(fields, "undamped")),
        past(fields, "since"),
        count(fields, "passes"),
        count(fields, "failures"),
        Long.parseLong(text(fields, "window")),
        penalty,
        past(fields, "penalty-at"),
        Boolean.parseBoolean(text(fields, "suppressed")));
  }

  private static String text(Map<String, String> fields, String name) throws IOException {
    @Nullable String text = fields.get(name);
    if (text == null) {
      throw new IOException("no " + name);
    }
    return text;
  }

  private static int count(Map<String, String> fields, String name) throws IOException {
    int count = Integer.parseInt(text(fields, name));
    require(count >= 0 && count <= MOST_COUNTED, name + " " + count);
    return count;
  }

  private static long past(Map<String, String> fields, String name) throws IOException {
    long nanos = Long.parseLong(text(fields, name));
    require(nanos <= 0 && nanos > Long.MIN_VALUE / 2, name + " " + nanos);
    return nanos;
  }
}
