package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.cli.ResourceChange.Action;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What applying a file would do to one environment.
 *
 * @param account twelve digits; {@code <account>} while nobody has looked it up
 * @param isNew whether nothing of it has been made yet
 * @param declared what the file declares anew
 * @param release null when image and application configuration stay
 * @param notes what else is to be known
 */
record EnvironmentPlan(
    Name environment,
    String account,
    boolean isNew,
    List<FieldChange> declared,
    @Nullable ReleaseChange release,
    List<ResourceChange> resources,
    List<String> notes) {

  static EnvironmentPlan of(Applied applied, Whereabouts whereabouts) {
    var after = applied.after().resource();
    var environment = whereabouts.of(after);
    var begun =
        applied
            .before()
            .map(Applied.Version::resource)
            .filter(it -> Whereabouts.recorded(it).isPresent());
    var status = begun.map(EnvironmentStatus::of).orElseGet(EnvironmentStatus::empty);
    var before = begun.map(whereabouts::of);
    var wanted = whereabouts.release(after);
    var asked = begun.map(whereabouts::release);
    var slots = Slots.filled(before.orElse(environment), asked.orElse(wanted), Slots.live(status));
    var blueprint = Blueprint.of(environment, slots);
    var changes =
        new Forecast(environment, Leave.in(after))
            .changes(before.map(it -> Blueprint.of(it, slots)).orElse(List.of()), blueprint);
    return new EnvironmentPlan(
        Name.of(after),
        environment.facts().account(),
        before.isEmpty(),
        applied.declared(),
        asked
            .map(it -> ReleaseChange.between(it, wanted, status))
            .orElseGet(() -> Optional.of(ReleaseChange.first(wanted)))
            .orElse(null),
        changes,
        new Notes(applied, environment, whereabouts, blueprint, changes).all());
  }

  /** Whether applying the file would change anything, if only what is declared. */
  boolean changes() {
    return isNew || !declared.isEmpty();
  }

  /** Whether something would stay as it is until somebody gives leave. */
  boolean isHeld() {
    return count(Action.BLOCKED) > 0;
  }

  long count(Action action) {
    return resources.stream().filter(it -> it.action() == action).count();
  }
}
