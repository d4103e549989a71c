package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociationSummary;
import software.amazon.awssdk.services.eks.model.UpdatePodIdentityAssociationRequest;

class PodIdentityAssociationsIT extends TaggedKindContract<PodIdentityAssociation> {
  private static final String CLUSTER = "prod";

  PodIdentityAssociationsIT() {
    emulator().cluster(CLUSTER);
  }

  @Override
  AwsKind<PodIdentityAssociation> kind(AwsClients clients, TagReader tags) {
    return new PodIdentityAssociations(clients::eks, Duration.ZERO);
  }

  @Override
  PodIdentityAssociation want(Names names, Map<String, String> tags) {
    var role = names.aws("api");
    return new PodIdentityAssociation(
        new Key(Stack.API, Ids.API_ASSOCIATION, CLUSTER + "/apps/staging-api"),
        CLUSTER,
        "apps",
        "staging-api",
        Ids.API_ROLE,
        names.roleArn(role),
        tags);
  }

  @Override
  void prepare(PodIdentityAssociation want) {
    var role = want.roleArn().substring(want.roleArn().lastIndexOf('/') + 1);
    if (aws().eks().listClusters().clusters().isEmpty()) {
      emulator().cluster(CLUSTER);
    }
    emulator().role(role);
    emulator().role("strangers");
  }

  @Override
  List<Drift> drifts(PodIdentityAssociation want) {
    return List.of(
        drift("/roleArn", want, it -> it.roleArn(strangers())),
        drift("/additional/disableSessionTags", want, it -> it.disableSessionTags(true)),
        drift("/additional/targetRoleArn", want, it -> it.targetRoleArn(strangers())));
  }

  private String strangers() {
    return AwsOthers.role(emulator().names().facts(), "strangers");
  }

  private Drift drift(
      String path,
      PodIdentityAssociation want,
      Consumer<UpdatePodIdentityAssociationRequest.Builder> change) {
    return new Drift(
        path,
        () ->
            aws()
                .eks()
                .updatePodIdentityAssociation(
                    it ->
                        it.clusterName(CLUSTER)
                            .associationId(live(want).associationId())
                            .applyMutation(change)));
  }

  @Override
  Map<String, String> tags(PodIdentityAssociation have) {
    var arn = live(have).associationArn();
    return aws().eks().listTagsForResource(it -> it.resourceArn(arn)).tags();
  }

  @Override
  void tag(PodIdentityAssociation have, Map<String, String> tags) {
    var arn = live(have).associationArn();
    aws().eks().tagResource(it -> it.resourceArn(arn).tags(tags));
  }

  private PodIdentityAssociationSummary live(PodIdentityAssociation association) {
    return aws()
        .eks()
        .listPodIdentityAssociations(
            it -> it.clusterName(CLUSTER).serviceAccount(association.serviceAccount()))
        .associations()
        .getFirst();
  }

  @Test
  void isUnknownWhereThereIsNoSuchCluster() {
    var want = want();
    var elsewhere =
        new PodIdentityAssociation(
            want.key(),
            "other",
            want.namespace(),
            want.serviceAccount(),
            want.roleId(),
            want.roleArn(),
            want.tags());

    assertThat(observed(elsewhere))
        .isInstanceOfSatisfying(
            Observation.Unknown.class,
            seen -> {
              assertThat(seen.failure().kind()).isEqualTo(Failure.Kind.NOT_FOUND);
              assertThat(seen.failure().action()).isEqualTo("eks:ListPodIdentityAssociations");
              assertThat(seen.failure().message()).contains("No cluster found for name: other");
            });
  }

  /** One of another ServiceAccount, or namespace, is another one. */
  @Test
  void isNotTakenForAnother() {
    var want = made();
    var other =
        new PodIdentityAssociation(
            new Key(Stack.API, Ids.API_ASSOCIATION, CLUSTER + "/other/staging-api"),
            CLUSTER,
            "other",
            want.serviceAccount(),
            want.roleId(),
            want.roleArn(),
            want.tags());

    assertThat(provider().observe(List.of(want, other)).get(other.key()))
        .isInstanceOf(Observation.Absent.class);
    assertThat(provider().delete(other, false)).isEqualTo(new Progress.Done());
    assertThat(present(want).have()).isEqualTo(want);
  }

  /** The role may have been made a moment ago: EKS refuses it for some seconds. */
  @Test
  void failsAsInvalidUntilEksKnowsTheRole() {
    var want = want();

    assertThat(provider().create(want))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.INVALID);
              assertThat(failed.failure().message()).contains("Role provided in the request");
            });
  }

  @Test
  void countsAsThereOnceItIsInEffect() {
    var want = want();
    prepare(want);
    var kind = new PodIdentityAssociations(aws()::eks, Duration.ofSeconds(10));

    assertThat(kind.create(want))
        .isInstanceOfSatisfying(
            Progress.Wait.class,
            wait -> assertThat(wait.retryAfter()).isEqualTo(Duration.ofSeconds(10)));
    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void takesAListingAndACallForEach() {
    assertThat(callsOfASweep())
        .containsExactly("ListPodIdentityAssociations", "DescribePodIdentityAssociation");
  }
}
