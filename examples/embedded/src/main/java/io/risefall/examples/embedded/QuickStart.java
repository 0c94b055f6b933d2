package io.risefall.examples.embedded;

import io.risefall.check.Verdict;
import io.risefall.examples.embedded.ToyNameServer.Mood;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The quick start: three toy name servers, one check of each, and one of them watched while it
 * falls ill and recovers. Ends by itself, with 0 if everything was as it should be.
 */
public final class QuickStart {

  /** The name to ask for; the toy servers know every name. */
  static final String NAME = "resolve.test.example";

  private final Path launcher;
  private final PrintStream out;

  QuickStart(Path launcher, PrintStream out) {
    this.launcher = launcher;
    this.out = out;
  }

  /**
   * Runs the quick start and ends the process.
   *
   * @param args the path of the risefall command
   */
  public static void main(String[] args) {
    System.exit(new QuickStart(Path.of(args[0]), System.out).run());
  }

  /** Runs the quick start and returns its exit code. */
  int run() {
    try (ToyNameServer healthy = new ToyNameServer(Mood.HEALTHY);
        ToyNameServer failing = new ToyNameServer(Mood.SERVFAIL);
        ToyNameServer silent = new ToyNameServer(Mood.SILENT)) {
      out.println(
          "Risefall checks whether servers are healthy. Three toy name servers on loopback:");
      out.println();
      out.println("  " + healthy.address() + "  answers");
      out.println(
          "  " + failing.address() + "  answers SERVFAIL, as a resolver out of memory does");
      out.println("  " + silent.address() + "  says nothing");
      out.println();
      checkEachOnce(healthy, failing, silent);
      watch(healthy);
      out.println();
      out.println("All as it should be. The code: examples/embedded; more: README.md.");
      return 0;
    } catch (SurpriseException | IOException e) {
      out.println("Not as it should be: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private void checkEachOnce(ToyNameServer healthy, ToyNameServer failing, ToyNameServer silent)
      throws SurpriseException, IOException, InterruptedException {
    out.println("1. One check each. Exit code 0: send it traffic. 1: do not.");
    out.println("   (dig exits with 0 for the second one, too.)");
    out.println("   risefall is " + launcher);
    out.println();
    OneCheck check = new OneCheck(launcher, out);
    check.show(healthy.address(), "1s", Verdict.PASS);
    check.show(failing.address(), "1s", Verdict.FAIL);
    check.show(silent.address(), "1s", Verdict.FAIL);
  }

  private void watch(ToyNameServer healthy) throws SurpriseException, InterruptedException {
    out.println("2. The first one watched from Java, every 200 ms. Its first result decides;");
    out.println("   then 3 failures in a row bring it down, and 2 passes in a row back up.");
    out.println();
    new Watch(out).show(healthy);
  }
}
