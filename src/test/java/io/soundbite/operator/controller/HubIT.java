package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;

/** What environments with a role each cost in an account that has many other IAM roles. */
class HubIT {
  private static final int ENVIRONMENTS = 4;

  /** As many as fill some pages of IAM's listing in the realistic profile. */
  private static final int OTHER_ROLES = 50;

  @Test
  void whatNoRoleIsPermittedInPartIsListedOnceForAll() {
    try (var spokes = new Spokes(ENVIRONMENTS, 1)) {
      var journal = spokes.journals().getFirst();
      try (var iam = Spokes.client(IamClient.builder(), journal.account())) {
        IntStream.range(0, OTHER_ROLES)
            .forEach(
                it ->
                    iam.createRole(
                        role -> role.roleName("A-" + it).assumeRolePolicyDocument("{}")));
      }
      // From here on calls beyond AWS's rates are refused.
      journal.profile(Map.of("name", "realistic", "failures", 0, "stsRefusals", 0));
      var from = journal.now();

      var shared = spokes.sharedSweeps(1).getFirst();
      var hub = spokes.hubSweeps(2);

      for (var sweep : hub) {
        assertThat(sweep.calls())
            .contains(
                Map.entry("cloudwatch:ListDashboards", 1),
                Map.entry(
                    "iam:GetAccountAuthorizationDetails",
                    shared.calls().get("iam:GetAccountAuthorizationDetails")));
        assertThat(sweep.sum())
            .as("%s against %s", sweep.calls(), shared.calls())
            .isLessThanOrEqualTo((int) (1.5 * shared.sum()));
        assertThat(sweep.took()).isLessThan(Spokes.INTERVAL);
      }
      assertThat(journal.since(from)).noneMatch(Journal.Call::isThrottled);
    }
  }
}
