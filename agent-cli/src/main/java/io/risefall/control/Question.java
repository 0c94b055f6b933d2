package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A command for a running agent. On the wire: the token, {@code 1} if the answer goes to a terminal
 * and {@code 0} if not, the number of words, the words; each in UTF-8 and ended by an octet of
 * zero. A shell writes it with one {@code printf '%s\0'}.
 *
 * <p>What comes back: see {@link Conversation}.
 *
 * @param token what the launcher has read where only members of the agent's group can read; empty
 *     on the socket in the file system, whose mode says as much
 * @param terminal whether the answer goes to a terminal
 * @param words the command and its arguments
 */
record Question(String token, boolean terminal, List<String> words) {

  static final int MOST_OCTETS = 256 * 1024;
  private static final int MOST_TOKEN_OCTETS = 128;
  private static final int MOST_WORDS = 1000;

  byte[] wire() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    append(octets, token);
    append(octets, terminal ? "1" : "0");
    append(octets, Integer.toString(words.size()));
    words.forEach(word -> append(octets, word));
    return octets.toByteArray();
  }

  private static void append(ByteArrayOutputStream octets, String field) {
    octets.writeBytes(field.getBytes(UTF_8));
    octets.write(0);
  }

  /**
   * Reads what a question begins with, and not more: whoever has no token is not to cost memory.
   *
   * @throws IOException if it is none
   */
  static String readToken(InputStream in) throws IOException {
    return field(in, new int[] {MOST_TOKEN_OCTETS});
  }

  /**
   * Reads the rest of a question, and not more.
   *
   * @throws IOException if it is none
   */
  static Question read(String token, InputStream in) throws IOException {
    int[] left = {MOST_OCTETS};
    boolean terminal = field(in, left).equals("1");
    int count;
    try {
      count = Integer.parseInt(field(in, left));
    } catch (NumberFormatException e) {
      throw new IOException("no number of words", e);
    }
    if (count < 0 || count > MOST_WORDS) {
      throw new IOException(count + " words");
    }
    List<String> words = new ArrayList<>();
    while (words.size() < count) {
      words.add(field(in, left));
    }
    return new Question(token, terminal, words);
  }

  private static String field(InputStream in, int[] left) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != 0; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the question breaks off");
      }
      if (left[0]-- == 0) {
        throw new IOException("the question is too long");
      }
      octets.write(octet);
    }
    return octets.toString(UTF_8);
  }
}
