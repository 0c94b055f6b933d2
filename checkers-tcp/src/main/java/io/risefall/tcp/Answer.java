package io.risefall.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.check.CheckContext;
import io.risefall.check.Patterns;
import io.risefall.check.Patterns.Found;
import io.risefall.check.Patterns.TooCostlyException;
import io.risefall.check.Timings;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What the target says, looked at as it comes. A match counts at once if no more could undo it,
 * else once nothing more comes.
 */
final class Answer {

  /** How listening ended. */
  enum End {
    /** The pattern occurs, whatever would come. */
    MATCHED,
    /** The target has ended, or all that is read has come. */
    WHOLE,
    /** Time is up: nothing more counts. */
    LATE,
    /** More came than is read. */
    TOO_LONG
  }

  private static final int FIRST_BUFFER = 2048;
  private static final int MOST_SHOWN = 200;

  /** So much is looked at without asking whether more is there. */
  private static final int MUCH = 65_536;

  /** Then only when an eighth has been added: an answer may come octet by octet. */
  private static final int MOST_LOOKS = 200;

  private final Pattern pattern;
  private final int most;
  private byte[] octets;
  private int length;
  private int looked;
  private int looks;
  private Found found = Found.NO;
  private boolean cut;
  private long firstByte = Timings.NONE;

  /**
   * @param most octets that are looked at; one more is read to know whether that is all
   */
  Answer(Pattern pattern, int most) {
    this.pattern = pattern;
    this.most = most;
    this.octets = new byte[Math.min(FIRST_BUFFER, most + 1)];
  }

  /**
   * Listens.
   *
   * @throws SocketTimeoutException if nothing came in time
   * @throws IOException if the connection fails
   * @throws TooCostlyException if the pattern is
   */
  End listen(InputStream in, CheckContext context) throws IOException, TooCostlyException {
    long start = context.ticker().read();
    while (true) {
      int count;
      try {
        count = readSome(in);
      } catch (SocketTimeoutException e) {
        if (length == 0) {
          throw e;
        }
        look(context);
        return End.LATE;
      }
      if (count < 0) {
        lookAtAll(context);
        return End.WHOLE;
      }
      firstByte = firstByte == Timings.NONE ? context.ticker().read() - start : firstByte;
      if (length >= most || worthALook(in)) {
        look(context);
      }
      if (found == Found.FOR_GOOD) {
        return End.MATCHED;
      }
      if (length > most) {
        return End.TOO_LONG;
      }
      if (length == most && found == Found.NO) {
        return End.WHOLE;
      }
    }
  }

  private int readSome(InputStream in) throws IOException {
    if (length == octets.length) {
      octets = Arrays.copyOf(octets, (int) Math.min(most + 1L, octets.length * 4L));
    }
    int count = in.read(octets, length, octets.length - length);
    length += Math.max(0, count);
    return count;
  }

  private boolean worthALook(InputStream in) throws IOException {
    int added = length - looked;
    return looked == 0
        || ((looks < MOST_LOOKS || added >= looked / 8) && (added >= MUCH || in.available() == 0));
  }

  private void look(CheckContext context) throws TooCostlyException {
    if (looked < length) {
      looked = length;
      looks++;
      int part = Math.min(length, most);
      String text = Patterns.beginning(octets, part, UTF_8);
      cut = octets[part - 1] < 0 && !text.equals(new String(octets, 0, part, UTF_8));
      found = Patterns.look(pattern, text, context);
    }
  }

  /** The target has ended: a character that it has not finished is a wrong one. */
  private void lookAtAll(CheckContext context) throws TooCostlyException {
    look(context);
    if (cut) {
      cut = false;
      found = Patterns.look(pattern, new String(octets, 0, length, UTF_8), context);
    }
  }

  /** What was found in what was looked at last. */
  Found found() {
    return found;
  }

  /** Whether it stops within a character. */
  boolean isCut() {
    return cut;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Nanoseconds until the first octet came. */
  long firstByte() {
    return firstByte;
  }

  /** As it is shown on one line. */
  String shown() {
    return Octets.show(octets, length, MOST_SHOWN);
  }
}
