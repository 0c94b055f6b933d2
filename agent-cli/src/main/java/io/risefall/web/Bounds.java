package io.risefall.web;

/**
 * What a client may cost. The JDK's server reads its bounds once, when its class is loaded; those
 * that were given with {@code -D} stand.
 */
final class Bounds {

  /** Most event streams at once. */
  static final int STREAMS = 16;

  /** Seconds that a client may take to read an answer, or a part of an event stream. */
  static final int READ_SECONDS = 10;

  private Bounds() {}

  /** Is to be called before anything of {@code com.sun.net.httpserver} is touched. */
  static void set() {
    property("jdk.httpserver.maxConnections", 256);
    property("sun.net.httpserver.maxReqHeaders", 64);
    property("sun.net.httpserver.maxReqHeaderSize", 16_384);
    property("sun.net.httpserver.maxReqTime", 10);
    property("sun.net.httpserver.idleInterval", 30);
    property("sun.net.httpserver.maxIdleConnections", 64);
  }

  private static void property(String name, int value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, Integer.toString(value));
    }
  }
}
