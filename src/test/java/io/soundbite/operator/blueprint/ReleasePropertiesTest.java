package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.EnvEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the release of every valid environment, and what is not part of it. */
class ReleasePropertiesTest {
  static final Set<Field> NOT_IN_A_RELEASE =
      Set.of(
          Field.RETENTION,
          Field.THRESHOLDS,
          Field.SUBSCRIBERS,
          Field.PROCESSOR_REPLICAS,
          Field.DEADLINE,
          Field.SCALE_DOWN_DELAY,
          Field.SOAK,
          Field.APPROVAL,
          Field.FREEZE,
          Field.OVERLAP,
          Field.AUTO_ROLLBACK,
          Field.TRIAL_IMAGE,
          Field.TRIAL_COMMAND,
          Field.TRIAL_ENV,
          Field.TRIAL_TIMEOUT,
          Field.TRIAL_RETRIES,
          Field.PORT,
          Field.INGRESS_CLASS,
          Field.INGRESS_ANNOTATIONS,
          Field.BOUNDARY,
          Field.CLUSTER,
          Field.ISSUER,
          Field.NAMESPACE,
          Field.NAME,
          Field.UID,
          Field.LIVE,
          Field.LIVE_SIZE,
          Field.IDLE_SIZE);

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void readsWhatItWrites(@ForAll("inputs") Inputs inputs) {
    var release = inputs.release();

    assertThat(Release.read(Json.read(Json.write(release.tree())))).isEqualTo(release);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void countsAndThresholdsRollNothing(
      @ForAll("inputs") Inputs one, @ForAll("inputs") Inputs other, @ForAll Field field) {
    if (NOT_IN_A_RELEASE.contains(field)) {
      assertThat(one.with(field, other.values().get(field)).release()).isEqualTo(one.release());
    }
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void ownVariablesOverrideDefaultsAndSecretsStayOut(@ForAll("inputs") Inputs inputs) {
    var secret = new EnvEntry.SecretKey("keys", "openai");
    var release =
        inputs
            .with(
                Field.ENV,
                List.of(
                    new EnvEntry("POLLY_ENGINE", "neural", null),
                    new EnvEntry("DEFAULT_VOICE", null, new EnvEntry.Source(secret)),
                    new EnvEntry("EMPTY", "", null)))
            .release();

    assertThat(release.config())
        .containsEntry("POLLY_ENGINE", "neural")
        .containsEntry("EMPTY", "")
        .doesNotContainKey("DEFAULT_VOICE");
    assertThat(release.secrets()).isEqualTo(Map.of("DEFAULT_VOICE", secret));
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void whatTheOperatorOwnsCannotBeOverridden(@ForAll("inputs") Inputs inputs) {
    var owned =
        List.of("AWS_REGION", "SQS_QUEUE_URL", "S3_BUCKET", "FEATURES", "PORT", "AWS_PROFILE");
    var entries = owned.stream().map(name -> new EnvEntry(name, "other", null)).toList();
    var plain = inputs.with(Field.ENV, List.of());

    assertThat(plain.with(Field.ENV, entries).release()).isEqualTo(plain.release());
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }
}
