package io.risefall.check;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** Whose fault a failed network operation is, and the reason to give for it. */
public final class NetworkFailure {

  private NetworkFailure() {}

  /**
   * The result for an exception while connecting to, sending to or reading from the target. The JDK
   * tells some cases apart in the message alone, in the words of the C library.
   *
   * @param target the target, for the sentence
   */
  public static CheckResult of(IOException e, String target) {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (e instanceof SocketTimeoutException || words.contains("timed out")) {
      return CheckResult.fail(Reason.TIMEOUT, "no answer from " + target);
    }
    if (e instanceof PortUnreachableException || words.contains("connection refused")) {
      return CheckResult.fail(Reason.CONNECT_REFUSED, target + " refused the connection");
    }
    // An abort ("Software caused connection abort") is none: this side's system has ended it.
    if (words.contains("reset") || words.contains("broken pipe")) {
      return CheckResult.fail(Reason.CONNECT_RESET, target + " reset the connection");
    }
    if (e instanceof NoRouteToHostException
        || words.contains("no route to host")
        || words.contains("host is unreachable")
        || words.contains("host is down")
        || words.contains("machine is not on the network")
        || words.contains("protocol not available")) {
      return CheckResult.fail(Reason.UNREACHABLE, target + " is unreachable");
    }
    if (words.contains("network is unreachable")
        || words.contains("network is down")
        || words.contains("no interface")
        || words.contains("family not supported")
        || words.contains("family unavailable")) {
      return CheckResult.broken(Reason.NO_ROUTE, "this host has no route to " + target);
    }
    if (words.contains("too many open files")) {
      return outOfDescriptors(words);
    }
    if (words.contains("no buffer space")
        || words.contains("cannot allocate memory")
        || words.contains("temporarily unavailable")
        || isAboutTheLocalAddress(e)) {
      return CheckResult.broken(
          Reason.NO_RESOURCES, "this host is out of ports or memory: " + e.getMessage());
    }
    if (words.contains("not permitted") || words.contains("permission denied")) {
      return CheckResult.broken(
          Reason.NOT_PERMITTED, "this host may not talk to " + target + ": " + e.getMessage());
    }
    if (e instanceof ConnectException) {
      return CheckResult.fail(Reason.CONNECTION_FAILED, target + ": " + e.getMessage());
    }
    return CheckResult.fail(Reason.CONNECTION_FAILED, target + ": " + describe(e));
  }

  /**
   * The result for an exception while binding a socket to its source address.
   *
   * @param source the source address, for the sentence
   */
  public static CheckResult ofBinding(IOException e, String source) {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("too many open files")) {
      return outOfDescriptors(words);
    }
    if (words.contains("in use")
        || words.contains("no buffer space")
        || words.contains("cannot allocate memory")) {
      return CheckResult.broken(
          Reason.NO_RESOURCES, "this host is out of ports or memory: " + e.getMessage());
    }
    if (e instanceof BindException && words.contains("permi")) {
      return CheckResult.broken(Reason.NOT_PERMITTED, source + ": " + e.getMessage());
    }
    return CheckResult.broken(
        Reason.SOURCE_UNAVAILABLE, source + " is not an address of this host");
  }

  /**
   * Whether the system found no address or port of this host to come from: all ports are taken, or
   * it has no address of the family.
   */
  public static boolean isAboutTheLocalAddress(IOException e) {
    return String.valueOf(e.getMessage())
        .toLowerCase(Locale.ROOT)
        .contains("cannot assign requested address");
  }

  /**
   * The result where there is no file descriptor left, for this process or for all.
   *
   * @param words the C library's
   */
  public static CheckResult outOfDescriptors(String words) {
    return CheckResult.broken(
        Reason.NO_RESOURCES,
        words.toLowerCase(Locale.ROOT).contains("in system")
            ? "this host is out of file descriptors: raise fs.file-max (sysctl)"
            : "this process is out of file descriptors: raise LimitNOFILE of its systemd unit, or"
                + " ulimit -n");
  }

  private static String describe(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
