package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two slots, a processor, a Service and Jobs, as the API server and its controllers keep them. Each
 * method that the operator calls is one write.
 */
final class ModelCluster {
  private final Map<Slot, ModelPods> slots = new EnumMap<>(Slot.class);
  private final Map<String, TrialView> trials = new HashMap<>();
  private Optional<ModelPods> processor = Optional.empty();
  private Set<Slot> selected = Set.of();
  private String mark = "";
  private final Set<Kind> refused = EnumSet.noneOf(Kind.class);
  private boolean hasRefused;
  private boolean starved;

  /** Kinds of objects whose writes admission may refuse. */
  enum Kind {
    DEPLOYMENT,
    SERVICE,
    JOB
  }

  /** Admission refuses the writes of {@code kind} from now on. */
  void refuse(Kind kind) {
    refused.add(kind);
  }

  void accept() {
    refused.clear();
  }

  void forgetRefusals() {
    hasRefused = false;
  }

  boolean hasRefused() {
    return hasRefused;
  }

  private boolean refuses(Kind kind) {
    hasRefused |= refused.contains(kind);
    return refused.contains(kind);
  }

  /** No pod is created any more, as under an exhausted quota. */
  void starve() {
    starved = true;
  }

  View view() {
    var views = new EnumMap<Slot, SlotView>(Slot.class);
    slots.forEach((slot, pods) -> views.put(slot, pods.view()));
    return new View(
        views,
        new View.ServiceView(selected, mark),
        processor.map(ModelPods::view),
        Map.copyOf(trials));
  }

  void apply(Slot slot, String release, SlotTarget target) {
    if (refuses(Kind.DEPLOYMENT)) {
      return;
    }
    var pods = slots.computeIfAbsent(slot, any -> new ModelPods());
    pods.apply(release, target.size(slot));
    target.fence().filter(it -> it.slot() == slot).ifPresent(it -> pods.mark(it.rollout()));
  }

  void select(SlotTarget target) {
    if (refuses(Kind.SERVICE)) {
      return;
    }
    selected = target.overlap() ? Set.of(Slot.values()) : Set.of(target.live());
    target.fence().ifPresent(it -> mark = it.mark());
  }

  void process(String release) {
    if (refuses(Kind.DEPLOYMENT)) {
      return;
    }
    processor = Optional.of(processor.orElseGet(ModelPods::new));
    processor.get().apply(release, 1);
  }

  void begin(String trial) {
    if (refuses(Kind.JOB)) {
      return;
    }
    trials.putIfAbsent(trial, new TrialView(TrialView.State.RUNNING, ""));
  }

  void end(TrialView outcome) {
    trials.replaceAll((name, trial) -> trial.state() == TrialView.State.RUNNING ? outcome : trial);
  }

  /** Somebody changes the selector. */
  void meddle(Set<Slot> which) {
    selected = which;
  }

  /** As an autoscaler does. */
  void scale(Slot slot, int size) {
    Optional.ofNullable(slots.get(slot)).ifPresent(it -> it.scale(size));
  }

  void lose(Slot slot) {
    Optional.ofNullable(slots.get(slot)).ifPresent(ModelPods::lose);
  }

  /** The pods of {@code slot} that are not ready say why, and will not become so. */
  void fail(Slot slot, Instant lasting) {
    Optional.ofNullable(slots.get(slot)).ifPresent(it -> it.fail(lasting));
  }

  void failProcessor(Instant lasting) {
    processor.ifPresent(it -> it.fail(lasting));
  }

  /** Whatever ailed pods is over. */
  void heal() {
    starved = false;
    slots.values().forEach(ModelPods::heal);
    processor.ifPresent(ModelPods::heal);
  }

  void advance() {
    slots.values().forEach(it -> it.advance(!starved));
    processor.ifPresent(it -> it.advance(!starved));
  }
}
