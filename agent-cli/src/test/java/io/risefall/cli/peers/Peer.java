package io.risefall.cli.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that tests talk to, and the Debian package that has it. */
public enum Peer {
  NAMED("named", "bind9"),
  DIG("dig", "bind9-dnsutils"),
  PERL("perl", "perl-base"),
  CHECK_DUMMY("check_dummy", "monitoring-plugins-basic"),
  CHECK_PROCS("check_procs", "monitoring-plugins-basic"),
  OPENSSL("openssl", "openssl"),
  MSMTPD("msmtpd", "msmtp-mta"),
  CHECK_TCP("check_tcp", "monitoring-plugins-basic"),
  NGINX("nginx", "nginx-light"),
  CHECK_HTTP("check_http", "monitoring-plugins-basic"),
  HAPROXY("haproxy", "haproxy"),
  KEEPALIVED("keepalived", "keepalived"),
  GENHASH("genhash", "keepalived"),
  PROMTOOL("promtool", "prometheus"),
  CHROMIUM("chromium", "chromium");

  private final String program;
  private final String debianPackage;

  Peer(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /** Where the program is: on PATH, or where Debian keeps what only root or a monitor needs. */
  public Optional<Path> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/sbin", "/usr/lib/nagios/plugins"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * The program, for a command line.
   *
   * @throws IllegalStateException if it is not installed; a test that needs it says so by {@link
   *     RequiresPeer}
   */
  public String path() {
    return find()
        .orElseThrow(() -> new IllegalStateException(this + " is not installed"))
        .toString();
  }

  /** {@code named (Debian package bind9)}. */
  @Override
  public String toString() {
    return program + " (Debian package " + debianPackage + ")";
  }
}
