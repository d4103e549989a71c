package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the examples' releases consist of. */
class ReleasesTest {
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

  private static Map<String, String> config(Example example) {
    return Example.release(example.environment(), "1", "a").config();
  }
}
