package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.api.v1alpha1.Requester;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.rollout.Recorded;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asked for a release and who approved it, from {@code metadata.managedFields} and
 * from what an admission policy stamps. Informers forget the former, so the custom resource is read
 * once when a release begins.
 */
record Attribution(SoundBiteEnvironment resource) {
  private static final List<String> SPEC = List.of("f:spec");
  private static final List<String> TAG = List.of("f:spec", "f:image", "f:tag");
  private static final List<String> APPROVAL =
      List.of("f:metadata", "f:annotations", "f:" + Annotations.APPROVE);

  /** Returns {@code next} with who asked for what begins in it; as it is where nothing does. */
  static Recorded in(
      KubernetesClient client,
      SoundBiteEnvironment resource,
      Recorded before,
      Recorded next,
      Instant now) {
    var begun = begun(before, next);
    if (begun.isEmpty()) {
      return next;
    }
    if (next.returning()) {
      return with(next, begun.get().askedFor(itself(now), null));
    }
    return read(client, resource)
        .map(it -> with(next, it.attributed(begun.get(), next)))
        .orElse(next);
  }

  /** Returns {@code begun} with who asked for it and who approved it. */
  HistoryEntry attributed(HistoryEntry begun, Recorded recorded) {
    var live = recorded.live();
    var path = live == null || !live.tag().equals(begun.tag()) ? TAG : SPEC;
    return begun.askedFor(
        requester(path, Annotations.REQUESTED_BY).orElse(null), approver(begun).orElse(null));
  }

  private Optional<Requester> approver(HistoryEntry begun) {
    return resource.getSpec().gates().approval() == PromotionSpec.Approval.MANUAL
        ? Annotations.value(resource, Annotations.APPROVE)
            .filter(it -> it.startsWith(Annotations.approval(begun.tag(), begun.digest(), "")))
            .flatMap(any -> requester(APPROVAL, Annotations.APPROVED_BY))
        : Optional.empty();
  }

  /** The manager that wrote last, of those that own something at {@code path}. */
  private Optional<Requester> requester(List<String> path, String stamp) {
    return managers()
        .filter(it -> it.getSubresource() == null || it.getSubresource().isEmpty())
        .filter(it -> it.getTime() != null && owns(it, path))
        .max(Comparator.comparing(it -> Instant.parse(it.getTime())))
        .map(
            it ->
                new Requester(
                    it.getManager(),
                    Annotations.value(resource, stamp).filter(user -> !user.isBlank()).orElse(null),
                    it.getTime()));
  }

  private Stream<ManagedFieldsEntry> managers() {
    return Optional.ofNullable(resource.getMetadata().getManagedFields()).stream()
        .flatMap(List::stream);
  }

  private static boolean owns(ManagedFieldsEntry entry, List<String> path) {
    @Nullable Object fields =
        entry.getFieldsV1() == null ? null : entry.getFieldsV1().getAdditionalProperties();
    for (var step : path) {
      fields = fields instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return fields != null;
  }

  private static Optional<HistoryEntry> begun(Recorded before, Recorded next) {
    return next.history().stream()
        .limit(1)
        .filter(it -> it.outcome() == HistoryEntry.Outcome.ROLLING_OUT)
        .filter(
            it ->
                before.history().stream()
                    .noneMatch(
                        was ->
                            was.revision().equals(it.revision())
                                && Objects.equals(was.started(), it.started())))
        .findFirst();
  }

  private static Recorded with(Recorded next, HistoryEntry newest) {
    return new Recorded(
        next.live(),
        next.rollout(),
        Stream.concat(Stream.of(newest), next.history().stream().skip(1)).toList());
  }

  private static Requester itself(Instant now) {
    return new Requester(Labels.OPERATOR, null, now.toString());
  }

  /** Empty where it can't be read: a release does not wait for who asked for it. */
  private static Optional<Attribution> read(
      KubernetesClient client, SoundBiteEnvironment resource) {
    try {
      return Optional.ofNullable(client.resource(resource).get())
          .filter(it -> isSame(it, resource))
          .map(Attribution::new);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  /** Whether nobody has changed the spec meanwhile: that would be another's doing. */
  private static boolean isSame(SoundBiteEnvironment read, SoundBiteEnvironment resource) {
    return Objects.equals(
        read.getMetadata().getGeneration(), resource.getMetadata().getGeneration());
  }
}
