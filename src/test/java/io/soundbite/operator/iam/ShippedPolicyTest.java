package io.soundbite.operator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents of deploy/iam by themselves: what they must never hold. */
class ShippedPolicyTest {
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("PARTITION", "aws"),
          Map.entry("KMS_KEY", "arn:aws:kms:us-east-1:123456789012:key/1"),
          Map.entry("ACCOUNT", "123456789012"),
          Map.entry("OIDC_PROVIDER", "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE"),
          Map.entry("NAMESPACE", "soundbite-system"),
          Map.entry("CLUSTER_ID", "prod-eu"),
          Map.entry("HUB_ACCOUNT", "123456789012"),
          Map.entry("SPOKE_ACCOUNT", "210987654321"),
          Map.entry("ENVIRONMENTS_NAMESPACE", "soundbite"),
          Map.entry("EKS_REGION", "eu-west-1"),
          Map.entry("EKS_CLUSTER", "prod"));
  private static final String BOUNDARY = "policy/soundbite-environments-boundary";
  private static final List<String> GIVING =
      List.of(
          "iam:CreateRole",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
          "iam:UpdateAssumeRolePolicy");

  /**
   * Without white space, which IAM does not count: a managed policy, and a trust policy by default.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">Quotas</a>
   */
  @ParameterizedTest
  @EnumSource
  void fitsIntoIamsLimits(ShippedPolicy policy) {
    var limit =
        List.of(
                    ShippedPolicy.OPERATOR_TRUST,
                    ShippedPolicy.POD_IDENTITY_TRUST,
                    ShippedPolicy.SPOKE_TRUST)
                .contains(policy)
            ? 2_048
            : 6_144;

    assertThat(policy.filled(VALUES).replaceAll("\\s", "")).hasSizeLessThanOrEqualTo(limit);
  }

  @ParameterizedTest
  @EnumSource
  void isAPolicyOfTheNewVersionInWhichEveryStatementHasAName(ShippedPolicy policy)
      throws IOException {
    var document = new ObjectMapper().readTree(policy.filled(VALUES));

    assertThat(document.path("Version").asText()).isEqualTo("2012-10-17");
    assertThat(document.path("Statement"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.path("Sid").asText()).matches("[A-Za-z]+"));
  }

  @ParameterizedTest
  @EnumSource(names = {"OPERATOR", "POD_IDENTITY", "OPERATOR_KMS", "BOUNDARY", "HUB"})
  void namesEveryActionInFull(ShippedPolicy policy) {
    assertThat(policy.document(VALUES).actions())
        .allSatisfy(action -> assertThat(action).matches("[a-z0-9]+:[A-Za-z]+"));
  }

  /**
   * These have no resource types in the Service Authorization Reference; all others have but
   * DescribeAlarms, which tells of composite alarms only when it is allowed on everything.
   */
  @Test
  void everythingIsMeantOnlyWhereAwsKnowsNoResources() {
    assertThat(everything(ShippedPolicy.OPERATOR))
        .containsExactlyInAnyOrder(
            "cloudwatch:DescribeAlarms",
            "cloudwatch:ListDashboards",
            "dynamodb:DescribeLimits",
            "dynamodb:ListTables",
            "iam:GetAccountAuthorizationDetails",
            "iam:GetAccountSummary",
            "logs:DescribeLogGroups",
            "s3:ListAllMyBuckets",
            "servicequotas:GetAWSDefaultServiceQuota",
            "sns:Unsubscribe",
            "tag:GetResources");
    assertThat(everything(ShippedPolicy.BOUNDARY)).containsExactly("polly:SynthesizeSpeech");
    assertThat(everything(ShippedPolicy.HUB)).isEmpty();
    assertThat(everything(ShippedPolicy.POD_IDENTITY)).isEmpty();
    assertThat(everything(ShippedPolicy.OPERATOR_KMS)).isEmpty();
  }

  @Test
  void whatEndsInNoNameOfOursIsOnlyRead() {
    assertThat(ShippedPolicy.OPERATOR.document(VALUES).grants())
        .filteredOn(it -> !it.resource().equals("*"))
        .filteredOn(it -> !it.resource().toLowerCase(Locale.ROOT).contains("soundbite"))
        .extracting(Grant::action)
        .containsOnly(
            "ecr:DescribeRepositories",
            "iam:GetOpenIDConnectProvider",
            "logs:DescribeMetricFilters",
            "servicequotas:GetServiceQuota");
  }

  @Test
  void whatGivesRolesMoreIsBoundAndNothingTakesTheBoundaryAway() {
    var document = ShippedPolicy.OPERATOR.document(VALUES);

    assertThat(document.grants())
        .filteredOn(it -> GIVING.contains(it.action()))
        .hasSize(2 * GIVING.size())
        .allSatisfy(
            it ->
                assertThat(it.conditions())
                    .containsExactly(
                        new Condition(
                            "StringEquals",
                            "iam:PermissionsBoundary",
                            Set.of("arn:aws:iam::123456789012:" + BOUNDARY))));
    assertThat(document.actions())
        .doesNotContain(
            "iam:AttachRolePolicy",
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "iam:SetDefaultPolicyVersion",
            "iam:DeleteRolePermissionsBoundary",
            "iam:PassRole",
            "sts:AssumeRole");
  }

  @Test
  void aRoleIsMadeWithTheBoundaryOnly() {
    var document = ShippedPolicy.OPERATOR.document(VALUES);
    var role = "arn:aws:iam::123456789012:role/SoundBite-staging-processor";
    var boundary = "arn:aws:iam::123456789012:" + BOUNDARY;

    assertThat(document.allows(create(role, boundary))).isTrue();
    assertThat(document.allows(create(role, "arn:aws:iam::aws:policy/AdministratorAccess")))
        .isFalse();
    assertThat(document.allows(new Request("iam:CreateRole", role))).isFalse();
    assertThat(document.allows(create("arn:aws:iam::123456789012:role/admin", boundary))).isFalse();
  }

  /** Of its own cluster, with the roles of environments, and to nobody but pods. */
  @Test
  void rolesArePassedToPodsOnly() {
    var document = ShippedPolicy.POD_IDENTITY.document(VALUES);
    var role = "arn:aws:iam::123456789012:role/SoundBite-staging-processor";

    assertThat(document.allows(pass(role, "pods.eks.amazonaws.com"))).isTrue();
    assertThat(document.allows(pass(role, "ec2.amazonaws.com"))).isFalse();
    assertThat(document.allows(new Request("iam:PassRole", role))).isFalse();
    assertThat(
            document.allows(pass("arn:aws:iam::123456789012:role/admin", "pods.eks.amazonaws.com")))
        .isFalse();
    assertThat(document.allows(new Request("eks:CreatePodIdentityAssociation", cluster("prod"))))
        .isTrue();
    assertThat(document.allows(new Request("eks:CreatePodIdentityAssociation", cluster("other"))))
        .isFalse();
  }

  private static Request pass(String role, String service) {
    return new Request("iam:PassRole", role, Map.of("iam:PassedToService", service));
  }

  private static String cluster(String name) {
    return "arn:aws:eks:eu-west-1:123456789012:cluster/" + name;
  }

  @Test
  void theHubActsForItsOwnClusterOnly() {
    var hub = ShippedPolicy.HUB.document(VALUES);
    var spoke = "arn:aws:iam::210987654321:role/soundbite-spoke";

    assertThat(hub.allows(assume(spoke, "prod-eu/soundbite/production"))).isTrue();
    assertThat(hub.allows(assume(spoke, "prod-us/soundbite/production"))).isFalse();
    assertThat(hub.allows(new Request("sts:AssumeRole", spoke))).isFalse();
    assertThat(
            hub.allows(
                assume(
                    "arn:aws:iam::210987654321:role/OrganizationAccountAccessRole",
                    "prod-eu/soundbite/production")))
        .isFalse();
  }

  private static Request create(String role, String boundary) {
    return new Request("iam:CreateRole", role, Map.of("iam:PermissionsBoundary", boundary));
  }

  private static Request assume(String role, String externalId) {
    return new Request("sts:AssumeRole", role, Map.of("sts:ExternalId", externalId));
  }

  private static Stream<String> everything(ShippedPolicy policy) {
    return policy.document(VALUES).grants().stream()
        .filter(it -> it.resource().equals("*"))
        .map(Grant::action);
  }
}
