package io.soundbite.operator.rollout;

import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What a pod says of itself as a whole. */
record PodState(Tree.Obj pod) {
  static final String NOT_READY = "NotReady";
  static final Comparator<PodState> OLDEST =
      Comparator.comparing(PodState::created).thenComparing(PodState::name);

  String name() {
    return metadata().text("name");
  }

  Instant created() {
    return Instant.parse(metadata().text("creationTimestamp"));
  }

  /** Hash of the release it runs. */
  String release() {
    return metadata().object("annotations").text(Release.ANNOTATION);
  }

  boolean has(Map<String, String> labels) {
    var its = metadata().object("labels");
    return labels.entrySet().stream()
        .allMatch(label -> its.text(label.getKey()).equals(label.getValue()));
  }

  boolean isDeleted() {
    return metadata().get("deletionTimestamp") != null;
  }

  boolean isPending() {
    return phase().equals("Pending");
  }

  boolean isFailed() {
    return phase().equals("Failed");
  }

  /** Since when it has that condition; since it was created if that is not said. */
  Instant since(String type, String value) {
    return condition(pod.object("status"), type, value)
        .map(it -> it.text("lastTransitionTime"))
        .filter(time -> !time.isEmpty())
        .map(Instant::parse)
        .orElseGet(this::created);
  }

  /** Returns what keeps it from being ready, when its containers say nothing. */
  Optional<Trouble> trouble() {
    var status = pod.object("status");
    return switch (phase()) {
      case "Failed" ->
          Optional.of(
              new Trouble(
                  status.text("reason").isEmpty() ? "PodFailed" : status.text("reason"),
                  status.text("message"),
                  Instant.MAX));
      case "Pending" ->
          condition(status, "PodScheduled", "False")
              .map(it -> new Trouble(it.text("reason"), it.text("message"), Instant.MAX));
      case "Running" ->
          condition(status, "Ready", "False")
              .map(it -> new Trouble(NOT_READY, it.text("message"), Instant.MAX));
      default -> Optional.empty();
    };
  }

  /** Returns the condition of that type, if it is {@code value}. */
  static Optional<Tree.Obj> condition(Tree.Obj status, String type, String value) {
    return status
        .items("conditions")
        .filter(it -> it.text("type").equals(type) && it.text("status").equals(value))
        .findFirst();
  }

  private Tree.Obj metadata() {
    return pod.object("metadata");
  }

  private String phase() {
    return pod.object("status").text("phase");
  }
}
