package io.risefall.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads values in the Distinguished Encoding Rules (X.690), as far as Java does not show what a
 * certificate says octet by octet. For one thread at a time.
 */
final class DerReader {

  /** What is read is not in these rules. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException() {
      super("malformed", null, false, false);
    }
  }

  /** One value: its tag and its content. */
  static final class Value {

    private final int tag;
    private final byte[] content;

    private Value(int tag, byte[] content) {
      this.tag = tag;
      this.content = content;
    }

    int tag() {
      return tag;
    }

    byte[] content() {
      return content;
    }

    /** The values in it, which must be of that tag. */
    List<Value> children(int expected) throws MalformedException {
      if (tag != expected) {
        throw new MalformedException();
      }
      DerReader reader = new DerReader(content);
      List<Value> children = new ArrayList<>();
      while (reader.at < content.length) {
        children.add(reader.next());
      }
      return children;
    }
  }

  static final int OCTETS = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private final byte[] der;
  private int at;

  private DerReader(byte[] der) {
    this.der = der;
  }

  /** The first value. What comes after it is left alone, as OpenSSL does. */
  static Value first(byte[] der) throws MalformedException {
    return new DerReader(der).next();
  }

  /** The value within an extension's octets. */
  static Value extension(byte[] octets) throws MalformedException {
    Value outer = first(octets);
    if (outer.tag != OCTETS) {
      throw new MalformedException();
    }
    return first(outer.content);
  }

  private Value next() throws MalformedException {
    int tag = octet();
    int length = octet();
    if (length == 0x80) { // of indefinite length, which these rules do not have
      throw new MalformedException();
    }
    if (length > 0x80) {
      int octets = length & 0x7f;
      length = 0;
      for (int i = 0; i < octets; i++) {
        if (length > 0xffff) {
          throw new MalformedException();
        }
        length = length << 8 | octet();
      }
    }
    if (length > der.length - at) {
      throw new MalformedException();
    }
    at += length;
    return new Value(tag, Arrays.copyOfRange(der, at - length, at));
  }

  private int octet() throws MalformedException {
    if (at >= der.length) {
      throw new MalformedException();
    }
    return der[at++] & 0xff;
  }
}
