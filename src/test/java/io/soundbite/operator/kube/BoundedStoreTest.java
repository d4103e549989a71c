package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.soundbite.operator.blueprint.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedStoreTest {
  private static final int LARGE = 900 << 10;
  private static final int USUAL = 4 << 10;

  private final BoundedStore store = new BoundedStore(Controlled::whole);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "Deployment",
        "SoundBiteEnvironment without controller",
        "SoundBiteEnvironment of another group"
      })
  void holdsNothingOfWhatNoEnvironmentControls(String owner) {
    for (var number = 0; number < 400; number++) {
      var object = object("here", "cm-" + number, LARGE);
      var reference =
          new OwnerReferenceBuilder()
              .withApiVersion(owner.contains("group") ? "example.com/v1" : "soundbite.io/v1alpha1")
              .withKind(owner.split(" ")[0])
              .withName("mine")
              .withController(owner.contains("without") ? null : true)
              .build();
      if (!owner.equals("none")) {
        object.getMetadata().setOwnerReferences(List.of(reference));
      }
      assertThat(put(object)).isNull();
    }

    assertThat(store.size()).isZero();
  }

  @Test
  void holdsWhatAnEnvironmentControlsWithItsManagedFields() {
    var object = controlled("here", "cm", USUAL);

    put(object);

    assertThat(store.get("here/cm")).isEqualTo(object);
    assertThat(Stub.is(object)).isFalse();
  }

  @Test
  void forgetsWhatIsNoLongerControlledAndSaysWhatItWas() {
    var before = controlled("here", "cm", USUAL);
    put(before);

    assertThat(put(object("here", "cm", USUAL))).isEqualTo(before);
    assertThat(store.get("here/cm")).isNull();
  }

  @Test
  void holdsAStubOfAnObjectThatIsTooLarge() {
    put(controlled("here", "cm", LARGE));

    var stub = store.get("here/cm");
    assertThat(Stub.is(stub)).isTrue();
    assertThat(ObjectSize.of(stub)).isLessThan(2_000);
    assertThat(stub.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(stub.getMetadata().getOwnerReferences()).hasSize(1);
    assertThat(stub.getMetadata().getLabels()).containsEntry(Labels.ENVIRONMENT, "mine");
  }

  @Test
  void countsLabelsAnnotationsFinalizersAndManagedFields() {
    var text = "x".repeat(LARGE);
    var labels = controlled("here", "labels", 0);
    labels.getMetadata().setLabels(Map.of("a", text));
    var annotations = controlled("here", "annotations", 0);
    annotations.getMetadata().setAnnotations(Map.of("a", text));
    var finalizers = controlled("here", "finalizers", 0);
    finalizers.getMetadata().setFinalizers(List.of(text));
    var managed = controlled("here", "managed", 0);
    var fields = new FieldsV1();
    fields.setAdditionalProperty("f:data", Map.of("f:" + text, Map.of()));
    managed
        .getMetadata()
        .setManagedFields(List.of(new ManagedFieldsEntryBuilder().withFieldsV1(fields).build()));

    for (var object : List.of(labels, annotations, finalizers, managed)) {
      put(object);
      assertThat(Stub.is(store.get("here/" + object.getMetadata().getName()))).isTrue();
    }
  }

  /** A tenant's objects may well name the tenant's own environment. */
  @Test
  void keepsEachNamespaceWithinItsShare() {
    for (var number = 0; number < 400; number++) {
      put(controlled("noisy", "cm-" + number, LARGE / 2));
    }
    put(controlled("quiet", "cm", USUAL));

    assertThat(store.values().mapToLong(ObjectSize::of).sum()).isLessThan(10L << 20);
    assertThat(store.size()).isEqualTo(401);
    assertThat(Stub.is(store.get("quiet/cm"))).isFalse();
  }

  @Test
  void hasRoomAgainForWhatBecomesSmallerOrGoes() {
    for (var number = 0; number < 20; number++) {
      put(controlled("here", "cm-" + number, LARGE / 2));
    }
    assertThat(Stub.is(store.get("here/cm-19"))).isTrue();

    for (var number = 0; number < 10; number++) {
      put(controlled("here", "cm-" + number, USUAL));
      store.remove("here/cm-1" + number);
    }
    put(controlled("here", "cm-20", LARGE / 2));
    assertThat(Stub.is(store.get("here/cm-20"))).isFalse();
  }

  @Test
  void holdsOfAPodItsStatusAndWhoseItIs() {
    var pods = new BoundedStore(LeanPod::of);
    var pod = object("here", "api-1", LARGE);
    pod.setAdditionalProperty("spec", Map.of("containers", "x".repeat(LARGE)));
    pod.setAdditionalProperty("data", null);
    pod.setAdditionalProperty("status", Map.of("phase", "Pending"));
    pod.getMetadata()
        .setAnnotations(Map.of("soundbite.io/release", "abc", "other", "x".repeat(LARGE)));

    pods.put("here/api-1", pod);

    var held = pods.get("here/api-1");
    assertThat(Stub.is(held)).isFalse();
    assertThat(ObjectSize.of(held)).isLessThan(2_000);
    assertThat(held.getAdditionalProperties()).containsOnlyKeys("status");
    assertThat(held.getMetadata().getAnnotations())
        .containsExactly(Map.entry("soundbite.io/release", "abc"));
  }

  @Test
  void holdsOnceWhatObjectsHaveInCommon() {
    put(deployment("one"));
    put(deployment("two"));

    var one = store.get("here/one");
    var two = store.get("here/two");
    assertThat(one).isEqualTo(deployment("one"));
    assertThat(two).isEqualTo(deployment("two"));
    assertThat(fields(one)).isSameAs(fields(two));
    assertThat(one.getMetadata().getLabels()).isSameAs(two.getMetadata().getLabels());
    assertThat(container(one)).isSameAs(container(two));
  }

  /** A cache of what is common must not keep what was large and has gone. */
  @Test
  void sharesNoLongTextAndNothingThatHoldsOne() {
    put(controlled("here", "one", USUAL));
    put(controlled("here", "two", USUAL));

    assertThat(store.get("here/one").getAdditionalProperties().get("data"))
        .isEqualTo(store.get("here/two").getAdditionalProperties().get("data"))
        .isNotSameAs(store.get("here/two").getAdditionalProperties().get("data"));
  }

  @Test
  void holdsNullsAsTheyAre() {
    var object = controlled("here", "cm", USUAL);
    var nothing = new LinkedHashMap<String, Object>();
    nothing.put("emptyDir", null);
    object.setAdditionalProperty("spec", Map.of("volumes", Arrays.asList(null, nothing)));

    put(object);

    assertThat(store.get("here/cm").getAdditionalProperties().get("spec"))
        .isEqualTo(Map.of("volumes", Arrays.asList(null, nothing)));
  }

  @Test
  void goesOnSharingWhenThereWereManyOthers() {
    for (var number = 0; number < 10_000; number++) {
      put(controlled("here", "cm-" + number, 1 + number % 40));
      store.remove("here/cm-" + number);
    }
    put(deployment("one"));
    put(deployment("two"));

    assertThat(fields(store.get("here/one"))).isSameAs(fields(store.get("here/two")));
  }

  private static Object fields(GenericKubernetesResource object) {
    return object
        .getMetadata()
        .getManagedFields()
        .getFirst()
        .getFieldsV1()
        .getAdditionalProperties();
  }

  private static Object container(GenericKubernetesResource object) {
    return object.<List<?>>get("spec", "containers").getFirst();
  }

  private static GenericKubernetesResource deployment(String name) {
    var object = controlled("here", name, 0);
    var fields = new FieldsV1();
    fields.setAdditionalProperty(
        "f:spec",
        new HashMap<>(Map.of("f:replicas", new HashMap<>(), "f:paused", new HashMap<>())));
    object
        .getMetadata()
        .setManagedFields(List.of(new ManagedFieldsEntryBuilder().withFieldsV1(fields).build()));
    object.getMetadata().setLabels(new HashMap<>(object.getMetadata().getLabels()));
    var container = new HashMap<String, Object>(Map.of("name", new String("api"), "port", 3000));
    object.setAdditionalProperty(
        "spec",
        new HashMap<>(Map.of("containers", new ArrayList<>(List.of(container)), "n", name)));
    return object;
  }

  private GenericKubernetesResource put(GenericKubernetesResource object) {
    return store.put(store.getKey(object), object);
  }

  private static GenericKubernetesResource controlled(String namespace, String name, int size) {
    var object = object(namespace, name, size);
    object
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion("soundbite.io/v1alpha1")
                    .withKind("SoundBiteEnvironment")
                    .withName("mine")
                    .withController(true)
                    .build()));
    return object;
  }

  private static GenericKubernetesResource object(String namespace, String name, int size) {
    var object = new GenericKubernetesResource();
    object.setApiVersion("v1");
    object.setKind("ConfigMap");
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .withResourceVersion("7")
            .withLabels(Map.of(Labels.MANAGED_BY, Labels.OPERATOR, Labels.ENVIRONMENT, "mine"))
            .build());
    object.setAdditionalProperty("data", Map.of("big", "x".repeat(size)));
    return object;
  }
}
