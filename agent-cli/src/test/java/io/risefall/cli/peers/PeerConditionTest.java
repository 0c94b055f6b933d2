package io.risefall.cli.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeerConditionTest {

  @Test
  void testsRunWhereEveryPeerIsInstalled() {
    assertFalse(PeerCondition.decide(List.of(), true).isDisabled());
  }

  @Test
  void aMissingPeerSkipsTheTestAndNamesThePackage() {
    var decision = PeerCondition.decide(List.of(Peer.NAMED, Peer.DIG), false);
    assertTrue(decision.isDisabled());
    assertEquals(
        "not installed: named (Debian package bind9), dig (Debian package bind9-dnsutils)",
        decision.getReason().orElseThrow());
  }

  @Test
  void aMissingPeerFailsTheTestWherePeersAreRequired() {
    AssertionError failure =
        assertThrows(AssertionError.class, () -> PeerCondition.decide(List.of(Peer.PERL), true));
    assertEquals(
        "not installed: perl (Debian package perl-base); risefall.peers is 'required'",
        failure.getMessage());
  }
}
