package io.risefall.examples.embedded;

/** Something is not as the quick start says that it is. */
final class SurpriseException extends Exception {

  private static final long serialVersionUID = 1L;

  SurpriseException(String message) {
    super(message);
  }
}
