package io.risefall.dns;

import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.check;
import static io.risefall.dns.Checks.dns;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Every type that dnsjava knows can be asked for, and its records are told as dnsjava has them. */
class RecordTypesTest {

  private static List<Integer> knownTypes() throws IllegalAccessException {
    List<Integer> types = new ArrayList<>();
    for (Field field : Type.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        types.add(field.getInt(null));
      }
    }
    assertTrue(types.size() > 70, () -> "dnsjava knows more types than " + types);
    return types;
  }

  @Test
  void everyKnownTypeIsAskedForByItsName() throws Exception {
    try (HostileServer server =
        HostileServer.udp((query, sender) -> sender.send(Answering.to(query).wire()))) {
      for (int type : knownTypes()) {
        for (String name : List.of(Type.string(type), "type" + type)) {
          assertPasses(check(dns(server, "type=" + name)));
          Message query = Answering.parsed(server.queries().get(server.queries().size() - 1));
          assertEquals(type, query.getQuestion().getType(), name);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MX         | 10 mail.example.org.
          TXT        | "one" "two \\"quoted\\" \\009"
          SOA        | ns.example.org. root.example.org. 4294967295 3600 600 86400 60
          SRV        | 1 2 443 web.example.org.
          CNAME      | web.example.org.
          DNAME      | example.net.
          NS         | ns.example.org.
          PTR        | host.example.org.
          CAA        | 0 issue "ca.example.org"
          DS         | 12345 8 2 0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F
          DNSKEY     | 257 3 8 AwEAAcHo
          RRSIG      | A 8 3 60 20300101000000 20200101000000 12345 example.org. AwEAAcHo
          NSEC       | next.example.org. A AAAA RRSIG NSEC TYPE1234
          NSEC3      | 1 0 10 AABB 0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM A RRSIG
          NSEC3PARAM | 1 0 10 AABB
          HTTPS      | 1 . alpn=h2,h3 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1
          SVCB       | 0 svc.example.org.
          NAPTR      | 1 2 "u" "E2U+sip" "!^.*$!sip:info@example.org!" next.example.org.
          TLSA       | 3 1 1 0F0F0F0F
          SSHFP      | 4 2 0F0F0F0F
          LOC        | 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000.00m 10.00m
          HINFO      | "cpu" "os"
          RP         | root.example.org. txt.example.org.
          AFSDB      | 1 afs.example.org.
          RT         | 1 relay.example.org.
          KX         | 1 kx.example.org.
          PX         | 1 a.example.org. b.example.org.
          MINFO      | a.example.org. b.example.org.
          URI        | 1 2 "https://example.org/"
          APL        | 1:192.0.2.0/24 !2:2001:db8:0:0:0:0:0:0/32
          HIP        | 2 200100107B1A74DF365639CC39F1D578 AwEAAcHo rvs.example.org.
          SPF        | "v=spf1 -all"
          CERT       | 1 2 3 AwEAAcHo
          OPENPGPKEY | AwEAAcHo
          TYPE65280  | \\# 3 010203
          """)
  void aRecordIsToldAsTheLibraryHasIt(String type, String data) throws Exception {
    int number = Type.value(type);
    Name owner = Name.fromConstantString("www.example.org.");
    String expected =
        Record.fromString(owner, number, DClass.IN, 60, data, Name.root).rdataToString();
    byte[] query = new Query(owner, number, DClass.IN, true, true).withId(1);
    WireMessage message = new WireMessage(Answering.to(query).with(number, data).wire(), false);
    assertEquals(1, message.answers().size());
    assertEquals(number, message.answers().get(0).type());
    assertEquals(expected, message.answers().get(0).data());
  }

  @Test
  void addressesAreToldAsTheLibraryHasThem() throws Exception {
    Random random = new Random(20_261_121);
    for (int round = 0; round < 2000; round++) {
      byte[] ipv4 = new byte[4];
      random.nextBytes(ipv4);
      assertEquals(byLibrary(Type.A, ipv4), told(Type.A, ipv4));
      byte[] ipv6 = new byte[16];
      random.nextBytes(ipv6);
      int zeros = random.nextInt(16);
      IntStream.range(zeros, random.nextInt(zeros, 16)).forEach(i -> ipv6[i] = 0);
      String told = told(Type.AAAA, ipv6);
      assertArrayEquals(ipv6, InetAddress.getByName(told).getAddress(), told);
      assertEquals(InetAddress.getByName(byLibrary(Type.AAAA, ipv6)), InetAddress.getByName(told));
    }
  }

  private static String byLibrary(int type, byte[] data) {
    return Record.newRecord(Name.root, type, DClass.IN, 0, data.length, data).rdataToString();
  }

  private static String told(int type, byte[] data) throws MalformedException {
    byte[] query = new Query(Name.root, type, DClass.IN, true, true).withId(1);
    return new WireMessage(Answering.raw(query, new byte[1], type, data), false)
        .answers()
        .get(0)
        .data();
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:192.0.2.1,::ffff:192.0.2.1",
    "::ffff:0.0.0.0,::ffff:0.0.0.0",
    "::,::",
    "::1,::1",
    "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "2001:DB8:0:0:0:0:0:A,2001:db8::a"
  })
  void ipv6AddressesAreToldAsInRfc5952(String address, String expected) throws Exception {
    byte[] query =
        new Query(Name.fromConstantString("www.example.org."), Type.AAAA, DClass.IN, true, true)
            .withId(1);
    byte[] wire = Answering.to(query).with(Type.AAAA, address).wire();
    assertEquals(expected, new WireMessage(wire, false).answers().get(0).data());
  }

  @Test
  void anAddressIsToldTheSameBehindACname() throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) ->
                sender.send(
                    Answering.to(query)
                        .with(Type.CNAME, "web.example.org.")
                        .with(
                            Section.ANSWER,
                            Name.fromConstantString("web.example.org."),
                            Type.AAAA,
                            "2001:db8::1")
                        .wire()))) {
      assertFact(
          "2001:db8::1",
          "answer",
          assertPasses(check(dns(server, "type=AAAA", "expect-answer=^2001:db8::1$"))));
      assertFact(
          "web.example.org.; 2001:db8::1", "answer", assertPasses(check(dns(server, "type=ANY"))));
    }
  }

  @Test
  void versionBindIsAskedForInChaos() throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) -> sender.send(Answering.to(query).with(Type.TXT, "9.18").wire()))) {
      assertFact(
          "\"9.18\"",
          "answer",
          assertPasses(
              check(
                  dns(server, "name=version.bind", "class=CH", "type=TXT", "expect-answer=9[.]"))));
      Record question = Answering.parsed(server.queries().get(0)).getQuestion();
      assertEquals(DClass.CH, question.getDClass());
      assertEquals(Name.fromConstantString("version.bind."), question.getName());
    }
  }
}
