package io.risefall.cli;

import io.risefall.cli.peers.Front;
import java.util.Arrays;
import java.util.List;

/**
 * One call of the old wrapper and of {@code dig-wrapper}.
 *
 * @param name what it shows
 * @param before whether the old wrapper passed
 * @param now whether {@code dig-wrapper} passes; where that is not the same, the name says why
 * @param target who answers
 * @param line the arguments; '' is an empty one, and escapes of Java's are translated in each
 */
record WrapperCase(String name, boolean before, boolean now, Target target, String line) {

  /** Who answers, on some port of loopback. */
  enum Target {
    NAMED,
    NOBODY,
    SILENT,
    TCP_ONLY,
    UDP_ONLY,
    LOSES_THE_FIRST;

    /** Has {@code call} made with the port of this target, which is made for it. */
    boolean verdict(int named, Call call) throws Exception {
      return switch (this) {
        case NAMED -> call.passes(named);
        case NOBODY -> call.passes(1);
        case SILENT -> throughFront(Front.silent(), call);
        case TCP_ONLY -> throughFront(Front.tcpOnly(named), call);
        case UDP_ONLY -> throughFront(Front.udpOnly(named), call);
        case LOSES_THE_FIRST -> throughFront(Front.losingTheFirst(named), call);
      };
    }

    private static boolean throughFront(Front front, Call call) throws Exception {
      try (front) {
        return call.passes(front.port());
      }
    }
  }

  /** One of the two commands, on a port. */
  @FunctionalInterface
  interface Call {
    boolean passes(int port) throws Exception;
  }

  static WrapperCase passes(String name, String line) {
    return new WrapperCase(name, true, true, Target.NAMED, line);
  }

  static WrapperCase fails(String name, String line) {
    return new WrapperCase(name, false, false, Target.NAMED, line);
  }

  /** An intended difference. */
  static WrapperCase failsNowOnly(String name, String why, String line) {
    return new WrapperCase(name + " (differs: " + why + ")", true, false, Target.NAMED, line);
  }

  /** An intended difference. */
  static WrapperCase passesNowOnly(String name, String why, String line) {
    return new WrapperCase(name + " (differs: " + why + ")", false, true, Target.NAMED, line);
  }

  WrapperCase at(Target other) {
    return new WrapperCase(name, before, now, other, line);
  }

  List<String> arguments() {
    return Arrays.stream(line.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.equals("''") ? "" : word.translateEscapes())
        .toList();
  }

  @Override
  public String toString() {
    return name + ": " + line + (target == Target.NAMED ? "" : " at " + target);
  }
}
