package io.risefall.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.check.Checkers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes what packages have beside the program: the manual page, the completion and Debian's
 * changelog. Used when Risefall is packaged, never when it runs.
 */
final class PackageTexts {

  /** Places in the head of a gzip file, RFC 1952, section 2.3: how hard it was tried, and where. */
  private static final int EXTRA_FLAGS = 8;

  private static final int SYSTEM = 9;
  private static final byte SLOWEST = 2;
  private static final byte UNIX = 3;

  private PackageTexts() {}

  /**
   * Writes them.
   *
   * @param args the folder {@code share} of the distribution, the folder of what Debian alone has,
   *     the version, its time, and who maintains it
   * @throws IOException if one cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path share = Path.of(args[0]);
    Path debian = Files.createDirectories(Path.of(args[1]));
    String version = args[2];
    ZonedDateTime time = Instant.parse(args[3]).atZone(ZoneOffset.UTC);
    Checkers checkers = Checkers.installed();
    byte[] manual =
        Manual.page(checkers, version, DateTimeFormatter.ISO_LOCAL_DATE.format(time))
            .getBytes(US_ASCII);
    write(share.resolve("man/man1/risefall.1"), manual);
    write(share.resolve("bash-completion/completions/risefall"), completion(checkers));
    write(debian.resolve("risefall.1.gz"), compressed(manual));
    byte[] changelog = changelog(version, time, args[4]).getBytes(UTF_8);
    write(debian.resolve("changelog.gz"), compressed(changelog));
  }

  private static byte[] completion(Checkers checkers) {
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    Completion.bash(checkers, new PrintStream(script, true, UTF_8));
    return script.toByteArray();
  }

  /** Debian wants one in a form of its own, with the version as jdeb writes it. */
  static String changelog(String version, ZonedDateTime time, String maintainer) {
    return """
        risefall (%s) unstable; urgency=medium

          * What changed: /usr/share/doc/risefall/CHANGELOG.md

         -- %s  %s
        """
        .formatted(
            version.replace("-SNAPSHOT", "~snapshot"),
            maintainer,
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT).format(time));
  }

  /** As {@code gzip -9n} does it: the same for the same octets. */
  static byte[] compressed(byte[] octets) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (OutputStream gzip = new Slowest(file)) {
      gzip.write(octets);
    }
    byte[] compressed = file.toByteArray();
    compressed[EXTRA_FLAGS] = SLOWEST;
    compressed[SYSTEM] = UNIX;
    return compressed;
  }

  private static final class Slowest extends GZIPOutputStream {
    Slowest(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private static void write(Path file, byte[] octets) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, octets);
  }
}
