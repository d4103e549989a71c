package io.soundbite.operator.aws;

import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * Chooses where the operator's own credentials come from: what its pod was given, and nothing else.
 * The SDK's default chain goes on to the role of the node where a first call with the pod's role
 * fails, and stays with it.
 *
 * @see <a href="https://github.com/aws/aws-sdk-java-v2/issues/3896">The default chain hides why the
 *     web identity was refused</a>
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html">
 *     Standardized credential providers</a>
 */
public final class OperatorCredentials {
  private static final String KEY = "AWS_ACCESS_KEY_ID";
  private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String ROLE = "AWS_ROLE_ARN";
  private static final String POD_IDENTITY = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

  private OperatorCredentials() {}

  /**
   * Returns the provider that {@code environment} asks for: keys, a web identity, EKS Pod Identity;
   * the default chain where it has none of them.
   *
   * @param environment variables of the process
   */
  public static AwsCredentialsProvider of(Map<String, String> environment) {
    if (isSet(environment, KEY)) {
      return chain();
    }
    if (isSet(environment, TOKEN_FILE) && isSet(environment, ROLE)) {
      return WebIdentityTokenFileCredentialsProvider.builder()
          .roleArn(environment.get(ROLE))
          .webIdentityTokenFile(Path.of(environment.get(TOKEN_FILE)))
          .build();
    }
    return isSet(environment, POD_IDENTITY)
        ? ContainerCredentialsProvider.builder().build()
        : chain();
  }

  private static AwsCredentialsProvider chain() {
    return DefaultCredentialsProvider.builder().build();
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }
}
