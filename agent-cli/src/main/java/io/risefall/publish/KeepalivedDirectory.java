package io.risefall.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of files that keepalived reads, and what was written into them. Written by one
 * thread at a time; {@link #isChanged} is safe for use by many threads.
 */
final class KeepalivedDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(KeepalivedDirectory.class);

  /** Nothing in them is secret: keepalived is root's, but operators and monitors look too. */
  private static final String FOR_ALL = "rw-r--r--";

  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_FOR_ALL =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

  private final Path directory;
  private final FileStyle style;
  private final Map<String, Boolean> written = new ConcurrentHashMap<>();
  private final KnownContent content = new KnownContent();

  KeepalivedDirectory(KeepalivedFile config) {
    this.directory = config.directory();
    this.style = config.style();
  }

  /**
   * Makes it if it is missing.
   *
   * @return the files that whoever removed it took along
   */
  Set<String> make() throws IOException {
    if (Files.isDirectory(directory)) {
      return Set.of();
    }
    Files.createDirectories(directory, DIRECTORY_FOR_ALL);
    Set<String> lost = names();
    written.clear();
    return lost;
  }

  /** Those that were written. */
  Set<String> names() {
    return new TreeSet<>(written.keySet());
  }

  /** What else is there, but what does not show. */
  Set<String> strangers() throws IOException {
    Set<String> strangers = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.map(file -> file.getFileName().toString()).forEach(strangers::add);
    }
    strangers.removeAll(written.keySet());
    strangers.removeIf(name -> name.startsWith("."));
    return strangers;
  }

  /**
   * Whether the file says up, in our words: by what was written, or else by what stands there.
   * Anything else, or none, is not up.
   */
  boolean saysUp(String name) {
    Boolean before = written.get(name);
    return before != null
        ? before
        : isFileName(name) && content.says(directory.resolve(name), text(true));
  }

  boolean hasWritten(String name) {
    return written.containsKey(name);
  }

  /** Whether somebody else wrote or deleted a file that was written. */
  boolean isChanged(String name) {
    Boolean before = written.get(name);
    return before != null && !content.says(directory.resolve(name), text(before));
  }

  /** They are to be written again, whatever they are to say. */
  void forget(Set<String> names) {
    written.keySet().removeAll(names);
  }

  /** Has the file say so; one that says it already is not touched. */
  void write(String name, boolean up) throws IOException {
    Boolean before = written.get(name);
    if (before != null && before == up) {
      return;
    }
    if (!isFileName(name)) {
      LOG.warn("'{}' is no file's name, so {} has none of it", name, directory);
      return;
    }
    Path file = directory.resolve(name);
    if (!content.says(file, text(up))) {
      // An empty file, which a crash could leave, reads 0: up to FILE_CHECK.
      WholeFile.write(file, text(up), FOR_ALL);
    }
    written.put(name, up);
  }

  /**
   * Of a check that is gone: says "not up", and then is gone as well where that means the same. One
   * that was not written here is somebody else's.
   */
  void remove(String name) throws IOException {
    if (!written.containsKey(name)) {
      return;
    }
    write(name, false);
    if (isMissingNotUp() && content.says(directory.resolve(name), text(false))) {
      Files.delete(directory.resolve(name));
    }
    written.remove(name);
  }

  /** To {@code FILE_CHECK} a file that is missing reads 0, and that is up. */
  private boolean isMissingNotUp() {
    return style == FileStyle.VRRP;
  }

  private boolean isFileName(String name) {
    return !name.startsWith(".") && directory.equals(directory.resolve(name).getParent());
  }

  private byte[] text(boolean up) {
    boolean one = style == FileStyle.VRRP ? up : !up;
    return (one ? "1\n" : "0\n").getBytes(US_ASCII);
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
