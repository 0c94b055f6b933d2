package io.risefall.net;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
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
    T read(List<Contents> contents) throws IOException, GeneralSecurityException;
  }

  /** Makes something of one file's contents. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(byte[] bytes) throws IOException, GeneralSecurityException;
  }

  /** One file's contents. */
  static final class Contents {

    private final Path file;
    private final byte[] bytes;

    private Contents(Path file, byte[] bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    /** What {@code parser} makes of it; what it throws is held against this file. */
    <T> T as(Parser<T> parser) {
      try {
        return parser.parse(bytes);
      } catch (IOException | GeneralSecurityException e) {
        throw new UnusableException(file + ": " + e.getMessage());
      }
    }
  }

  /** As they were before they were read, so that a change meanwhile is seen the next time. */
  private record Stamp(FileTime modified, long size, @Nullable Object key) {}

  private record Kept<T>(List<Stamp> stamps, T value) {}

  /** Far more than all the certificates that any system trusts. */
  private static final int LARGEST = 16 << 20;

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
      List<Contents> contents = files.stream().map(KeptFile::contents).toList();
      T value = reader.read(contents);
      kept = new Kept<>(stamps, value);
      return value;
    } catch (UnusableException e) {
      throw new CheckFailedException(e.result);
    } catch (IOException | GeneralSecurityException e) {
      throw new CheckFailedException(unusable(files.get(files.size() - 1) + ": " + e.getMessage()));
    }
  }

  private static CheckResult unusable(String message) {
    return CheckResult.broken(Reason.FILE_UNUSABLE, message);
  }

  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) { // reading a pipe might never end
        throw new UnusableException(file + " is no regular file");
      }
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Contents contents(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UnusableException(file + " is larger than " + LARGEST + " octets");
      }
      return new Contents(file, bytes);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UnusableException unreadable(Path file, IOException e) {
    if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("too many open files")) {
      return new UnusableException(NetworkFailure.outOfDescriptors(String.valueOf(e.getMessage())));
    }
    if (e instanceof NoSuchFileException) {
      return new UnusableException(file + " does not exist");
    }
    return new UnusableException(
        e instanceof AccessDeniedException
            ? file + " may not be read by this process"
            : file + " cannot be read: " + e.getMessage());
  }

  private static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CheckResult result;

    UnusableException(String message) {
      this(unusable(message));
    }

    UnusableException(CheckResult result) {
      super(result.message());
      this.result = result;
    }
  }
}
