package io.risefall.cli.peers;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips, or fails, what {@link RequiresPeer} stands on. */
public final class PeerCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<Peer> missing =
        AnnotationSupport.findAnnotation(context.getElement(), RequiresPeer.class).stream()
            .flatMap(needs -> Arrays.stream(needs.value()))
            .filter(peer -> peer.find().isEmpty())
            .toList();
    return decide(missing, required());
  }

  static ConditionEvaluationResult decide(List<Peer> missing, boolean required) {
    if (missing.isEmpty()) {
      return enabled("every peer is installed");
    }
    String message =
        "not installed: " + missing.stream().map(Peer::toString).collect(Collectors.joining(", "));
    if (required) {
      throw new AssertionError(message + "; risefall.peers is 'required'");
    }
    return disabled(message);
  }

  /** The same for what is no program: goes on, skips the test, or fails it. */
  public static void assume(Optional<String> missing) {
    if (missing.isPresent() && required()) {
      throw new AssertionError(missing.get() + "; risefall.peers is 'required'");
    }
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  private static boolean required() {
    return System.getProperty("risefall.peers", "optional").equals("required");
  }
}
