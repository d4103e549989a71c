package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The fields that decide a release: all of them, and no others. */
class ReleaseFieldsTest {
  /** What an environment keeps for as long as it is there, and what its spec does not say. */
  private static final Set<Field> GIVEN =
      Set.of(
          Field.NAME, Field.ACCOUNT, Field.PREFIX, Field.ENVIRONMENT, Field.REGION, Field.DIGEST);

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void equalFieldsMakeEqualReleases(
      @ForAll("inputs") Inputs one, @ForAll("inputs") Inputs other, @ForAll Field field) {
    var changed = one.with(field, other.values().get(field));

    if (!GIVEN.contains(field) && fields(changed).equals(fields(one))) {
      assertThat(changed.release()).as(field.path).isEqualTo(one.release());
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsInNoReleaseIsNoneOfThem(
      @ForAll("inputs") Inputs one, @ForAll("inputs") Inputs other, @ForAll Field field) {
    if (ReleasePropertiesTest.NOT_IN_A_RELEASE.contains(field) || field.reaches.isEmpty()) {
      assertThat(fields(one.with(field, other.values().get(field))))
          .as(field.path)
          .isEqualTo(fields(one));
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void restoredFieldsMakeTheReleaseAgain(
      @ForAll("inputs") Inputs then, @ForAll("inputs") Inputs any) {
    var now = any;
    for (var field : GIVEN) {
      now = now.with(field, then.values().get(field));
    }
    var before = now.environment().spec();
    var patch = fields(then).patch(ReleaseFields.of(before));

    var restored =
        Json.read(Json.write(patched((Tree.Obj) Json.of(before), patch)), EnvironmentSpec.class);

    assertThat(ReleaseFields.of(restored)).isEqualTo(fields(then));
    assertThat(release(restored, then)).isEqualTo(then.release());
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void areStoredBesideTheirRelease(@ForAll("inputs") Inputs inputs) {
    var stored = (Tree.Obj) Json.read(Json.write(fields(inputs).beside(inputs.release())));

    assertThat(ReleaseFields.in(stored)).contains(fields(inputs));
    assertThat(ReleaseFields.without(stored)).isEqualTo(inputs.release().tree());
    assertThat(Release.read(stored)).isEqualTo(inputs.release());
    assertThat(ReleaseFields.in(inputs.release().tree())).isEmpty();
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }

  private static ReleaseFields fields(Inputs inputs) {
    return ReleaseFields.of(inputs.environment().spec());
  }

  /** The release of {@code spec}, were it that of {@code then}'s environment. */
  private static Release release(EnvironmentSpec spec, Inputs then) {
    var known = then.environment();
    var resource = new SoundBiteEnvironment();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(known.owner().name())
            .withNamespace(known.owner().namespace())
            .build());
    resource.setSpec(spec);
    var facts = Facts.of(spec.aws(), known.facts().account(), "any", null, Installation.of("any"));
    var image = spec.image();
    return Releases.of(
        Environment.of(resource, facts),
        new ImageStatus(
            image.repository() == null ? known.names().repository() : image.repository(),
            image.tag(),
            then.release().digest()));
  }

  /** As RFC 7386 has it. */
  private static Tree.Obj patched(Tree.Obj target, Tree.Obj patch) {
    var result = new TreeMap<>(target.fields());
    patch
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Tree.Null) {
                result.remove(name);
              } else if (value instanceof Tree.Obj object) {
                result.put(name, patched(target.object(name), object));
              } else {
                result.put(name, value);
              }
            });
    return new Tree.Obj(result);
  }
}
