package io.risefall.check;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions on text that a server sent: bounded by the deadline, whatever the pattern.
 */
public final class Patterns {

  private static final int LOOK_EVERY = 4096;

  /** For a text whose last octets came when time was all but over. */
  private static final long LEAST_NANOS = 20_000_000;

  private Patterns() {}

  /** The pattern took too much time or stack on this text: this side's fault. */
  public static final class TooCostlyException extends Exception {
    private static final long serialVersionUID = 1L;

    private TooCostlyException(Pattern pattern) {
      super("the pattern " + pattern + " takes too long on this answer");
    }
  }

  /** Whether a pattern occurs in a text that more may follow. */
  public enum Found {
    /** It does not, so far. */
    NO,
    /** It does, but more text could undo that: it looks at what follows, or at the end. */
    SO_FAR,
    /** It does, whatever follows. */
    FOR_GOOD
  }

  /**
   * Whether {@code pattern} occurs in {@code text}, all of it.
   *
   * @throws TooCostlyException if that was not clear by the context's deadline (but 20 ms are
   *     given), or took more stack than there is; or if the thread was interrupted, whose flag
   *     stays set
   */
  public static boolean find(Pattern pattern, CharSequence text, CheckContext context)
      throws TooCostlyException {
    return found(pattern, text, context).isPresent();
  }

  /**
   * Whether {@code pattern} occurs in {@code text}, and what more text could do to that.
   *
   * @param text the beginning of something longer, perhaps; it ends between two characters (see
   *     {@link #beginning})
   * @throws TooCostlyException as {@link #find} does
   */
  @SuppressWarnings("JdkObsolete") // hitEnd is for those who read on, as here
  public static Found look(Pattern pattern, CharSequence text, CheckContext context)
      throws TooCostlyException {
    Optional<Matcher> found = found(pattern, text, context);
    if (found.isEmpty()) {
      return Found.NO;
    }
    boolean forGood =
        switch (Lookout.of(pattern)) {
          case BACK -> true;
          case AHEAD -> !found.get().hitEnd();
          case UNKNOWN -> false;
        };
    return forGood ? Found.FOR_GOOD : Found.SO_FAR;
  }

  private static Optional<Matcher> found(Pattern pattern, CharSequence text, CheckContext context)
      throws TooCostlyException {
    boolean repeats = pattern.pattern().indexOf('*') >= 0 || pattern.pattern().indexOf('+') >= 0;
    Pattern lean = repeats ? Slack.removed(pattern) : pattern;
    try {
      Matcher matcher = lean.matcher(new Watched(text, context));
      return matcher.find() ? Optional.of(matcher) : Optional.empty();
    } catch (OutOfTime | StackOverflowError e) {
      throw new TooCostlyException(pattern);
    }
  }

  /**
   * The text of octets that are the beginning of something longer: a character at their end of
   * which a part is missing is left out.
   */
  public static String beginning(byte[] octets, int length, Charset charset) {
    ByteBuffer in = ByteBuffer.wrap(octets, 0, length);
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer out =
        CharBuffer.allocate((int) Math.ceil(length * (double) decoder.maxCharsPerByte()));
    decoder.decode(in, out, false);
    return out.flip().toString();
  }

  private static final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime() {
      super(null, null, false, false);
    }
  }

  /** Text that looks at the clock now and then while a matcher reads it. */
  private static final class Watched implements CharSequence {
    private final String text;
    private final CheckContext context;
    private final long start;
    private int untilLook = LOOK_EVERY;

    Watched(CharSequence text, CheckContext context) {
      this.text = text.toString(); // one kind of text, which the compiler can then read at once
      this.context = context;
      this.start = context.ticker().read();
    }

    @Override
    public char charAt(int index) {
      if (--untilLook == 0) {
        look();
      }
      return text.charAt(index);
    }

    private void look() {
      untilLook = LOOK_EVERY;
      if (Thread.currentThread().isInterrupted()
          || (context.expired() && context.ticker().read() - start > LEAST_NANOS)) {
        throw new OutOfTime();
      }
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
