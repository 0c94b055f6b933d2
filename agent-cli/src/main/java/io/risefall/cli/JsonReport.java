package io.risefall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.risefall.check.CheckResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A result as one JSON object on one line; times are in nanoseconds. */
final class JsonReport {

  private JsonReport() {}

  static String of(String type, CheckResult result) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("check", type);
      json.writeStringField("verdict", result.verdict().name());
      json.writeStringField("reason", result.reason().code());
      json.writeStringField("message", result.message());
      json.writeObjectFieldStart("nanoseconds");
      for (Map.Entry<String, Long> phase : result.timings().phases().entrySet()) {
        json.writeNumberField(phase.getKey(), phase.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("facts");
      for (Map.Entry<String, String> fact : result.facts().entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
      if (result.weight().isPresent()) {
        json.writeNumberField("weight", result.weight().getAsInt());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
