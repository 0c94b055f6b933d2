package io.risefall.benchmarks;

/** What a JVM costs that does nothing. */
public final class Hello {

  private Hello() {}

  public static void main(String[] args) {
    System.out.println("Hello");
  }
}
