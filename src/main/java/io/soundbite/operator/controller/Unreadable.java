package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.status.Conditions;
import io.soundbite.operator.status.Note;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A custom resource that this version can't read, as one that a newer version wrote. That is
 * reported on it, and nothing else is done: what was declared may be anything.
 *
 * @param client the operator's
 */
record Unreadable(Workings workings, SoundBiteEnvironment resource, KubernetesClient client) {
  private static final String REASON = "Unreadable";
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /**
   * Returns what of {@code resource} can't be read, or of what is stored of a generation that was
   * not reconciled yet: a watch that began under an older schema shows custom resources without the
   * fields of a newer one, until the API server ends it.
   */
  static Optional<String> why(SoundBiteEnvironment resource, KubernetesClient client) {
    var shown = resource.unreadable();
    var reconciled = EnvironmentStatus.of(resource).observedGeneration();
    if (shown.isPresent() || Objects.equals(reconciled, resource.getMetadata().getGeneration())) {
      return shown;
    }
    return Optional.ofNullable(client.resource(resource).get())
        .flatMap(SoundBiteEnvironment::unreadable);
  }

  /**
   * Reports it.
   *
   * @param why which part, and what of it
   */
  void report(String why) {
    report(
        why,
        "Nothing is done for this custom resource, and what runs keeps running. Upgrade the"
            + " operator to the version that wrote it, or set it back.");
  }

  /** Reports it on a custom resource that is being deleted, or lets that go if it is abandoned. */
  DeleteControl cleanup(String why) {
    try {
      if (Annotations.value(resource, Annotations.ABANDON).filter("true"::equals).isPresent()) {
        workings.forget(workings.scopes().owner(resource));
        new Finalizer(client).takeOff(resource);
      } else {
        report(
            why,
            "The deletion waits, since what is to become of the AWS resources can't be read."
                + " Upgrade the operator to the version that wrote it, or leave everything as it is"
                + " with the annotation soundbite.io/abandon: \"true\".");
      }
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(AGAIN.toMillis());
    } catch (KubernetesClientException e) {
      var attempt = workings.attempts().failed(workings.scopes().owner(resource), e);
      return DeleteControl.noFinalizerRemoval()
          .rescheduleAfter(attempt.pause(workings.clock().instant()).toMillis());
    }
  }

  private void report(String why, String remedy) {
    workings.forget(workings.scopes().owner(resource));
    var message = "This version of the operator can't read %s. %s".formatted(why, remedy);
    var live = live();
    if (live.isEmpty()) {
      return;
    }
    var before = live.get();
    var next =
        new Conditions(before, resource.getMetadata().getGeneration(), workings.clock().instant())
            .set("Ready", false, REASON, message)
            .set("Reconciling", false, REASON, message)
            .set("Stalled", true, REASON, message)
            .list();
    var status = EnvironmentStatus.of(resource);
    workings.show(resource, status, status.with(status.parity(), next));
    if (next.equals(before)) {
      return;
    }
    if (Conditions.find(before, "Ready").filter(it -> REASON.equals(it.getReason())).isEmpty()) {
      workings.tell(resource, List.of(new Note(true, REASON, message)));
    }
    new StatusConditions(client).write(resource, next);
  }

  private List<Condition> conditions(Object tree) {
    return List.of(client.getKubernetesSerialization().convertValue(tree, Condition[].class));
  }

  /**
   * The conditions as they are stored, whatever else is; empty when the custom resource is gone.
   */
  private Optional<List<Condition>> live() {
    var metadata = resource.getMetadata();
    return Optional.ofNullable(
            client
                .genericKubernetesResources(resource.getApiVersion(), resource.getKind())
                .inNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .get())
        .map(it -> Optional.<Object>ofNullable(it.get("status", "conditions")))
        .map(it -> it.map(this::conditions).orElseGet(List::of));
  }
}
