package io.risefall.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.Transition;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A check or group as a JSON object: the same for operators, HTTP and whoever else asks. Times are
 * in ISO 8601, lengths of time in nanoseconds.
 */
public final class CheckJson {

  private CheckJson() {}

  /** How it stands now, one object. */
  public static void write(JsonGenerator json, CheckSnapshot check) throws IOException {
    json.writeStartObject();
    fields(json, check);
    json.writeEndObject();
  }

  /** How it stands now and what has been, one object. */
  public static void write(JsonGenerator json, CheckSnapshot check, Past past) throws IOException {
    json.writeStartObject();
    fields(json, check);
    json.writeObjectFieldStart("latency-nanoseconds");
    number(json, "median", past.median());
    number(json, "p99", past.p99());
    number(json, "max", past.max());
    json.writeEndObject();
    json.writeArrayFieldStart("results");
    for (PastResult result : past.results()) {
      json.writeStartObject();
      json.writeStringField("time", result.time().toString());
      json.writeStringField("verdict", result.verdict().name());
      json.writeStringField("reason", result.reason().code());
      json.writeStringField("message", result.message());
      json.writeObjectFieldStart("nanoseconds");
      for (Map.Entry<String, Long> phase : result.timings().phases().entrySet()) {
        json.writeNumberField(phase.getKey(), phase.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("transitions");
    for (Transition transition : past.transitions()) {
      write(json, transition);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, CheckSnapshot check) throws IOException {
    json.writeStringField("name", check.name());
    json.writeStringField("status", check.status().name());
    json.writeBooleanField("up", check.status().isUp());
    json.writeStringField("health", check.health().name());
    json.writeStringField("admin", check.admin().name());
    if (!check.adminMessage().isEmpty()) {
      json.writeStringField("admin-message", check.adminMessage());
    }
    json.writeBooleanField("stale", check.stale());
    if (check.suppressedBy().isPresent()) {
      json.writeStringField("suppressed-by", check.suppressedBy().get());
    }
    json.writeBooleanField("damped", check.damped());
    json.writeStringField("since", check.statusSince().toString());
    json.writeStringField("health-since", check.since().toString());
    json.writeNumberField("passes", check.passes());
    json.writeNumberField("failures", check.failures());
    if (check.weight().isPresent()) {
      json.writeNumberField("weight", check.weight().getAsInt());
    }
    Why why = Why.of(check);
    json.writeStringField("reason", why.reason());
    json.writeStringField("message", why.message());
    if (check.nextRun().isPresent()) {
      json.writeStringField("next-run", check.nextRun().get().toString());
    }
  }

  private static void number(JsonGenerator json, String name, OptionalLong number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(name, number.getAsLong());
    }
  }

  /** A transition, one object. */
  public static void write(JsonGenerator json, Transition transition) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", transition.time().toString());
    json.writeStringField("check", transition.name());
    json.writeStringField("from", transition.from().name());
    json.writeStringField("to", transition.to().name());
    json.writeStringField("from-health", transition.fromHealth().name());
    json.writeStringField("to-health", transition.toHealth().name());
    json.writeStringField("reason", transition.reason().code());
    json.writeStringField("message", transition.message());
    json.writeEndObject();
  }
}
