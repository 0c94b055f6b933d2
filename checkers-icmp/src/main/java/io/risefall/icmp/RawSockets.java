package io.risefall.icmp;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the JDK may open raw sockets here. Where it may not, {@link InetAddress#isReachable}
 * connects to TCP port 7 and says nothing of it; so it is asked beforehand with addresses for which
 * Linux refuses both, a ping with an exception and a connection without. Nothing is sent. Neither
 * the capability alone tells, nor the owner of the network namespace: a process in a user namespace
 * of root's has CAP_NET_RAW, and the namespace seems to be its own.
 */
final class RawSockets {

  /**
   * Broadcast: no socket may send to it unless it has said that it wants to. Of two, since the
   * first does not tell where the default route is a black hole, nor the second where the loopback
   * interface is 127.0.0.1/32.
   */
  private static final List<InetAddress> BROADCAST =
      List.of(address(255, 255, 255, 255), address(127, 255, 255, 255));

  private static final int CAP_NET_RAW = 13;

  /** Capabilities belong to threads. */
  private final Path thisThread;

  /**
   * @param proc where Linux tells of processes
   */
  RawSockets(Path proc) {
    thisThread = proc.resolve("thread-self").resolve("status");
  }

  private static InetAddress address(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Goes on where this thread's pings are pings.
   *
   * @throws CheckFailedException {@code BROKEN}, {@code not-permitted}, with how to grant it; or
   *     {@code no-resources}
   */
  void require() throws CheckFailedException {
    if (!Files.exists(thisThread)) {
      throw notPermitted("ping needs Linux: elsewhere Java may use TCP port 7 instead of ICMP");
    }
    for (InetAddress address : BROADCAST) {
      if (isPinged(address)) {
        return;
      }
    }
    throw notPermitted(
        hasCapability()
            ? "this process has CAP_NET_RAW, but may not open raw sockets: it shares the network of"
                + " another user namespace, or a security rule forbids them"
            : "this process has no CAP_NET_RAW: run it as root, or its systemd service with"
                + " AmbientCapabilities=CAP_NET_RAW");
  }

  private static boolean isPinged(InetAddress broadcast) throws CheckFailedException {
    try {
      boolean unused = broadcast.isReachable(1);
      return false;
    } catch (SocketException e) {
      CheckResult failure = NetworkFailure.of(e, "the network");
      if (failure.reason().equals(Reason.NO_RESOURCES)) {
        throw new CheckFailedException(failure);
      }
      // A connection that fails in any other way than Linux's throws a class of its own.
      return e.getClass() == SocketException.class;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasCapability() {
    try (var lines = Files.lines(thisThread)) {
      return lines
          .filter(line -> line.startsWith("CapEff:"))
          .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(set -> ((set >> CAP_NET_RAW) & 1) == 1);
    } catch (IOException e) {
      return false;
    }
  }

  private static CheckFailedException notPermitted(String message) {
    return new CheckFailedException(CheckResult.broken(Reason.NOT_PERMITTED, message));
  }
}
