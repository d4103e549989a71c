package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Requester;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.rollout.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who asked for a release, by what the API server says of the custom resource. */
class AttributionTest {
  private static final String MORNING = "2026-11-23T06:00:00Z";
  private static final String NOON = "2026-11-23T12:00:00Z";
  private static final String DIGEST = "sha256:" + "b".repeat(64);
  private static final String HASH = "0".repeat(40);
  private static final String TAG = "{\"f:spec\":{\"f:image\":{\"f:tag\":{}}}}";
  private static final String LOG_LEVEL = "{\"f:spec\":{\"f:logLevel\":{}}}";
  private static final String APPROVE =
      "{\"f:metadata\":{\"f:annotations\":{\"f:soundbite.io/approve\":{}}}}";

  private SoundBiteEnvironment resource = environment("Automatic");
  private final TreeMap<String, String> annotations = new TreeMap<>();

  private static SoundBiteEnvironment environment(String approval) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: soundbite.io/v1alpha1
            kind: SoundBiteEnvironment
            metadata: {name: e, namespace: soundbite}
            spec: {prefix: e, image: {tag: "1.4.2"}, promotion: {approval: %s}}
            """
                .formatted(approval),
            SoundBiteEnvironment.class);
  }

  private void wrote(String manager, String time, @Nullable String subresource, String fields) {
    var all = new ArrayList<>(resource.getMetadata().getManagedFields());
    all.add(
        new ManagedFieldsEntryBuilder()
            .withManager(manager)
            .withTime(time)
            .withSubresource(subresource)
            .withFieldsV1(new KubernetesSerialization().unmarshal(fields, FieldsV1.class))
            .build());
    resource.getMetadata().setManagedFields(all);
  }

  private HistoryEntry attributed(@Nullable String live) {
    resource.getMetadata().setAnnotations(annotations);
    var begun =
        new HistoryEntry(
            "1.4.2",
            DIGEST,
            "c",
            "e-2",
            Slot.GREEN,
            NOON,
            null,
            Outcome.ROLLING_OUT,
            2L,
            null,
            null,
            null,
            null);
    var release =
        live == null
            ? null
            : new ReleaseStatus(live, "sha256:a", "a", "c", "e-1", Slot.BLUE, MORNING);
    return new Attribution(resource).attributed(begun, new Recorded(release, null, List.of(begun)));
  }

  @Test
  void whoeverWroteTheTagLast() {
    wrote("argocd-controller", MORNING, null, TAG);
    wrote("kubectl-edit", NOON, null, TAG);
    wrote("kubectl-patch", "2026-11-23T13:00:00Z", null, LOG_LEVEL);
    wrote("soundbite-operator", "2026-11-23T14:00:00Z", "status", TAG);

    assertThat(attributed("1.4.1").requested())
        .isEqualTo(new Requester("kubectl-edit", null, NOON));
    assertThat(attributed(null).requested()).isEqualTo(new Requester("kubectl-edit", null, NOON));
  }

  @Test
  void whoeverWroteTheSpecLastWhereTheTagIsTheSame() {
    wrote("argocd-controller", MORNING, null, TAG);
    wrote("kubectl-patch", NOON, null, LOG_LEVEL);

    assertThat(attributed("1.4.2").requested())
        .isEqualTo(new Requester("kubectl-patch", null, NOON));
  }

  @Test
  void theUserWhereItIsStamped() {
    wrote("kubectl-edit", NOON, null, TAG);
    annotations.put(Annotations.REQUESTED_BY, "alice");

    assertThat(attributed("1.4.1").requested())
        .hasToString("alice (kubectl-edit) at 2026-11-23T12:00:00Z");
    annotations.put(Annotations.REQUESTED_BY, "");
    assertThat(attributed("1.4.1").requested()).hasToString("kubectl-edit at 2026-11-23T12:00:00Z");
  }

  @Test
  void nobodyWhereNothingIsSaid() {
    assertThat(attributed("1.4.1").requested()).isNull();
    wrote("kubectl-label", NOON, null, "{\"f:metadata\":{\"f:labels\":{\"f:a\":{}}}}");
    assertThat(attributed("1.4.1").requested()).isNull();
  }

  @Test
  void whoApprovedExactlyThis() {
    annotations.putAll(
        Map.of(
            Annotations.APPROVE,
            Annotations.approval("1.4.2", DIGEST, HASH),
            Annotations.APPROVED_BY,
            "bob"));
    wrote("kubectl-sbenv", NOON, null, APPROVE);
    assertThat(attributed("1.4.1").approved()).as("none was asked for").isNull();

    resource = environment("Manual");
    wrote("kubectl-sbenv", NOON, null, APPROVE);
    assertThat(attributed("1.4.1").approved())
        .isEqualTo(new Requester("kubectl-sbenv", "bob", NOON));
    annotations.put(Annotations.APPROVE, Annotations.approval("1.4.1", DIGEST, HASH));
    assertThat(attributed("1.4.1").approved()).isNull();
  }
}
