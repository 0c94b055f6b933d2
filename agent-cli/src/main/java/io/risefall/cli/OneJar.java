package io.risefall.cli;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Finds resources where they are first. The packaged command's jar names the checkers of all that
 * come with it: to look into each of the other jars would take longer than a check.
 */
final class OneJar extends ClassLoader {

  private OneJar(ClassLoader all) {
    super(all);
  }

  /**
   * The loader for checkers: of all jars, if there are others than those that come with the
   * command.
   */
  static ClassLoader ofCheckers() {
    ClassLoader all = OneJar.class.getClassLoader();
    String path = System.getProperty("java.class.path", "");
    boolean packaged = path.endsWith(".jar") && !path.contains(File.pathSeparator);
    return packaged ? new OneJar(all) : all;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    URL first = getResource(name);
    return Collections.enumeration(first == null ? List.of() : List.of(first));
  }
}
