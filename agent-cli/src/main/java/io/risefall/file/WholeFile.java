package io.risefall.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces files and links at once: whoever reads meanwhile reads the one before or the new one,
 * and so does whoever comes after a crash. What is new is made beside the old one, as {@code
 * .NAME.new}.
 */
public final class WholeFile {

  private WholeFile() {}

  /**
   * Writes a file; its content is on the disk when this returns.
   *
   * @param mode its mode, such as {@code rw-r--r--}, of which the process's umask takes away
   * @throws IOException if it cannot; then the file is as it was
   */
  public static void write(Path file, byte[] content, String mode) throws IOException {
    Path fresh = beside(file);
    Files.deleteIfExists(fresh);
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deletePart(fresh, e);
      throw e;
    }
  }

  /** What is only a part takes room on a disk that may have none. */
  private static void deletePart(Path fresh, IOException cause) {
    try {
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Has a symbolic link lead to {@code target}, which need not exist.
   *
   * @throws IOException if it cannot, or something else than a link has its name; then all is as it
   *     was
   */
  public static void link(Path link, Path target) throws IOException {
    if (Files.exists(link) && !Files.isSymbolicLink(link)) {
      throw new IOException(link + " is no symbolic link and stays");
    }
    Path fresh = beside(link);
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path beside(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".new");
  }
}
