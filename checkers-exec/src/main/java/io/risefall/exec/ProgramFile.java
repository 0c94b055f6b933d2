package io.risefall.exec;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a program is, and whether it can be run. */
final class ProgramFile {

  static final Reason NOT_FOUND = new Reason("exec-not-found");
  static final Reason NOT_EXECUTABLE = new Reason("exec-not-executable");

  private ProgramFile() {}

  /**
   * Finds a program by its path, relative to where Risefall runs, or by its name.
   *
   * @param searchPath directories joined by colons; empty and relative ones are passed over
   * @throws CheckFailedException with the reason why it cannot be run
   */
  static Path find(String program, String searchPath) throws CheckFailedException {
    try {
      if (program.indexOf('/') >= 0) {
        return requireExecutable(program, Path.of(program).toAbsolutePath());
      }
      Path found = null;
      for (String directory : searchPath.split(":", -1)) {
        Path candidate = Path.of(directory, program);
        if (candidate.isAbsolute() && Files.isRegularFile(candidate)) {
          if (Files.isExecutable(candidate)) {
            return requireExecutable(program, candidate);
          }
          found = found == null ? candidate : found;
        }
      }
      if (found != null) {
        return requireExecutable(program, found);
      }
    } catch (InvalidPathException e) {
      // no file has such a name
    }
    throw broken(NOT_FOUND, "no program " + Words.excerpt(program, 200) + " in " + searchPath);
  }

  private static Path requireExecutable(String program, Path file) throws CheckFailedException {
    String name = Words.excerpt(program, 200);
    if (Files.isDirectory(file)) {
      throw broken(NOT_EXECUTABLE, name + " is a directory");
    }
    if (!Files.exists(file)) {
      throw broken(NOT_FOUND, "no program " + name);
    }
    if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
      throw broken(NOT_EXECUTABLE, name + " is not executable");
    }
    if (!isBinaryOrNamesItsInterpreter(file)) {
      throw broken(NOT_EXECUTABLE, name + " is no binary and has no #! line");
    }
    return file;
  }

  /** Whatever else is executable the C library would give to a shell. */
  private static boolean isBinaryOrNamesItsInterpreter(Path file) {
    byte[] first;
    try (InputStream in = Files.newInputStream(file)) {
      first = in.readNBytes(4);
    } catch (IOException e) {
      return true; // the kernel can execute what we may not read
    }
    return (first.length >= 2 && first[0] == '#' && first[1] == '!')
        || (first.length == 4
            && first[0] == 0x7f
            && first[1] == 'E'
            && first[2] == 'L'
            && first[3] == 'F');
  }

  private static CheckFailedException broken(Reason reason, String message) {
    return new CheckFailedException(CheckResult.broken(reason, message));
  }
}
