package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Consent;
import io.soundbite.operator.engine.Drift;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How status shows drift. What can't be read now is as it was read last.
 *
 * @param environment names the stacks
 * @param before what status showed
 */
public record DriftReport(String environment, @Nullable DriftStatus before, Instant now) {
  private static final int SHOWN = 20;

  /**
   * Status of {@code drift}.
   *
   * @param unread of which resources nothing is known now
   * @param consent whether what differs is put right
   */
  public DriftStatus of(List<Drift> drift, Set<Key> unread, Consent consent) {
    var unknown = unread.stream().map(Key::path).collect(Collectors.toSet());
    var entries =
        Stream.concat(
                drift.stream().map(it -> entry(it, consent)),
                entries().filter(it -> unknown.contains(it.resource())))
            .sorted(Comparator.comparing(DriftEntry::resource).thenComparing(DriftEntry::field))
            .toList();
    return new DriftStatus(entries.size(), unread.size(), entries.stream().limit(SHOWN).toList());
  }

  private DriftEntry entry(Drift drift, Consent consent) {
    var path = drift.key().path();
    var known =
        entries()
            .filter(it -> it.resource().equals(path) && it.field().equals(drift.field()))
            .findFirst();
    return new DriftEntry(
        drift.key().stack().in(environment),
        path,
        drift.field(),
        drift.want(),
        drift.have(),
        known.map(DriftEntry::since).orElseGet(now::toString),
        Optional.ofNullable(drift.held()).orElseGet(() -> action(consent)));
  }

  private static String action(Consent consent) {
    return switch (consent) {
      case Consent.All all -> "Heal";
      case Consent.Agreed agreed -> "Plan";
      case Consent.Withheld withheld -> "Paused";
    };
  }

  private Stream<DriftEntry> entries() {
    return before == null ? Stream.of() : before.resources().stream();
  }
}
