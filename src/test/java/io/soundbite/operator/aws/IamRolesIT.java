package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

class IamRolesIT extends TaggedKindContract<IamRole> {
  private static final Policy TRUST = policy("sts:AssumeRole", "Principal", Map.of("AWS", "*"));
  private static final Policy OTHER = policy("s3:*", "Resource", "arn:aws:s3:::other+one/*");

  @Override
  AwsKind<IamRole> kind(AwsClients clients, TagReader tags) {
    return new IamRoles(clients.iam());
  }

  @Override
  IamRole want(Names names, Map<String, String> tags) {
    return new IamRole(
        new Key(Stack.API, Ids.API_ROLE, names.aws("api")),
        TRUST,
        Map.of(
            "access",
            policy("sqs:SendMessage", "Resource", names.queueArn(names.queue())),
            "more",
            policy("s3:GetObject", "Resource", names.bucketArn() + "/a b+c%2F*")),
        Set.of(managed("wanted")),
        Optional.of(managed("boundary")),
        "What the API may do",
        tags);
  }

  private static Policy policy(String action, String about, Object subject) {
    return new Policy(
        Tree.obj(
            "Version",
            "2012-10-17",
            "Statement",
            Tree.arr(Tree.obj("Effect", "Allow", "Action", action, about, subject))));
  }

  private String managed(String name) {
    return "arn:aws:iam::%s:policy/%s".formatted(emulator().names().facts().account(), name);
  }

  @Override
  void prepare(IamRole want) {
    for (var name : List.of("wanted", "boundary", "strangers")) {
      aws().iam().createPolicy(it -> it.policyName(name).policyDocument(OTHER.json()));
    }
  }

  @Override
  List<Drift> drifts(IamRole want) {
    var role = want.key().name();
    var iam = aws().iam();
    return List.of(
        new Drift(
            "/trust/Statement",
            () ->
                iam.updateAssumeRolePolicy(
                    it ->
                        it.roleName(role)
                            .policyDocument(
                                policy("sts:AssumeRole", "Principal", Map.of("AWS", "1")).json()))),
        new Drift(
            "/inlinePolicies/access/Statement",
            () ->
                iam.putRolePolicy(
                    it -> it.roleName(role).policyName("access").policyDocument(OTHER.json()))),
        new Drift(
            "/inlinePolicies/strangers",
            () ->
                iam.putRolePolicy(
                    it -> it.roleName(role).policyName("strangers").policyDocument(OTHER.json()))),
        new Drift(
            "/inlinePolicies/more",
            () -> iam.deleteRolePolicy(it -> it.roleName(role).policyName("more"))),
        new Drift(
            "/attachedPolicies",
            () -> iam.attachRolePolicy(it -> it.roleName(role).policyArn(managed("strangers")))),
        new Drift(
            "/attachedPolicies",
            () -> iam.detachRolePolicy(it -> it.roleName(role).policyArn(managed("wanted")))),
        new Drift("/description", () -> iam.updateRole(it -> it.roleName(role).description("x"))),
        new Drift(
            "/additional/MaxSessionDuration",
            () ->
                iam.updateRole(
                    it ->
                        it.roleName(role)
                            .description(want.description())
                            .maxSessionDuration(43_200))),
        new Drift(
            "/permissionsBoundary",
            () -> iam.deleteRolePermissionsBoundary(it -> it.roleName(role))));
  }

  @Override
  List<Alike> alike(IamRole want) {
    var role = want.key().name();
    var queue = emulator().names().queueArn(emulator().names().queue());
    return List.of(
        new Alike(
            "an inline policy in another form",
            () ->
                aws()
                    .iam()
                    .putRolePolicy(
                        it ->
                            it.roleName(role)
                                .policyName("access")
                                .policyDocument(
                                    """
                                    {"Statement": {"Resource": ["%s"], "Effect": "Allow",
                                     "Action": ["sqs:SendMessage"]}, "Version": "2012-10-17"}"""
                                        .formatted(queue)))),
        new Alike(
            "the trust policy in another form",
            () ->
                aws()
                    .iam()
                    .updateAssumeRolePolicy(
                        it ->
                            it.roleName(role)
                                .policyDocument(Json.write(otherwise(TRUST.document()))))));
  }

  /** Every single text as a list of one. */
  private static Tree otherwise(Tree policy) {
    return switch (policy) {
      case Tree.Obj object ->
          object.map(
              value ->
                  value instanceof Tree.Arr list && list.items().size() == 1
                      ? otherwise(list.items().getFirst())
                      : otherwise(value));
      default -> policy.map(IamRolesIT::otherwise);
    };
  }

  @Override
  Map<String, String> tags(IamRole have) {
    return aws().iam().listRoleTags(it -> it.roleName(have.key().name())).tags().stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  @Override
  void tag(IamRole have, Map<String, String> tags) {
    aws()
        .iam()
        .tagRole(
            request ->
                request
                    .roleName(have.key().name())
                    .tags(sdk(tags, (key, value) -> Tag.builder().key(key).value(value).build())));
  }

  @Test
  void takesAwayABoundaryThatIsNotWanted() {
    var made = made();
    var want =
        new IamRole(
            made.key(),
            made.trust(),
            made.inlinePolicies(),
            made.attachedPolicies(),
            Optional.empty(),
            made.description(),
            made.tags());

    provider().update(new Change<>(want, made, Difference.between(want, made)));

    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void healsARoleLeftWithoutPolicies() {
    var want = want();
    prepare(want);
    aws()
        .iam()
        .createRole(
            it ->
                it.roleName(want.key().name())
                    .description(want.description())
                    .assumeRolePolicyDocument(want.trust().json()));
    tag(want, want.tags());

    var have = present(want).have();
    assertThat(Difference.between(want, have))
        .extracting(FieldDiff::path)
        .containsExactlyInAnyOrder(
            "/inlinePolicies/access",
            "/inlinePolicies/more",
            "/attachedPolicies",
            "/permissionsBoundary");
    provider().update(new Change<>(want, have, Difference.between(want, have)));

    assertThat(present(want).have()).isEqualTo(want);
  }

  /** Policies that strangers add after the last look keep the role, until it is read again. */
  @Test
  void deletesWhatStrangersAdded() {
    var made = made();
    aws()
        .iam()
        .attachRolePolicy(it -> it.roleName(made.key().name()).policyArn(managed("strangers")));

    assertThat(provider().delete(made, false)).isInstanceOf(Progress.Failed.class);
    assertThat(provider().delete(present(made).have(), false)).isEqualTo(new Progress.Done());

    assertThat(observed(made)).isInstanceOf(Observation.Absent.class);
  }

  @Test
  void listsManyRolesInOneCall() {
    var first = made();
    var second = want(new Names("other", "p", emulator().names().facts()), first.tags());
    provider().create(second);

    assertThat(calls().of(() -> provider().observe(List.of(first, second))))
        .containsExactlyInAnyOrder("GetAccountAuthorizationDetails", "GetRole", "GetRole");
  }
}
