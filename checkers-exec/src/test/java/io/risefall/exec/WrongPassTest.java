package io.risefall.exec;

import static io.risefall.exec.Exec.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.testkit.BothWays;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a program can end, or go on, without having said that all is well. */
@Execution(ExecutionMode.CONCURRENT)
class WrongPassTest {

  private static final String OUTPUT = "exec-output";
  private static final String EXIT = "exec-exit";
  private static final String UNKNOWN = "exec-unknown";
  private static final String CRITICAL = "exec-critical";

  /**
   * A script, and what the check makes of it.
   *
   * @param message how the sentence begins
   */
  record Row(
      String name, String read, Verdict verdict, String reason, String script, String message) {

    Row saying(String begin) {
      return new Row(name, read, verdict, reason, script, begin);
    }

    @Override
    public String toString() {
      return read + ", " + name + ": " + verdict + (reason.equals("ok") ? "" : " " + reason);
    }
  }

  private static Row fails(String read, String reason, String name, String script) {
    return new Row(name, read, Verdict.FAIL, reason, script, "");
  }

  private static Row broken(String read, String reason, String name, String script) {
    return new Row(name, read, Verdict.BROKEN, reason, script, "");
  }

  private static Row passes(String read, String name, String script) {
    return new Row(name, read, Verdict.PASS, "ok", script, "");
  }

  static Stream<Row> rows() {
    return Stream.of(firstLines(), endingsOfFirstLines(), plugins(), codes()).flatMap(List::stream);
  }

  private static List<Row> firstLines() {
    String read = "first-line";
    return List.of(
        broken(read, OUTPUT, "nothing", "exit 0"),
        broken(read, OUTPUT, "1 on the second line", "echo; echo 1"),
        broken(read, OUTPUT, "1 on stderr", "echo 1 >&2"),
        broken(read, OUTPUT, "1 and 0", "echo 1 0"),
        broken(read, OUTPUT, "1 and garbage", "echo 1garbage"),
        broken(read, OUTPUT, "1 and a CR and 0", "printf '1\\r0\\n'"),
        broken(read, OUTPUT, "1 and a backspace and 0", "printf '1\\b0\\n'")
            .saying("the first line is 1 0, allowed"),
        broken(read, OUTPUT, "1 and a NUL", "printf '1\\000\\n'")
            .saying("the first line is 1 with a character that cannot be seen (U+0000), allowed"),
        broken(read, OUTPUT, "1 and a NUL and 0", "printf '1\\0000\\n'"),
        broken(read, OUTPUT, "a byte order mark and 1", "printf '\\357\\273\\2771\\n'")
            .saying("the first line is 1 with a character that cannot be seen (U+FEFF), allowed"),
        broken(read, OUTPUT, "UTF-16", "printf '1\\000\\n\\000'"),
        broken(read, OUTPUT, "1 and what is no text", "printf '1\\377\\n'"),
        broken(read, OUTPUT, "1 and another system's blank", "printf '1\\302\\205\\n'"),
        broken(read, OUTPUT, "1 and a vertical tab", "printf '1\\013\\n'"),
        broken(read, OUTPUT, "another script's 1", "printf '\\331\\241\\n'"),
        broken(read, OUTPUT, "101", "echo 101"),
        broken(read, OUTPUT, "01", "echo 01"),
        broken(read, OUTPUT, "true", "echo true"),
        broken(read, OUTPUT, "a number beyond all", "echo 18446744073709551617"),
        broken(read, OUTPUT, "blanks up to the bound, 1, and more", padded(" NOT")),
        broken(read, OUTPUT, "blanks up to the bound, 1, and 0", padded("0"))
            .saying("the first line is longer than 65536 octets"),
        broken(read, OUTPUT, "1 and blanks beyond the bound", "printf '1%70000s\\n' 0"),
        passes(read, "1 and lines beyond the bound", "echo 1; head -c 100000 /dev/zero"),
        passes(read, "1 as on Windows", "printf '1\\r\\n'"),
        passes(read, "1 among blanks", "printf ' 1\\t\\n'"),
        passes(read, "1 without a newline", "printf 1"),
        passes(read, "1 slowly", "printf 1; sleep 0.2; echo"));
  }

  /** So many blanks that 1 is the last that is kept, and something behind it. */
  private static String padded(String more) {
    return "printf '%65536s' 1; printf '%s\\n' '" + more + "'";
  }

