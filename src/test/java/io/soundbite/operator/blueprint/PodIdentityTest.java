package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods' credentials by EKS Pod Identity, beside web identity and instead of it. */
class PodIdentityTest {
  private static final String ARN = "arn:aws:eks:eu-west-1:123456789012:cluster/prod";
  private static final String ROLE = "eks.amazonaws.com/role-arn";

  @Test
  void knowsWhereTheClusterIs() {
    var cluster = new PodIdentity(ARN, true);

    assertThat(cluster.region()).isEqualTo("eu-west-1");
    assertThat(cluster.account()).isEqualTo("123456789012");
    assertThat(cluster.cluster()).isEqualTo("prod");
    assertThat(new PodIdentity(ARN.replace("aws", "aws-cn"), true).cluster()).isEqualTo("prod");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "prod",
        "arn:aws:eks:eu-west-1:123456789012:cluster/",
        "arn:aws:eks:eu-west-1:123456789012:cluster/a/b",
        "arn:aws:eks:eu-west-1:12345:cluster/prod",
        "arn:aws:iam::123456789012:role/prod"
      })
  void refusesWhatIsNoCluster(String arn) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PodIdentity(arn, true))
        .withMessageContaining("SOUNDBITE_POD_IDENTITY_CLUSTER")
        .withMessageContaining('"' + arn + '"')
        .withMessageContaining("aws eks describe-cluster");
  }

  /** EKS binds roles of the cluster's account only, and knows nothing of other endpoints. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "123456789012, none,                 true",
        "210987654321, none,                 false",
        "123456789012, http://localhost:4566, false"
      })
  void countsForEnvironmentsOfTheClustersAccountOnAws(
      String account, String endpoint, boolean counts) {
    var cluster = new PodIdentity(ARN, true);
    var aws = new AwsSpec("us-east-1", null, endpoint, null, null, null, null, null, null);

    var facts = Facts.of(aws, account, "issuer", null, Installation.of("cluster").with(cluster));

    assertThat(facts.podIdentity()).isEqualTo(counts ? cluster : null);
  }

  /** In any region: the association is where the cluster is. */
  @Test
  void bindsEachRoleToItsServiceAccountOnce() {
    var blueprint = Example.STAGING_POD_IDENTITY.blueprint();

    assertThat(associations(blueprint))
        .extracting(
            PodIdentityAssociation::cluster,
            PodIdentityAssociation::namespace,
            PodIdentityAssociation::serviceAccount,
            PodIdentityAssociation::roleArn,
            PodIdentityAssociation::after)
        .containsExactlyInAnyOrder(
            tuple(
                "sandbox",
                "soundbite",
                "staging-api",
                "arn:aws:iam::123456789012:role/SoundBite-staging-api",
                Set.of(Ids.API_ROLE)),
            tuple(
                "sandbox",
                "soundbite",
                "staging-processor",
                "arn:aws:iam::123456789012:role/SoundBite-staging-processor",
                Set.of(Ids.PROCESSOR_ROLE)));
    assertThat(associations(Example.STAGING.blueprint())).isEmpty();
  }

  /** Only a session of that ServiceAccount in that cluster. */
  @Test
  void rolesTrustPodIdentityAloneWithoutWebIdentity() {
    var blueprint = Example.STAGING_POD_IDENTITY.blueprint();

    assertThat(trust(blueprint, Ids.API_ROLE)).containsExactly(session("staging-api"));
    assertThat(trust(blueprint, Ids.PROCESSOR_ROLE)).containsExactly(session("staging-processor"));
    assertThat(annotation(blueprint)).isNull();
  }

  /** New pods get Pod Identity, which takes precedence; those that run go on as they began. */
  @Test
  void rolesTrustBothAsLongAsWebIdentityIsWanted() {
    var both = withBoth();

    assertThat(trust(both, Ids.API_ROLE))
        .hasSize(2)
        .contains(session("staging-api"))
        .containsAll(trust(Example.STAGING.blueprint(), Ids.API_ROLE));
    assertThat(annotation(both)).isEqualTo("arn:aws:iam::123456789012:role/SoundBite-staging-api");
    assertThat(associations(both))
        .isEqualTo(associations(Example.STAGING_POD_IDENTITY.blueprint()));
  }

  private static List<Desired> withBoth() {
    var only = Example.STAGING_POD_IDENTITY.environment();
    var facts = only.facts();
    var both =
        facts.with(
            facts.installation().with(new PodIdentity(facts.podIdentity().clusterArn(), true)));
    return Blueprint.of(
        new Environment(only.owner(), only.uid(), only.spec(), both, only.names()),
        SlotTarget.none());
  }

  private static Tree.Obj session(String serviceAccount) {
    return Tree.obj(
        "Effect",
        "Allow",
        "Principal",
        Map.of("Service", List.of("pods.eks.amazonaws.com")),
        "Action",
        List.of("sts:AssumeRole", "sts:TagSession"),
        "Condition",
        Map.of(
            "StringEquals",
            Map.of(
                "aws:RequestTag/eks-cluster-arn",
                List.of("arn:aws:eks:us-east-1:123456789012:cluster/sandbox"),
                "aws:RequestTag/kubernetes-namespace",
                List.of("soundbite"),
                "aws:RequestTag/kubernetes-service-account",
                List.of(serviceAccount))));
  }

  private static List<Tree.Obj> trust(List<Desired> blueprint, String id) {
    return blueprint.stream()
        .filter(it -> it.key().id().equals(id))
        .map(it -> (Tree.Obj) ((IamRole) it).trust().document())
        .flatMap(it -> it.items("Statement"))
        .toList();
  }

  private static Object annotation(List<Desired> blueprint) {
    var metadata =
        (Map<?, ?>) new Manifests(blueprint).object("ServiceAccount/api").get("metadata");
    return metadata.get("annotations") instanceof Map<?, ?> annotations
        ? annotations.get(ROLE)
        : null;
  }

  private static List<PodIdentityAssociation> associations(List<Desired> blueprint) {
    return blueprint.stream()
        .filter(PodIdentityAssociation.class::isInstance)
        .map(PodIdentityAssociation.class::cast)
        .toList();
  }
}
