package io.risefall.resident;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.config.AgentConfig.Check;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * What a check is, in a few letters: what it asks, a dash, and how its results count. Equal for
 * equal checks, across restarts.
 */
final class Definition {

  private static final int LENGTH = 16;

  private Definition() {}

  static String of(Check check) {
    String asked = check.type() + '\n' + new TreeMap<>(check.options());
    return digest(asked) + '-' + digest(check.settings().toString());
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
