package io.risefall.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words: of the most usual, Java's message is its name alone. */
public final class FileTrouble {

  private FileTrouble() {}

  /** One line for an operator. */
  public static String of(IOException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (!(e instanceof FileSystemException file) || file.getReason() != null) {
      return message;
    }
    return switch (e) {
      case NoSuchFileException none -> "no such file or directory: " + message;
      case AccessDeniedException denied -> "permission denied: " + message;
      default -> e.getClass().getSimpleName() + ": " + message;
    };
  }
}
