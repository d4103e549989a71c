package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who pulls from an environment's repository. */
class PullPolicyTest {
  private static final String OWN = "123456789012";
  private static final String HUB = "210987654321";

  @ParameterizedTest
  @CsvSource({"us-east-1, aws", "cn-north-1, aws-cn", "us-gov-west-1, aws-us-gov"})
  void otherAccountsPullAndDoNothingElse(String region, String partition) {
    assertThat(policy(region, Set.of(OWN, HUB)))
        .contains(
            Policy.parse(
                """
                {"Version": "2012-10-17", "Statement": [{
                  "Sid": "PullByNodes",
                  "Effect": "Allow",
                  "Principal": {"AWS": "arn:%s:iam::210987654321:root"},
                  "Action": [
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer"
                  ]
                }]}"""
                    .formatted(partition)));
  }

  @Test
  void anAccountPullsItsOwnImagesWithoutAPolicy() {
    assertThat(policy("us-east-1", Set.of(OWN))).isEmpty();
    assertThat(policy("us-east-1", Set.of())).isEmpty();
  }

  private static Optional<Policy> policy(String region, Set<String> accounts) {
    var facts =
        new Facts(
            OWN,
            Facts.partitionOf(region),
            Facts.dnsSuffixOf(region),
            region,
            null,
            null,
            "issuer",
            new Installation("here", null, accounts, null, ContainerInsights.CLASSIC));
    var example = Example.STAGING.environment();
    var environment =
        new Environment(
            example.owner(),
            example.uid(),
            example.spec(),
            facts,
            new Names("staging", "staging", facts));
    return new ComputeStack(environment)
        .resources().stream()
            .filter(EcrRepository.class::isInstance)
            .map(EcrRepository.class::cast)
            .findFirst()
            .orElseThrow()
            .policy();
  }
}
