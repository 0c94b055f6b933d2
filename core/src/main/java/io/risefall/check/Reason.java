package io.risefall.check;

import org.jspecify.annotations.Nullable;

/**
 * Why a check ended as it did: a stable code in kebab-case, for machines. Codes of this list are
 * shared by all checkers; a checker adds its own with a prefix, such as {@code dns-rcode}.
 *
 * @param code lower-case words joined by hyphens
 */
public record Reason(String code) {

  /** All is well. */
  public static final Reason OK = new Reason("ok");

  /** The answer came, but later than the warning threshold. */
  public static final Reason SLOW = new Reason("slow");

  /** No answer in time. */
  public static final Reason TIMEOUT = new Reason("timeout");

  /** The target's host refused the connection. */
  public static final Reason CONNECT_REFUSED = new Reason("connect-refused");

  /** The target ended the connection before the answer was complete. */
  public static final Reason CONNECT_RESET = new Reason("connect-reset");

  /** The network says that the target's host or network cannot be reached. */
  public static final Reason UNREACHABLE = new Reason("unreachable");

  /** Any other failure of the connection to the target. */
  public static final Reason CONNECTION_FAILED = new Reason("connection-failed");

  /** This host has no route to the target. */
  public static final Reason NO_ROUTE = new Reason("no-route");

  /** The system's resolver has no address for the target's name. */
  public static final Reason NAME_UNRESOLVED = new Reason("name-unresolved");

  /** The target has no address of the source address' family. */
  public static final Reason FAMILY_MISMATCH = new Reason("family-mismatch");

  /** The source address, or the interface of a scoped address, is not on this host. */
  public static final Reason SOURCE_UNAVAILABLE = new Reason("source-unavailable");

  /** This process has no file descriptor or port left. */
  public static final Reason NO_RESOURCES = new Reason("no-resources");

  /** This host's own rules forbid the attempt (a packet filter, a missing capability). */
  public static final Reason NOT_PERMITTED = new Reason("not-permitted");

  /** A file that the check needs cannot be read, or does not hold what it should. */
  public static final Reason FILE_UNUSABLE = new Reason("file-unusable");

  /** The checker went on beyond its deadline and was abandoned. */
  public static final Reason DEADLINE_IGNORED = new Reason("deadline-ignored");

  /** This process did not run for a while, so that the check heard nothing, or too late. */
  public static final Reason PAUSED = new Reason("paused");

  /** A defect of the checker: it threw. */
  public static final Reason INTERNAL_ERROR = new Reason("internal-error");

  /** A regular expression took too much time or stack on this answer. */
  public static final Reason PATTERN_TOO_COSTLY = new Reason("pattern-too-costly");

  /** No pass was seen for the time that {@code down-after} allows. */
  public static final Reason NO_PASS = new Reason("no-pass");

  /** Flap damping holds the target down, or lets it go. */
  public static final Reason DAMPING = new Reason("damping");

  /** The newest conclusive result is too old. */
  public static final Reason STALE = new Reason("stale");

  /** The administrator said so. */
  public static final Reason ADMINISTRATOR = new Reason("administrator");

  /** What is watched, or how, was changed. */
  public static final Reason CONFIGURATION = new Reason("configuration");

  /** A member of the group changed. */
  public static final Reason MEMBERS = new Reason("members");

  /**
   * @throws IllegalArgumentException if the code is not in kebab-case
   */
  public Reason {
    if (!isKebabCase(code)) {
      throw new IllegalArgumentException(
          "'" + code + "' is not a reason code; allowed: lower-case words joined by hyphens");
    }
  }

  /**
   * Whether {@code text} is lower-case letters and digits in words joined by single hyphens, a
   * letter first.
   */
  static boolean isKebabCase(String text) {
    boolean wordOpen = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= 'a' && c <= 'z') || (i > 0 && c >= '0' && c <= '9')) {
        wordOpen = true;
      } else if (c == '-' && wordOpen) {
        wordOpen = false;
      } else {
        return false;
      }
    }
    return wordOpen;
  }

  // Written out: what the JVM would make for a record when it is first asked costs a command that
  // runs one check more than the check.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reason reason && code.equals(reason.code);
  }

  @Override
  public int hashCode() {
    return code.hashCode();
  }

  @Override
  public String toString() {
    return code;
  }
}
