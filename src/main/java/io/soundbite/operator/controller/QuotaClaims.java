package io.soundbite.operator.controller;

import io.soundbite.operator.aws.Quota;
import io.soundbite.operator.aws.Usage;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Owner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What environments that are being made have room for. A count is some minutes old when it is used:
 * what others were let make since may not be in it, so it is added, or twenty environments created
 * at once would all be let into the room of one. After a restart everybody claims anew.
 */
final class QuotaClaims {
  /** Longer than any count is used. */
  private static final Duration KEPT = Duration.ofMinutes(15);

  private final Map<Owner, Claim> claims = new HashMap<>();

  /** Where resources are counted together. */
  record Account(@Nullable URI endpoint, String id, String region) {
    static Account of(Facts facts) {
      return new Account(facts.endpoint(), facts.account(), facts.region());
    }

    boolean shares(Quota quota, Account other) {
      return id.equals(other.id)
          && Objects.equals(endpoint, other.endpoint)
          && (quota.reach() == Quota.Reach.ACCOUNT || region.equals(other.region));
    }
  }

  /**
   * @param needed how many, on the count it was compared with
   * @param counted when that count was; absent for what could not be counted
   * @param done when all was made; null before
   */
  private record Claim(
      Account account,
      Map<Quota, Long> needed,
      Map<Quota, Instant> counted,
      @Nullable Instant done) {

    /** What is made by and by stays claimed until another count shows it. */
    long onSameCount(Quota quota, long now, Usage usage) {
      return usage.asOf().equals(counted.get(quota))
          ? Math.max(now, needed.getOrDefault(quota, 0L))
          : now;
    }

    boolean isIn(Usage usage) {
      return done != null && done.isBefore(usage.asOf());
    }
  }

  /**
   * Claims what {@code owner} needs, if there is room for all of it.
   *
   * @param usages of those quotas that AWS tells of; the others are taken to have room
   * @return how each of these stands
   */
  synchronized Map<Quota, Demand> claim(
      Owner owner, Account account, Map<Quota, Long> needed, Map<Quota, Usage> usages) {
    var before = Optional.ofNullable(claims.get(owner));
    var demands = new EnumMap<Quota, Demand>(Quota.class);
    needed.forEach(
        (quota, now) -> {
          var usage = usages.get(quota);
          if (usage != null) {
            var own = before.map(it -> it.onSameCount(quota, now, usage)).orElse(now);
            demands.put(quota, new Demand(quota, usage, others(owner, account, quota, usage), own));
          }
        });
    if (demands.values().stream().anyMatch(Demand::exceeded)) {
      claims.remove(owner);
    } else {
      claims.put(owner, claim(account, needed, demands));
    }
    return demands;
  }

  private static Claim claim(Account account, Map<Quota, Long> needed, Map<Quota, Demand> demands) {
    var all = new EnumMap<Quota, Long>(Quota.class);
    var counted = new EnumMap<Quota, Instant>(Quota.class);
    all.putAll(needed);
    demands.forEach(
        (quota, demand) -> {
          all.put(quota, demand.needed());
          counted.put(quota, demand.usage().asOf());
        });
    return new Claim(account, all, counted, null);
  }

  private long others(Owner owner, Account account, Quota quota, Usage usage) {
    return claims.entrySet().stream()
        .filter(it -> !it.getKey().equals(owner))
        .map(Map.Entry::getValue)
        .filter(it -> it.account().shares(quota, account) && !it.isIn(usage))
        .mapToLong(it -> it.needed().getOrDefault(quota, 0L))
        .sum();
  }

  /** {@code owner} has nothing to make: what it made is in the counts from now on. */
  synchronized void done(Owner owner, Instant now) {
    claims.computeIfPresent(
        owner,
        (any, it) ->
            it.done() == null
                ? new Claim(it.account(), it.needed(), it.counted(), now)
                : it.done().isBefore(now.minus(KEPT)) ? null : it);
  }

  /** Forgets an environment that is gone. */
  synchronized void forget(Owner owner) {
    claims.remove(owner);
  }
}
