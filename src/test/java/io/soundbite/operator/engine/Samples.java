package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resources to try the engine on. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  static final Owner US = new Owner("here", "soundbite", "staging");
  static final Owner THEM = new Owner("here", "soundbite", "production");
  static final Failure THROTTLED =
      new Failure(Failure.Kind.THROTTLED, "sqs:CreateQueue", "queue", "slow down");
  static final Failure DENIED =
      new Failure(Failure.Kind.DENIED, "sqs:CreateQueue", "queue", "not you");

  private Samples() {}

  static Key key(String id) {
    return new Key(Stack.QUEUE, id, "SoundBite-staging-" + id);
  }

  /** The simplest resource there is: an id, one value, and what it is built upon. */
  static KubeObject thing(String id, String value, String... after) {
    return new KubeObject(key(id), Tree.obj("value", value), Set.of(after));
  }

  static KubeObject thing(String id) {
    return thing(id, "wanted");
  }

  /** One that keeps its events for so many days; for ever with 0. */
  static LogGroup logGroup(int days) {
    return new LogGroup(
        key("ApiLogs"),
        "arn:logs",
        days == 0 ? Optional.empty() : Optional.of(days),
        Map.of("Project", "SoundBite"));
  }

  static MetricFilter filter(String pattern) {
    return new MetricFilter(
        key("ApiErrors"),
        "ApiLogs",
        "/soundbite/api",
        pattern,
        "SoundBite",
        "Errors",
        "1",
        "Count",
        Set.of());
  }

  static <D extends Desired> Step update(D want, D have) {
    return new Step.Update(new Change<>(want, have, Difference.between(want, have)));
  }

  static <D extends Desired> Observation<D> present(D have) {
    return new Observation.Present<>(have, new Ownership.OwnedBy(US), NOON);
  }
}
