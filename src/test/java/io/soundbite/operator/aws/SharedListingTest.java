package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Who lists for whom. */
class SharedListingTest {
  private static final int ACCOUNT = 25;

  private final List<Scope> callers = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final SharedListing<String> listing = new SharedListing<>(it -> it, () -> now);

  private static Scope scope(int number) {
    return new Scope(
        "us-east-1",
        null,
        new Scope.Credentials.Role("arn:aws:iam::123456789012:role/r" + number, "e" + number));
  }

  /** Scopes that each ask for one name. */
  private static List<Scope> scopes(int count) {
    return IntStream.range(0, count).mapToObj(SharedListingTest::scope).toList();
  }

  private static Map<Scope, Set<String>> due(List<Scope> scopes) {
    var due = new LinkedHashMap<Scope, Set<String>>();
    scopes.forEach(scope -> due.put(scope, Set.of(name(scope))));
    return due;
  }

  private static String name(Scope scope) {
    return ((Scope.Credentials.Role) scope.credentials()).externalId();
  }

  private Iterable<String> account(Scope caller) {
    synchronized (callers) {
      callers.add(caller);
    }
    return Stream.concat(Stream.of("other"), scopes(ACCOUNT).stream().map(SharedListingTest::name))
        .toList();
  }

  private List<String> read(Scope scope) {
    var found = new ArrayList<String>();
    listing.as(scope).list(Set.of(name(scope)), any -> account(scope)).forEach(found::add);
    return found;
  }

  /** Reads all of {@code scopes} at the same time, and returns who called meanwhile. */
  private List<Scope> readTogether(List<Scope> scopes) {
    callers.clear();
    listing.begin(due(scopes));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> reads = new ArrayList<>();
      scopes.forEach(
          scope -> reads.add(threads.submit(() -> assertThat(read(scope)).contains(name(scope)))));
      reads.forEach(Futures::join);
    }
    return List.copyOf(callers);
  }

  @Test
  void eachListsForItselfUntilItHasShownThatItMay() {
    var three = scopes(3);
    assertThat(readTogether(three)).hasSize(3);
    assertThat(readTogether(three)).hasSize(1);

    var four = scopes(4);
    assertThat(readTogether(four)).hasSize(2).contains(scope(3));
    assertThat(readTogether(four)).hasSize(1);
  }

  @Test
  void aProofLastsAnHour() {
    var three = scopes(3);
    readTogether(three);
    now = now.plus(SharedListing.TRUSTED);
    assertThat(readTogether(three)).hasSize(3);
  }

  /** A twelfth of them at each reading, so that within an hour each has listed for itself. */
  @Test
  void whoeverListedLongestAgoListsForAll() {
    var three = scopes(3);
    readTogether(three);
    var leaders = new ArrayList<Scope>();
    for (var round = 0; round < 3; round++) {
      now = now.plus(Duration.ofMinutes(5));
      leaders.addAll(readTogether(three));
    }
    assertThat(leaders).containsExactlyInAnyOrderElementsOf(three);
    readTogether(scopes(ACCOUNT));
    assertThat(readTogether(scopes(ACCOUNT))).hasSize(3);
  }

  /** Its session may have ended, or it may list no more: it is shown nothing of others'. */
  @Test
  void whoIsRefusedIsShownNothing() {
    var two = scopes(2);
    readTogether(two);
    now = now.plus(Duration.ofMinutes(5));
    var refused = listing.as(scope(1));
    listing.begin(Map.of(scope(1), Set.of("e1")));
    assertThatThrownBy(() -> refused.list(Set.of("e1"), any -> refuse()))
        .isInstanceOf(SdkClientException.class);

    listing.begin(due(two));
    assertThat(read(scope(0))).contains("e0");
    assertThatThrownBy(() -> refused.list(Set.of("e1"), any -> refuse()))
        .isInstanceOf(SdkClientException.class);
  }

  private static Iterable<String> refuse() {
    throw SdkClientException.create("refused");
  }

  @Test
  void aListingThatFailsFailsNobodyElse() {
    var two = scopes(2);
    readTogether(List.of(scope(0)));
    now = now.plusSeconds(1);
    readTogether(List.of(scope(1)));
    listing.begin(due(two)); // scope 0 leads
    assertThatThrownBy(() -> listing.as(scope(0)).list(Set.of("e0"), any -> refuse()))
        .isInstanceOf(SdkClientException.class);
    assertThat(read(scope(1))).contains("e1");
  }

  /** It may have been listed before what is read now was written. */
  @Test
  void whatWasListedForOneReadingServesNoLaterOne() {
    var two = scopes(2);
    readTogether(two);
    readTogether(two);
    callers.clear();
    assertThat(read(scope(0))).contains("e0");
    assertThat(read(scope(1))).contains("e1");
    assertThat(callers).hasSize(2);

    listing.begin(due(two));
    listing.begin(due(List.of(scope(1))));
    callers.clear();
    assertThat(read(scope(1))).contains("e1");
    assertThat(callers).containsExactly(scope(1));
  }

  @Test
  void whoAsksForMoreListsForItself() {
    var two = scopes(2);
    readTogether(two);
    listing.begin(due(two));
    callers.clear();
    listing.as(scope(1)).list(Set.of("e1", "e3"), any -> account(scope(1)));
    assertThat(callers).containsExactly(scope(1));
  }
}
