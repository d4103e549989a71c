package io.soundbite.operator.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * One listing of an account and region, made once for all scopes that read it at the same time.
 *
 * <p>A scope is shown what another listed only while it is trusted: it has made the same call with
 * its own credentials, successfully, within the last hour. That must be proof that it may see all
 * of it, so only calls that IAM permits as a whole or not at all are shared, those without resource
 * types. At each common reading a twelfth of the scopes, those with the oldest proof, list for
 * themselves; the rest take what is listed first.
 *
 * @param <T> an item of the listing
 */
final class SharedListing<T> {
  /** How long a listing of one's own proves that one may list: as long as a role's session. */
  static final Duration TRUSTED = Duration.ofHours(1);

  /** Of so many scopes one renews its proof at each common reading. */
  private static final int RENEWED = 12;

  /** How long another's listing is waited for, before a scope lists for itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Listing.Naming<T, String> named;
  private final InstantSource clock;
  private final ConcurrentMap<Scope, Instant> proofs = new ConcurrentHashMap<>();
  private final ConcurrentMap<Scope, Round<T>> rounds = new ConcurrentHashMap<>();

  /**
   * A common reading.
   *
   * @param names that any of the scopes asks for
   * @param leaders who list for themselves
   * @param listing what the first of them listed
   */
  private record Round<T>(
      Set<String> names, Set<Scope> leaders, CompletableFuture<List<T>> listing) {

    /** Empty when the leaders' listing failed, or does not come. */
    Optional<List<T>> awaited() {
      try {
        return Optional.of(listing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      } catch (ExecutionException | TimeoutException e) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw AbortedException.create("interrupted", e);
      }
    }
  }

  /**
   * @param named the name of a listed item, null when the answer lacks it
   */
  SharedListing(Listing.Naming<T, String> named, InstantSource clock) {
    this.named = named;
    this.clock = clock;
  }

  /**
   * Begins a common reading: what is listed from now on serves all of {@code due}.
   *
   * @param due the names that each scope asks for
   */
  void begin(Map<Scope, Set<String>> due) {
    due.keySet().forEach(rounds::remove);
    var trusted =
        due.keySet().stream()
            .filter(this::isTrusted)
            .sorted(Comparator.comparing(scope -> proofs.getOrDefault(scope, Instant.MIN)))
            .toList();
    if (due.size() < 2 || trusted.isEmpty()) {
      return; // each lists for itself
    }
    var names = due.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    var leaders = trusted.subList(0, Math.ceilDiv(trusted.size(), RENEWED));
    var round = new Round<T>(names, Set.copyOf(leaders), new CompletableFuture<>());
    due.keySet().forEach(scope -> rounds.put(scope, round));
  }

  /** Returns the listing as {@code scope} may see it. */
  Lister<T> as(Scope scope) {
    return (names, call) -> list(scope, names, call);
  }

  /** Forgets all scopes but {@code open}. */
  void retain(Set<Scope> open) {
    proofs.keySet().retainAll(open);
    rounds.keySet().retainAll(open);
  }

  private List<T> list(Scope scope, Set<String> names, Function<Set<String>, Iterable<T>> call) {
    var round = rounds.remove(scope);
    if (round == null || !round.names().containsAll(names)) {
      return own(scope, names, call);
    }
    return round.leaders().contains(scope) || !isTrusted(scope)
        ? leading(scope, round, call)
        : round.awaited().orElseGet(() -> own(scope, names, call));
  }

  private List<T> leading(Scope scope, Round<T> round, Function<Set<String>, Iterable<T>> call) {
    try {
      var listed = own(scope, round.names(), call);
      round.listing().complete(listed);
      return listed;
    } catch (RuntimeException e) {
      if (round.leaders().contains(scope)) {
        round.listing().completeExceptionally(e);
      }
      throw e;
    }
  }

  /** Keeps only what is asked for, and what has no name; a failure ends the trust. */
  private List<T> own(Scope scope, Set<String> names, Function<Set<String>, Iterable<T>> call) {
    var began = clock.instant();
    proofs.remove(scope);
    var missing = new HashSet<>(names);
    var listed = new ArrayList<T>();
    for (var item : call.apply(names)) {
      var name = named.of(item);
      if (name == null || missing.remove(name)) {
        listed.add(item);
      }
      if (missing.isEmpty()) {
        break;
      }
    }
    proofs.put(scope, began);
    return List.copyOf(listed);
  }

  private boolean isTrusted(Scope scope) {
    var proof = proofs.get(scope);
    return proof != null && clock.instant().isBefore(proof.plus(TRUSTED));
  }
}
