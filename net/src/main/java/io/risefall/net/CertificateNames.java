package io.risefall.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.net.DerReader.MalformedException;
import io.risefall.net.DerReader.Value;
import io.risefall.option.Endpoint;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate is for, compared with a server's name as curl compares it (RFC 9525 but for
 * the common name, which counts where there is no other; docs/decisions.md). The octets are read as
 * they are: Java's view of them hides names that it cannot read. Immutable.
 */
final class CertificateNames {

  /** Where a name was found that is the server's. */
  enum Source {
    SUBJECT_ALTERNATIVE_NAME,
    COMMON_NAME
  }

  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

  private final List<String> dnsNames = new ArrayList<>();
  private final List<byte[]> addresses = new ArrayList<>();
  private final @Nullable String commonName;

  private CertificateNames(X509Certificate certificate) throws MalformedException {
    byte[] alternatives = certificate.getExtensionValue(ALTERNATIVE_NAMES);
    if (alternatives != null) {
      for (Value name : DerReader.extension(alternatives).children(DerReader.SEQUENCE)) {
        if (name.tag() == DNS_NAME) {
          dnsNames.add(new String(name.content(), ISO_8859_1));
        } else if (name.tag() == IP_ADDRESS) {
          addresses.add(name.content());
        }
      }
    }
    commonName = commonName(certificate.getSubjectX500Principal().getEncoded());
  }

  /**
   * @throws MalformedException if they cannot be read
   */
  static CertificateNames of(X509Certificate certificate) throws MalformedException {
    return new CertificateNames(certificate);
  }

  /** The last of the subject's common names, the most specific one. */
  private static @Nullable String commonName(byte[] subject) throws MalformedException {
    String last = null;
    for (Value relative : DerReader.first(subject).children(DerReader.SEQUENCE)) {
      for (Value attribute : relative.children(DerReader.SET)) {
        List<Value> typeAndValue = attribute.children(DerReader.SEQUENCE);
        if (typeAndValue.size() == 2 && Arrays.equals(typeAndValue.get(0).content(), COMMON_NAME)) {
          last = text(typeAndValue.get(1));
        }
      }
    }
    return last;
  }

  private static String text(Value value) {
    return switch (value.tag()) {
      case 0x0c -> new String(value.content(), UTF_8);
      case 0x1e -> new String(value.content(), UTF_16BE);
      default -> new String(value.content(), ISO_8859_1);
    };
  }

  /** The names for the DNS. */
  List<String> dnsNames() {
    return List.copyOf(dnsNames);
  }

  /** The common name, if it is what a server's name is compared with. */
  Optional<String> commonNameThatCounts() {
    return dnsNames.isEmpty() && addresses.isEmpty()
        ? Optional.ofNullable(commonName)
        : Optional.empty();
  }

  /**
   * Where the server's name is found.
   *
   * @param server a name, or a numeric address
   */
  Optional<Source> find(String server) {
    Optional<Endpoint> numeric = Target.parse(server, 0).numeric();
    boolean found =
        numeric.isPresent()
            ? addresses.stream()
                .anyMatch(one -> Arrays.equals(one, numeric.get().address().getAddress()))
            : dnsNames.stream().anyMatch(name -> matches(name, server));
    if (found) {
      return Optional.of(Source.SUBJECT_ALTERNATIVE_NAME);
    }
    boolean byCommonName =
        commonNameThatCounts()
            .filter(
                name ->
                    numeric.isPresent()
                        ? name.equalsIgnoreCase(numeric.get().host())
                        : matches(name, server))
            .isPresent();
    return byCommonName ? Optional.of(Source.COMMON_NAME) : Optional.empty();
  }

  /**
   * Whether a name of a certificate is the server's: but for the case of letters of ASCII and a dot
   * at the end, or with {@code *} for the whole of the first label, two more labels after it.
   */
  static boolean matches(String presented, String server) {
    String name = lower(presented);
    String wanted = lower(server);
    if (name.isEmpty() || wanted.isEmpty()) {
      return false;
    }
    if (!name.startsWith("*.")) {
      return name.equals(wanted);
    }
    int end = wanted.indexOf('.');
    boolean twoMoreLabels = name.indexOf('.', 2) > 2;
    return twoMoreLabels && end > 0 && name.substring(1).equals(wanted.substring(end));
  }

  private static String lower(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean ascii = bare.chars().allMatch(c -> c < 128);
    return ascii ? bare.toLowerCase(Locale.ROOT) : bare;
  }
}
