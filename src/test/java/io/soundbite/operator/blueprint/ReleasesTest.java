package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.api.v1alpha1.EnvEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a release consists of, and what it does not. */
class ReleasesTest {
  private static final Set<Field> NOT_IN_A_RELEASE =
      Set.of(
          Field.RETENTION,
          Field.THRESHOLDS,
          Field.SUBSCRIBERS,
          Field.PROCESSOR_REPLICAS,
          Field.DEADLINE,
          Field.SCALE_DOWN_DELAY,
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

  @Test
  void environmentDecidesTheVariables() {
    assertThat(config(Example.STAGING))
        .containsOnlyKeys(
            "NODE_ENV",
            "ENVIRONMENT",
            "PORT",
            "AWS_REGION",
            "SQS_QUEUE_URL",
            "DYNAMODB_TABLE",
            "S3_BUCKET",
            "LOG_LEVEL",
            "FEATURES",
            "CORS_ORIGIN",
            "RATE_LIMIT_TTL",
            "RATE_LIMIT_LIMIT",
            "RATE_LIMIT_MAX",
            "POLLY_ENGINE",
            "OUTPUT_FORMAT",
            "DEFAULT_VOICE",
            "DYNAMODB_TTL_DAYS",
            "S3_PRESIGNED_URL_EXPIRATION",
            "ENABLE_TRACING",
            "ENABLE_METRICS",
            "METRICS_NAMESPACE",
            "AWS_CONNECTION_MODE")
        .containsEntry("NODE_ENV", "production")
        .containsEntry("ENVIRONMENT", "staging")
        .containsEntry("FEATURES", "basic,monitoring,testing")
        .containsEntry("ENABLE_METRICS", "true")
        .containsEntry("ENABLE_TRACING", "false")
        .containsEntry("AWS_CONNECTION_MODE", "aws");
  }

  @Test
  void localStackModeAddsEndpointAndDummyKeys() {
    assertThat(config(Example.DEVELOPMENT_LOCALSTACK))
        .containsEntry("AWS_CONNECTION_MODE", "localstack")
        .containsEntry("AWS_ENDPOINT_URL", "http://localstack.soundbite:4566")
        .containsEntry("AWS_ACCESS_KEY_ID", "123456789012")
        .containsEntry("AWS_SECRET_ACCESS_KEY", "dummy")
        .hasEntrySatisfying(
            "SQS_QUEUE_URL", url -> assertThat(url).startsWith("http://localstack.soundbite:4566/"))
        .containsEntry("NODE_ENV", "development");
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

  @Test
  void ownRepositoryUriIsTakenAsItIs() {
    var production = Example.PRODUCTION.environment();
    var names = production.names();

    assertThat(names.imageRepository("team/app"))
        .isEqualTo("123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app");
    for (var uri :
        List.of(
            "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app",
            "210987654321.dkr.ecr-fips.us-east-1.amazonaws.com/app",
            "000000000000.dkr.ecr.us-east-1.localhost.localstack.cloud:4566/app")) {
      assertThat(names.imageRepository(uri)).isEqualTo(uri);
    }
  }

  @Test
  void readingSaysWhatIsWrong() {
    var tree = Example.release(Example.STAGING.environment(), "1.4.1", "a").tree();

    assertThatThrownBy(() -> Release.read(tree.without("pod")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pod");
    assertThatThrownBy(() -> Release.read(tree.with("tag", Tree.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tag is not a string");
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }

  private static Map<String, String> config(Example example) {
    return Example.release(example.environment(), "1", "a").config();
  }
}
