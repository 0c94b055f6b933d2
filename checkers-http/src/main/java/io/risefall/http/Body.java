package io.risefall.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.check.CheckContext;
import io.risefall.check.Patterns;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the body of an answer for as long as something depends on it: until a wanted pattern has
 * been found and nothing else is asked, until an unwanted one has, to the limit, or to its end.
 */
final class Body {

  /** How reading ended. */
  enum End {
    /** At the end of the body. */
    COMPLETE,
    /** What is left can change nothing. */
    SURE,
    /** At the limit. */
    LIMIT
  }

  /** Below this, patterns are tried on whatever comes; above, when an eighth has been added. */
  private static final int SMALL = 65_536;

  /** So often; then they wait for an eighth even below, as a body may come octet by octet. */
  private static final int MOST_LOOKS = 200;

  /** For the last look at what came, where time has run out while waiting for more. */
  private static final Duration LAST_LOOK = Duration.ofMillis(20);

  private final List<Pattern> expected;
  private final List<Pattern> rejected;
  private final Optional<MessageDigest> digest;
  private final int most;
  private final Charset charset;
  private final List<Pattern> missing;
  private final boolean keeps;
  private Optional<Pattern> found = Optional.empty();
  private byte[] octets = new byte[4096];
  private int length;
  private int tried;
  private int looks;

  /**
   * @param expected must all occur in it
   * @param rejected none may occur in it
   * @param digested whether a digest of all of it is wanted
   * @param most octets to read
   * @param charset what the server says that it is written in
   */
  Body(
      List<Pattern> expected,
      List<Pattern> rejected,
      boolean digested,
      int most,
      Optional<Charset> charset) {
    this.expected = expected;
    this.rejected = rejected;
    this.digest = digested ? Optional.of(sha256()) : Optional.empty();
    this.most = most;
    this.charset = charset.orElse(UTF_8);
    this.missing = new ArrayList<>(expected);
    this.keeps = !expected.isEmpty() || !rejected.isEmpty();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Reads.
   *
   * @throws IOException if the body breaks off, or time runs out before the verdict is sure
   */
  End read(InputStream in, CheckContext context) throws IOException, Patterns.TooCostlyException {
    while (true) {
      if (length == most) {
        look(context);
        return sure() ? End.SURE : End.LIMIT;
      }
      int count = readSome(in, context);
      if (count < 0) {
        look(context);
        return End.COMPLETE;
      }
      if (count == 0) {
        return End.SURE;
      }
      length += count;
      boolean worthALook = (length <= SMALL && looks < MOST_LOOKS) || length - tried >= tried / 8;
      if (keeps && worthALook && (in.available() == 0 || length - tried >= SMALL)) {
        look(context);
        if (sure()) {
          return End.SURE;
        }
      }
    }
  }

  /** The number of octets read; -1 at the end, 0 if time has run out and the verdict is sure. */
  private int readSome(InputStream in, CheckContext context)
      throws IOException, Patterns.TooCostlyException {
    int offset = keeps ? length : 0;
    if (offset == octets.length) {
      octets = Arrays.copyOf(octets, Math.min(most, octets.length * 4));
    }
    try {
      int wanted = Math.min(octets.length - offset, most - length);
      int count = in.read(octets, offset, wanted);
      if (count > 0 && digest.isPresent()) {
        digest.get().update(octets, offset, count);
      }
      return count;
    } catch (SocketTimeoutException e) {
      look(CheckContext.within(LAST_LOOK, context.ticker()));
      if (sure()) {
        return 0;
      }
      throw e;
    }
  }

  private void look(CheckContext context) throws Patterns.TooCostlyException {
    if (!keeps || tried == length) {
      return;
    }
    tried = length;
    looks++;
    String text = new String(octets, 0, length, charset);
    for (Pattern pattern : rejected) {
      if (Patterns.find(pattern, text, context)) {
        found = Optional.of(pattern);
        return;
      }
    }
    for (Pattern pattern : List.copyOf(missing)) {
      if (Patterns.find(pattern, text, context)) {
        missing.remove(pattern);
      }
    }
  }

  private boolean sure() {
    return found.isPresent()
        || (!expected.isEmpty() && missing.isEmpty() && rejected.isEmpty() && digest.isEmpty());
  }

  /** Octets read. */
  int length() {
    return length;
  }

  /** The unwanted pattern that occurred. */
  Optional<Pattern> unwanted() {
    return found;
  }

  /** The first wanted pattern that did not occur. */
  Optional<Pattern> missing() {
    return missing.stream().findFirst();
  }

  /** The digest of what was read. */
  Optional<byte[]> digest() {
    return digest.map(MessageDigest::digest);
  }
}
