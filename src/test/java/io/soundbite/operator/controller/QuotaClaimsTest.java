package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.aws.Quota;
import io.soundbite.operator.aws.Usage;
import io.soundbite.operator.blueprint.Owner;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaClaimsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final QuotaClaims.Account HERE =
      new QuotaClaims.Account(null, "000000000000", "us-east-1");

  private final QuotaClaims claims = new QuotaClaims();

  @Test
  void theLimitItselfMayBeReached() {
    assertThat(fits("a", 17, 83, NOON)).isTrue();
    assertThat(fits("b", 1, 83, NOON)).isFalse();
  }

  /** Twenty at once, and a count from before any of them: five have room. */
  @Test
  void whoeverWasLetInIsCountedBeforeAnyListingShowsIt() {
    var letIn = IntStream.range(0, 20).filter(number -> fits("e" + number, 17, 10, NOON)).count();

    assertThat(letIn).isEqualTo(5);
  }

  @Test
  void whoWasTurnedAwayTakesNobodysRoom() {
    assertThat(fits("large", 101, 0, NOON)).isFalse();
    assertThat(fits("small", 100, 0, NOON)).isTrue();
  }

  @Test
  void whatIsMadeByAndByStaysClaimedUntilAnotherCount() {
    assertThat(fits("a", 60, 0, NOON)).isTrue();
    assertThat(fits("a", 10, 0, NOON)).isTrue();
    assertThat(fits("b", 60, 0, NOON)).as("50 of a's are made and not counted").isFalse();

    var later = NOON.plusSeconds(120);
    assertThat(fits("a", 10, 50, later)).isTrue();
    assertThat(fits("b", 41, 50, later)).isFalse();
    assertThat(fits("b", 40, 50, later)).isTrue();
  }

  @Test
  void whatIsDoneIsInCountsThatBeganAfterIt() {
    assertThat(fits("a", 60, 0, NOON)).isTrue();
    claims.done(owner("a"), NOON.plusSeconds(30));

    assertThat(fits("b", 60, 0, NOON.plusSeconds(30))).isFalse();
    assertThat(fits("b", 60, 0, NOON.plusSeconds(31))).isTrue();
  }

  @Test
  void whatIsGoneClaimsNothing() {
    assertThat(fits("a", 60, 0, NOON)).isTrue();
    claims.forget(owner("a"));

    assertThat(fits("b", 60, 0, NOON)).isTrue();
  }

  @Test
  void doneIsForgottenInTheEndAndOfNobodyNothingIsKept() {
    assertThat(fits("a", 60, 0, NOON)).isTrue();
    claims.done(owner("a"), NOON.plusSeconds(1));
    claims.done(owner("a"), NOON.plusSeconds(3600));
    claims.done(owner("nobody"), NOON);

    assertThat(fits("b", 60, 0, NOON)).isTrue();
  }

  @Test
  void regionsShareBucketsAndRolesOnly() {
    var elsewhere = new QuotaClaims.Account(null, HERE.id(), "eu-west-1");
    claim("a", HERE, Quota.TABLES, 60);
    claim("b", HERE, Quota.BUCKETS, 60);

    assertThat(claim("c", elsewhere, Quota.TABLES, 60).exceeded()).isFalse();
    assertThat(claim("d", elsewhere, Quota.BUCKETS, 60).exceeded()).isTrue();
  }

  @Test
  void accountsAndEndpointsShareNothing() {
    claim("a", HERE, Quota.ROLES, 60);
    var other = new QuotaClaims.Account(null, "111111111111", HERE.region());
    var local = new QuotaClaims.Account(URI.create("http://x"), HERE.id(), HERE.region());

    assertThat(claim("b", other, Quota.ROLES, 60).exceeded()).isFalse();
    assertThat(claim("c", local, Quota.ROLES, 60).exceeded()).isFalse();
  }

  @Test
  void whatIsNotKnownHasRoomAndIsClaimedAllTheSame() {
    assertThat(claims.claim(owner("a"), HERE, Map.of(Quota.ALARMS, 99L), Map.of())).isEmpty();

    assertThat(fits("b", 2, 0, NOON)).isFalse();
  }

  private boolean fits(String name, long needed, long used, Instant counted) {
    var usage = new Usage(used, 100, counted);
    return !claims
        .claim(owner(name), HERE, Map.of(Quota.ALARMS, needed), Map.of(Quota.ALARMS, usage))
        .get(Quota.ALARMS)
        .exceeded();
  }

  private Demand claim(String name, QuotaClaims.Account account, Quota quota, long needed) {
    return claims
        .claim(owner(name), account, Map.of(quota, needed), Map.of(quota, new Usage(0, 100, NOON)))
        .get(quota);
  }

  private static Owner owner(String name) {
    return new Owner("test", "ns", name);
  }
}
