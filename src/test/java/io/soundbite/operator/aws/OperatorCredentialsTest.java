package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** The operator acts as who its pod is, and never as the node. */
class OperatorCredentialsTest {
  private static final Map<String, String> WEB_IDENTITY =
      Map.of(
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
          "AWS_ROLE_ARN",
          "arn:aws:iam::123456789012:role/operator");

  @Test
  void aPodsWebIdentityIsUsedAlone() {
    assertThat(OperatorCredentials.of(WEB_IDENTITY))
        .isInstanceOf(WebIdentityTokenFileCredentialsProvider.class);
  }

  /** The default chain would go on to the next provider. */
  @Test
  void aWebIdentityThatFailsIsAFailure(@TempDir Path directory) {
    var environment =
        Map.of(
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            directory.resolve("missing").toString(),
            "AWS_ROLE_ARN",
            "arn:aws:iam::123456789012:role/operator");

    assertThatThrownBy(() -> OperatorCredentials.of(environment).resolveCredentials())
        .hasStackTraceContaining(directory.resolve("missing").toString());
  }

  @Test
  void ofEksPodIdentity() {
    assertThat(
            OperatorCredentials.of(
                Map.of(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    "http://169.254.170.23/v1/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                    "/token")))
        .isInstanceOf(ContainerCredentialsProvider.class);
  }

  @Test
  void whatThePodWasNotGivenIsLeftToTheChain() {
    assertThat(OperatorCredentials.of(Map.of())).isInstanceOf(DefaultCredentialsProvider.class);
    assertThat(OperatorCredentials.of(Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "")))
        .isInstanceOf(DefaultCredentialsProvider.class);
  }

  /** As in a sandbox, and where keys are handed over for a while. */
  @Test
  void keysComeFirst() {
    var keys = new HashMap<>(WEB_IDENTITY);
    keys.put("AWS_ACCESS_KEY_ID", "123456789012");

    assertThat(OperatorCredentials.of(keys)).isInstanceOf(DefaultCredentialsProvider.class);
  }
}
