package io.risefall.exec;

import static io.risefall.exec.Exec.assertFails;
import static io.risefall.exec.Exec.assertPasses;
import static io.risefall.exec.Exec.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program writes, and its exit code. */
class OutputTest {

  @Test
  void zeroPasses() throws Exception {
    CheckResult result = assertPasses(Exec.of("/bin/true").check());
    assertEquals("exit code 0", result.message());
    assertEquals("{exit-code=0}", result.facts().toString());
    assertTrue(result.timings().total() > 0);
  }

  @Test
  void anyOtherCodeFails() throws Exception {
    for (int code : new int[] {1, 2, 3, 77, 126, 127, 128, 200, 255}) {
      CheckResult result = assertFails("exec-exit", sh("exit " + code).check());
      assertEquals("exit code " + code, result.message());
      assertEquals(Integer.toString(code), result.facts().get("exit-code"));
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "KILL, 137", "SEGV, 139", "PIPE, 141", "ABRT, 134", "USR1, 138"})
  void aSignalFailsByItsName(String signal, int code) throws Exception {
    CheckResult result = assertFails("exec-exit", sh("kill -" + signal + " $$").check());
    assertEquals("exit code " + code + " (SIG" + signal + ")", result.message());
    assertEquals(Integer.toString(code), result.facts().get("exit-code"));
  }

  @Test
  void theFirstWordsAreInTheMessage() throws Exception {
    assertEquals(
        "exit code 1: the disk is full",
        assertFails("exec-exit", sh("echo; echo the disk is full.; echo and more; exit 1").check())
            .message());
    assertEquals(
        "exit code 1: no such disk",
        assertFails("exec-exit", sh("echo no such disk >&2; exit 1").check()).message());
    assertEquals(
        "exit code 0: first", assertPasses(sh("echo second >&2; echo first").check()).message());
  }

  @Test
  void bothStreamsAreFacts() throws Exception {
    assertEquals(
        "{exit-code=0, output=one two, stderr=three}",
        assertPasses(sh("echo one; echo two; echo three >&2").check()).facts().toString());
  }

  @Test
  void textBeyondAsciiArrives() throws Exception {
    assertEquals("Bücher 本 😀", sh("printf 'Bücher 本 😀\\n'").output());
    assertEquals("Bücher 本 😀", Exec.of("echo", "Bücher 本 😀").output());
  }

  @Test
  void whatCannotBeShownBecomesASpace() throws Exception {
    assertEquals(
        "a b c d [31m e f",
        sh("printf 'a\\000b\\r\\nc\\td\\033[31m\\177e\\342\\200\\250f\\r'").output());
    assertEquals("abc def", sh("printf 'abc\\342\\200\\256def'").output());
  }

  @Test
  void whatIsNoTextIsMarked() throws Exception {
    assertEquals("a\ufffdb", sh("printf 'a\\377b'").output());
    assertEquals("\ufffd", sh("printf '\\303'").output());
  }

  @Test
  void garbageIsBoundedAndPrintable() throws Exception {
    for (String read : ExecCheckerProvider.READINGS) {
      sh("head -c 300000 /dev/urandom; head -c 300000 /dev/urandom >&2").with("read", read).check();
    }
  }

  @Test
  void hundredsOfMegabytesAreReadAndThrownAway() throws Exception {
    Exec exec = sh("head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2");
    assertPasses(exec.within(Duration.ofSeconds(35)).check());
  }

  @Test
  void theFirst64KibibytesAreKept() {
    byte[] octets = new byte[200_000];
    java.util.Arrays.fill(octets, (byte) 'x');
    Kept kept = new Kept(new java.io.ByteArrayInputStream(octets));
    byte[] buffer = new byte[50_000];
    int reads = 0;
    while (kept.readSome(buffer)) {
      reads++;
    }
    assertEquals(4, reads);
    assertEquals(65_536, kept.text().length());
  }

  @Test
  void whatIsWrittenLastIsReadToo() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertEquals("last", Exec.of("echo", "last").output());
    }
    assertEquals("x".repeat(1024) + "...", sh("printf '%65536s' | tr ' ' x").output());
  }

  @Test
  void whatIsWrittenSlowlyIsReadToo() throws Exception {
    assertEquals("a b c", sh("echo a; sleep 0.2; echo b; sleep 0.2; echo c").output());
  }
}
