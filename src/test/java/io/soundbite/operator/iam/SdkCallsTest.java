package io.soundbite.operator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.soundbite.operator.blueprint.Policy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every call of the AWS SDK in the operator's code, on rare paths too, against its policy. */
class SdkCallsTest {
  private static final String SERVICES = "software.amazon.awssdk.services.";

  /** By the SDK's package, where the emulator's journal has another name. */
  private static final Map<String, String> NAMES = Map.of("cloudwatchlogs", "logs");

  /** The SDK's own provider of credentials calls it. */
  private static final String ASSUME_ROLE = "sts:AssumeRole";

  /**
   * Called only where the blueprint wants there to be none, which it never does: {@code
   * PodRolesTest} has that of roles, every bucket has a policy, every repository a lifecycle. Or
   * only at endpoints that are not AWS: PutBucketTagging.
   */
  private static final Set<String> NEVER =
      Set.of(
          "iam:AttachRolePolicy",
          "iam:DeleteRolePermissionsBoundary",
          "s3:DeleteBucketPolicy",
          "s3:PutBucketTagging",
          "ecr:DeleteLifecyclePolicy");

  private static final Set<String> CALLS =
      new ClassFileImporter()
          .importPath(Path.of("target", "classes", "io", "soundbite")).stream()
              .flatMap(
                  it ->
                      Stream.concat(
                          it.getMethodCallsFromSelf().stream(),
                          it.getMethodReferencesFromSelf().stream()))
              .map(JavaAccess::getTarget)
              .filter(SdkCallsTest::isOperation)
              .map(SdkCallsTest::operation)
              .collect(Collectors.toCollection(TreeSet::new));

  @Test
  void isInTheTableOfOperationsAndNothingElseIs() {
    CALLS.add(ASSUME_ROLE);

    assertThat(Operations.read().names()).containsExactlyInAnyOrderElementsOf(CALLS);
  }

  @Test
  void isAllowedByTheOperatorsPoliciesWhichAllowNothingElse() {
    var operations = Operations.read();
    var needed =
        operations.names().stream()
            .filter(it -> !it.equals(ASSUME_ROLE))
            .flatMap(it -> operations.requests(it, Map.of(), Map.of()).stream())
            .map(Request::action)
            .filter(it -> !NEVER.contains(it))
            .collect(Collectors.toCollection(TreeSet::new));

    needed.addAll(ForwardedCalls.TO_KMS);
    assertThat(
            Stream.of(
                    ShippedPolicy.OPERATOR, ShippedPolicy.POD_IDENTITY, ShippedPolicy.OPERATOR_KMS)
                .flatMap(it -> PolicyDocument.of(Policy.parse(it.text())).actions().stream())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(needed);
  }

  private static boolean isOperation(AccessTarget target) {
    return target.getOwner().getPackageName().startsWith(SERVICES)
        && target.getOwner().getSimpleName().endsWith("Client")
        && !Set.of("builder", "close", "create").contains(target.getName());
  }

  private static String operation(AccessTarget target) {
    var service = target.getOwner().getPackageName().substring(SERVICES.length());
    var name = target.getName().replaceFirst("Paginator$", "");
    return NAMES.getOrDefault(service, service)
        + ":"
        + Character.toUpperCase(name.charAt(0))
        + name.substring(1);
  }
}