  private static List<Row> endingsOfFirstLines() {
    String read = "first-line";
    return List.of(
        fails(read, "timeout", "1 and no newline until the deadline", "printf 1; sleep 1000")
            .saying("/bin/sh did not end in time and was killed, it wrote 1 octet: 1"),
        fails(read, "timeout", "1 and no end", "echo 1; sleep 1000"),
        fails(read, "timeout", "nothing until the deadline", "sleep 1000")
            .saying("/bin/sh did not end in time and was killed, it wrote nothing"),
        broken(read, OUTPUT, "1, then killed", "echo 1; kill -KILL $$")
            .saying("the program says 1 and was ended by SIGKILL"),
        broken(read, OUTPUT, "1, then a crash", "echo 1; kill -SEGV $$"),
        broken(read, OUTPUT, "75, then aborted", "echo 75; kill -ABRT $$"),
        broken(read, OUTPUT, "1, of a child that crashed", "sh -c 'echo 1; kill -SEGV $$'"),
        fails(read, "exec-down", "0, then a crash", "echo 0; kill -SEGV $$"),
        fails(read, "exec-down", "0, then 1", "echo 0; echo 1"),
        broken(
            read, OUTPUT, "1, and a child that goes on with the line", "printf 1; sleep 1000 & :"),
        broken(
            read,
            OUTPUT,
            "1, and a child that ends the line otherwise",
            "(sleep 0.01; echo NOT) & printf 1"),
        broken(read, OUTPUT, "a child that says it too late", "(sleep 1; echo 1) & exit 0"),
        passes(read, "1, and a child with its output", "echo 1; sleep 1000 & exit 0"),
        passes(read, "1, and a code of its own", "echo 1; exit 2"));
  }

  private static List<Row> plugins() {
    String read = "nagios";
    return List.of(
        fails(read, CRITICAL, "OK and code 2", "echo 'OK - all is well'; exit 2")
            .saying("exit code 2 counts, though the text says OK: OK - all is well"),
        fails(read, CRITICAL, "nothing and code 2", "exit 2"),
        broken(read, UNKNOWN, "OK and code 3", "echo OK; exit 3"),
        broken(read, UNKNOWN, "OK and code 4", "echo OK; exit 4"),
        broken(read, UNKNOWN, "OK and code 255", "echo OK; exit 255"),
        broken(read, UNKNOWN, "OK and a crash", "echo OK; kill -SEGV $$"),
        broken(read, UNKNOWN, "OK and killed", "echo OK; kill -KILL $$"),
        broken(read, UNKNOWN, "a plugin that is not there", "exec /nowhere/check_disk"),
        fails(read, "timeout", "OK and no end", "echo 'OK - all is well | a=1'; sleep 1000")
            .saying("/bin/sh did not end in time and was killed, it wrote 23 octets: OK - all is"),
        passes(read, "CRITICAL and code 0", "echo 'DISK CRITICAL - full'")
            .saying("exit code 0 counts, though the text says CRITICAL: DISK CRITICAL - full"),
        passes(read, "OK and code 0", "echo 'DISK OK - 0 CRITICAL'").saying("DISK OK - 0 CRITICAL"),
        passes(read, "OK of critical things", "echo 'OK: CRITICAL service'")
            .saying("OK: CRITICAL service"),
        passes(read, "no word of that kind", "echo 'up | a=1 a=2 =3 b'").saying("up"));
  }

  private static List<Row> codes() {
    String read = "exit";
    return List.of(
        fails(read, EXIT, "OK and code 1", "echo OK; exit 1"),
        fails(read, EXIT, "1 and code 255", "echo 1; exit 255"),
        fails(read, EXIT, "a crash", "kill -SEGV $$").saying("exit code 139 (SIGSEGV)"),
        fails(read, EXIT, "killed", "kill -KILL $$"),
        fails(read, EXIT, "a program that is not there", "/nowhere/check_disk"),
        fails(read, EXIT, "a code of 256 and one", "exec sh -c 'exit 257'"),
        fails(read, "timeout", "a child is waited for", "sleep 1000 & wait"),
        fails(read, "timeout", "words on stderr and no end", "echo slow >&2; sleep 1000")
            .saying(
                "/bin/sh did not end in time and was killed, it wrote 5 octets to stderr: slow"),
        passes(read, "words on stderr", "echo ERROR >&2; exit 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void whatAProgramSays(Row row) throws Exception {
    Exec exec = sh(row.script()).with("read", row.read()).by(new ExecCheckerProvider(100));
    boolean late = row.reason().equals("timeout");
    CheckResult result =
        BothWays.run(exec.within(late ? Duration.ofMillis(500) : Exec.AMPLE).checker());
    assertEquals(row.verdict(), result.verdict(), result::toString);
    assertEquals(new Reason(row.reason()), result.reason(), result::toString);
    assertTrue(result.message().startsWith(row.message()), result::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {65_520, 65_524, 70_000})
  void aMeasurementThatIsCutIsNone(int blanks) throws Exception {
    String script = "printf 'OK | a=1 %" + blanks + "s b=1234567890 c=1' ''";
    CheckResult result = sh(script).with("read", "nagios").check();
    assertEquals("1", result.facts().get("a"));
    assertEquals(null, result.facts().get("b"), result::toString);
  }
}
