package io.risefall.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFailureTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        fail(new SocketTimeoutException("Read timed out"), Reason.TIMEOUT),
        fail(new ConnectException("Connection timed out"), Reason.TIMEOUT),
        fail(new ConnectException("Connection refused"), Reason.CONNECT_REFUSED),
        fail(new PortUnreachableException(), Reason.CONNECT_REFUSED),
        fail(new SocketException("Connection reset"), Reason.CONNECT_RESET),
        fail(new IOException("Broken pipe"), Reason.CONNECT_RESET),
        fail(new SocketException("Software caused connection abort"), Reason.CONNECTION_FAILED),
        fail(new NoRouteToHostException("No route to host"), Reason.UNREACHABLE),
        fail(new IOException(), Reason.CONNECTION_FAILED),
        fail(new ConnectException("odd"), Reason.CONNECTION_FAILED),
        broken(new SocketException("Network is unreachable"), Reason.NO_ROUTE),
        broken(new SocketException("Too many open files"), Reason.NO_RESOURCES),
        broken(new SocketException("No buffer space available"), Reason.NO_RESOURCES),
        broken(new BindException("Cannot assign requested address"), Reason.NO_RESOURCES),
        broken(new SocketException("Operation not permitted"), Reason.NOT_PERMITTED),
        broken(new SocketException("Permission denied"), Reason.NOT_PERMITTED));
  }

  private static Arguments fail(IOException e, Reason reason) {
    return Arguments.of(e, Verdict.FAIL, reason);
  }

  private static Arguments broken(IOException e, Reason reason) {
    return Arguments.of(e, Verdict.BROKEN, reason);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theFaultIsWithTheTargetOrWithThisHost(IOException e, Verdict verdict, Reason reason) {
    CheckResult result = NetworkFailure.of(e, "10.1.53.2");
    assertEquals(verdict, result.verdict());
    assertEquals(reason, result.reason());
  }

  @Test
  void aSourceThatCannotBeBoundIsThisHostsFault() {
    assertEquals(
        Reason.SOURCE_UNAVAILABLE,
        NetworkFailure.ofBinding(new BindException("Cannot assign requested address"), "10.9.9.9")
            .reason());
    assertEquals(
        Reason.NOT_PERMITTED,
        NetworkFailure.ofBinding(new BindException("Permission denied"), "10.9.9.9:53").reason());
    assertEquals(
        Reason.NO_RESOURCES,
        NetworkFailure.ofBinding(new BindException("Address already in use"), "10.9.9.9:53")
            .reason());
  }
}
