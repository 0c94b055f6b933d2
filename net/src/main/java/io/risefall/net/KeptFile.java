package io.risefall.net;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What files hold, read when it is first needed and again when one of them has changed:
 * certificates are renewed while the agent runs. Safe for use by many threads.
 *
 * @param <T> what becomes of it
 */
final class KeptFile<T> {

  /** Makes something of the contents. */
  @FunctionalInterface
  interface Reader<T> {
    T read(List<byte[]> contents) throws IOException, GeneralSecurityException;
  }

  /** As they were before they were read, so that a change meanwhile is seen the next time. */
  private record Stamp(FileTime modified, long size, @Nullable Object key) {}

  private record Kept<T>(List<Stamp> stamps, T value) {}

  private final List<Path> files;
  private final Reader<T> reader;
  private volatile @Nullable Kept<T> kept;

  KeptFile(List<Path> files, Reader<T> reader) {
    this.files = List.copyOf(files);
    this.reader = reader;
  }

  /**
   * @throws CheckFailedException {@code BROKEN}, {@code file-unusable}, if a file cannot be read or
   *     does not hold what it should
   */
  T get() throws CheckFailedException {
    try {
      List<Stamp> stamps = files.stream().map(KeptFile::stamp).toList();
      Kept<T> before = kept;
      if (before != null && before.stamps.equals(stamps)) {
        return before.value;
      }
      List<byte[]> contents = files.stream().map(KeptFile::contents).toList();
      T value = reader.read(contents);
      kept = new Kept<>(stamps, value);
      return value;
    } catch (UnreadableException e) {
      throw unusable(String.valueOf(e.getMessage()));
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(files.get(files.size() - 1) + ": " + e.getMessage());
    }
  }

  private static CheckFailedException unusable(String message) {
    return new CheckFailedException(CheckResult.broken(Reason.FILE_UNUSABLE, message));
  }

  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      throw new UnreadableException(file, e);
    }
  }

  private static byte[] contents(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UnreadableException(file, e);
    }
  }

  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(Path file, IOException e) {
      super(
          e instanceof NoSuchFileException
              ? file + " does not exist"
              : file + " cannot be read: " + e);
    }
  }
}
