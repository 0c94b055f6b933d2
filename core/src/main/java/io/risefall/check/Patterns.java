package io.risefall.check;

import java.util.regex.Pattern;

/**
 * Regular expressions on text that a server sent: bounded by the deadline, whatever the pattern.
 */
public final class Patterns {

  private static final int LOOK_EVERY = 1024;

  private Patterns() {}

  /** The pattern took too much time or stack on this text. */
  public static final class TooCostlyException extends Exception {
    private static final long serialVersionUID = 1L;

    private TooCostlyException(Pattern pattern) {
      super("the pattern " + pattern + " takes too long on this answer");
    }
  }

  /**
   * Whether {@code pattern} occurs in {@code text}.
   *
   * @throws TooCostlyException if that was not clear by the context's deadline, or took more stack
   *     than there is
   */
  public static boolean find(Pattern pattern, CharSequence text, CheckContext context)
      throws TooCostlyException {
    try {
      return pattern.matcher(new Watched(text, context)).find();
    } catch (OutOfTime | StackOverflowError e) {
      throw new TooCostlyException(pattern);
    }
  }

  private static final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime() {
      super(null, null, false, false);
    }
  }

  /** Text that looks at the clock now and then while a matcher reads it. */
  private static final class Watched implements CharSequence {
    private final CharSequence text;
    private final CheckContext context;
    private int untilLook = LOOK_EVERY;

    Watched(CharSequence text, CheckContext context) {
      this.text = text;
      this.context = context;
    }

    @Override
    public char charAt(int index) {
      if (--untilLook == 0) {
        untilLook = LOOK_EVERY;
        if (context.expired() || Thread.currentThread().isInterrupted()) {
          throw new OutOfTime();
        }
      }
      return text.charAt(index);
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
      return text.toString();
    }
  }
}
