package io.soundbite.operator.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.cli.Document;
import io.soundbite.operator.status.Rivals;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/team-a";

  @Test
  void whatAnEntryGrantsIsGrantedAndNothingElse() {
    var grants = grants("{namespace: team-a, environments: [a-dev, \"a-test-*\"]}");

    assertThat(grants.ungranted(environment("team-a", "a-dev", "{}")).isEmpty()).isTrue();
    assertThat(grants.ungranted(environment("team-a", "a-test-1", "{}")).isEmpty()).isTrue();
    assertThat(grants.ungranted(environment("team-a", "production", "{}")).message())
        .isEqualTo(
            "Not granted to namespace team-a: metadata.name production. Whoever runs the operator"
                + " can add it to its grants of namespace team-a: environments: [\"production\"].");
    assertThat(grants.ungranted(environment("team-b", "a-dev", "{}")).message())
        .isEqualTo(
            "Not granted to namespace team-b: metadata.name a-dev. Whoever runs the operator can"
                + " add it to its grants: {namespace: team-b, environments: [\"a-dev\"]}.");
  }

  /** One that grants only the endpoint would take everything else from the namespace. */
  @Test
  void theDocumentedEntryForALocalEndpointGrantsWhatItsEnvironmentsName() {
    var document = Document.read(Path.of("docs/operations.md"));
    var grants =
        document
            .blocks("yaml")
            .filter(it -> it.startsWith("grants:"))
            .map(it -> GrantsFile.read("docs/operations.md", it))
            .findFirst()
            .orElseThrow();
    var more =
        """
        {"aws": {"endpoint": "http://127.0.0.1:4566", "region": "eu-west-1",
                 "adoptionPolicy": "Adopt", "deletionPolicy": "Delete"}}
        """;

    assertThat(grants.ungranted(environment("soundbite", "staging", more)).named()).isEmpty();
    assertThat(grants.grantsLocal("soundbite", "http://127.0.0.1:4566")).isTrue();
    assertThat(grants.ungranted(environment("soundbite", "production", "{}")).named()).isEmpty();
  }

  /** Each row: a field, what grants it, and what is said without that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'environment': 'prod'     | environments: [prod] | spec.environment prod",
        "'aws': {'region': 'eu-west-1'} | regions: [\"eu-*\"] | spec.aws.region eu-west-1",
        "'aws': {'roleArn': '"
            + ROLE
            + "'} | roleArns: [\""
            + ROLE
            + "\"] | spec.aws.roleArn "
            + ROLE,
        "'aws': {'endpoint': 'http://a:1/'} | endpoints: [\"http://a:1\"] | spec.aws.endpoint"
            + " http://a:1/",
        "'aws': {'kmsKey': 'alias/team-a'} | kmsKeys: [\"alias/team-*\"] | spec.aws.kmsKey"
            + " alias/team-a",
        "'aws': {'kmsKey': 'arn:aws:kms:us-east-1:111122223333:key/1'} | kmsKeys:"
            + " [\"arn:aws:kms:us-east-1:111122223333:key/*\"] | spec.aws.kmsKey"
            + " arn:aws:kms:us-east-1:111122223333:key/1",
        "'image': {'tag': '1', 'repository': 'shared'} | repositories: [shared] |"
            + " spec.image.repository shared",
        "'rollout': {'verification': {'job': {'command': ['x'], 'image':"
            + " 'docker.io/x/y@sha256:1'}}} | repositories: [docker.io/x/y] |"
            + " spec.rollout.verification.job.image docker.io/x/y",
        "'rollout': {'verification': {'job': {'command': ['x'], 'image':"
            + " '111122223333.dkr.ecr.eu-west-1.amazonaws.com/smoke:3'}}} | repositories:"
            + " [111122223333.dkr.ecr.eu-west-1.amazonaws.com/smoke] |"
            + " spec.rollout.verification.job.image"
            + " 111122223333.dkr.ecr.eu-west-1.amazonaws.com/smoke",
        "'promotion': {'from': {'name': 'x', 'namespace': 'b'}} | sources: [b/x] |"
            + " spec.promotion.from b/x",
        "'aws': {'adoptionPolicy': 'Adopt'} | policies: [Adopt] | spec.aws.adoptionPolicy Adopt",
        "'aws': {'deletionPolicy': 'Delete'} | policies: [Delete] | spec.aws.deletionPolicy Delete",
      })
  void everyFieldNeedsItsGrant(String field, String grant, String words) {
    var resource = environment("team-a", "a", "{" + field.replace('\'', '"') + "}");
    var name = grant.startsWith("environments") ? "" : "environments: [a], ";

    assertThat(grants("{namespace: team-a, " + name + grant + "}").ungranted(resource).named())
        .isEmpty();
    var without = grants("{namespace: team-a, environments: [a]}").ungranted(resource);
    assertThat(without.named()).singleElement().extracting(Named::words).isEqualTo(words);
    // What the message says to add is what grants it.
    var told = without.message().replaceFirst(".*of namespace team-a: (.*)[.]$", "$1");
    assertThat(grants("{namespace: team-a, " + name + told + "}").ungranted(resource).named())
        .isEmpty();
  }

  @Test
  void everyRefusalIsToldAtOnce() {
    var resource =
        environment(
            "b",
            "x",
            "{\"aws\": {\"region\": \"eu-west-1\", \"roleArn\": \"%s\", \"deletionPolicy\":"
                    .formatted(ROLE)
                + " \"Delete\", \"adoptionPolicy\": \"Adopt\"}}");

    assertThat(new Grants(List.of()).ungranted(resource).message())
        .endsWith(
            ("{namespace: b, environments: [\"x\"], roleArns: [\"%s\"], regions: [\"eu-west-1\"],"
                    + " policies: [\"Adopt\", \"Delete\"]}.")
                .formatted(ROLE));
  }

  /** A namespace that is sent elsewhere does not fall back on the operator's own account. */
  @Test
  void theOperatorsOwnIdentityIsForThoseWhoHaveNoOther() {
    var resource = environment("a", "a", "{}");

    assertThat(grants("{namespace: a, environments: [a]}").ungranted(resource).isEmpty()).isTrue();
    for (var place : Set.of("roleArns: [\"" + ROLE + "\"]", "endpoints: [\"http://a:1\"]")) {
      var ungranted =
          grants("{namespace: a, environments: [a], " + place + "}").ungranted(resource);
      assertThat(ungranted.message())
          .contains("the operator's own AWS identity", "roleArns: [\"operator\"]");
      assertThat(ungranted.place()).isTrue();
    }
    assertThat(
            grants("{namespace: a, environments: [a], roleArns: [operator, \"" + ROLE + "\"]}")
                .ungranted(resource)
                .isEmpty())
        .isTrue();
  }

  @Test
  void regionsThatAreListedAreAll() {
    var grants = grants("{namespace: a, environments: [a], regions: [eu-west-1]}");
    assertThat(grants.ungranted(environment("a", "a", "{}")).message())
        .contains("spec.aws.region us-east-1");
  }

  @Test
  void theOwnRepositoriesAndNamespaceAreGrantedWithTheNames() {
    var grants = grants("{namespace: a, environments: [\"a-*\"]}");

    assertThat(
            grants
                .ungranted(
                    environment(
                        "a",
                        "a-prod",
                        """
                        {"image": {"tag": "1", "repository": "soundbite-a-dev-api"},
                         "promotion": {"from": {"name": "a-dev", "namespace": "a"}}}
                        """))
                .named())
        .isEmpty();
    for (var repository :
        Set.of(
            "soundbite-b-dev-api",
            "x/soundbite-a-dev-api",
            "111122223333.dkr.ecr.us-east-1.amazonaws.com/soundbite-a-dev-api")) {
      assertThat(
              grants
                  .ungranted(
                      environment(
                          "a",
                          "a-prod",
                          "{\"image\": {\"tag\": \"1\", \"repository\": \"" + repository + "\"}}"))
                  .named())
          .singleElement()
          .extracting(Named::key)
          .isEqualTo(Key.REPOSITORIES);
    }
  }

  @Test
  void entriesAddUp() {
    var grants =
        grants(
            "{namespace: \"*\", regions: [eu-west-1]}",
            "{namespace: \"team-*\", environments: [\"t-*\"]}",
            "{namespace: team-a, environments: [extra], policies: [Delete]}");
    var extra =
        environment(
            "team-a",
            "extra",
            "{\"aws\": {\"region\": \"eu-west-1\", \"deletionPolicy\": \"Delete\"}}");

    assertThat(grants.ungranted(extra).named()).isEmpty();
    extra.getMetadata().setNamespace("team-b");
    assertThat(grants.ungranted(extra).named())
        .extracting(Named::words)
        .containsExactly("metadata.name extra", "spec.aws.deletionPolicy Delete");
  }

  @Test
  void whatIsRefusedSaysWhatMayStillBeDone() {
    var grants = grants("{namespace: a, environments: [a]}");
    var deleting =
        grants.ungranted(environment("a", "a", "{\"aws\":{\"deletionPolicy\":\"Delete\"}}"));
    var promoted =
        grants.ungranted(
            environment(
                "a", "a", "{\"promotion\":{\"from\":{\"name\":\"a\",\"namespace\":\"b\"}}}"));
    var elsewhere = grants.ungranted(environment("a", "a", "{\"aws\":{\"region\":\"eu-west-1\"}}"));

    assertThat(deleting.deletion()).isTrue();
    assertThat(deleting.place()).isFalse();
    assertThat(promoted.source()).isTrue();
    assertThat(promoted.place()).isFalse();
    assertThat(promoted.deletion()).isFalse();
    assertThat(elsewhere.place()).isTrue();
    assertThat(elsewhere.source()).isFalse();
  }

  @Test
  void withoutAFileOnlyWhoIsAloneHasEverything() {
    var everything =
        environment(
            "a",
            "a",
            """
            {"image": {"tag": "1", "repository": "x"},
             "promotion": {"from": {"name": "a", "namespace": "b"}},
             "aws": {"region": "eu-west-1", "roleArn": "%s", "adoptionPolicy": "Adopt",
               "deletionPolicy": "Delete"}}
            """
                .formatted(ROLE));

    assertThat(Grants.unconfigured(Set.of("a")).ungranted(everything).isEmpty()).isTrue();
    assertThat(Grants.unconfigured(Set.of("b")).ungranted(everything).named()).hasSize(7);
    assertThat(Grants.unconfigured(Set.of("a", "b")).ungranted(everything).named()).hasSize(7);
    assertThat(Grants.unconfigured(Set.of()).ungranted(everything).named()).hasSize(7);
  }

  /** A source's own repository comes with it; any other that it names does not. */
  @Test
  void whatASourceNamesIsGrantedLikeWhatTheSpecNames() {
    var grants = grants("{namespace: team-a, environments: [a], sources: [b/stage]}");
    var resource = environment("team-a", "a", "{\"promotion\": {\"from\": {\"name\": \"stage\"}}}");
    resource.getMetadata().setUid("uid");
    var source = Optional.of(Rivals.begun(environment("b", "stage", "{}"), "444455556666", null));
    var environment =
        Environment.of(
            resource,
            Facts.of(
                resource.getSpec().aws(), "111122223333", "issuer", null, Installation.of("here")));

    var own = "444455556666.dkr.ecr.us-east-1.amazonaws.com/soundbite-stage-api";
    assertThat(grants.grantsRepository(environment, own, source)).isTrue();
    for (var other :
        List.of(
            own.replace("stage", "other"),
            own.replace("444455556666", "777788889999"),
            own.replace("us-east-1", "eu-west-1"),
            own + "-2",
            "111122223333.dkr.ecr.us-east-1.amazonaws.com/soundbite-b-api")) {
      assertThat(grants.grantsRepository(environment, other, source)).as(other).isFalse();
    }
    assertThat(grants.grantsRepository(environment, own, Optional.empty())).isFalse();
    assertThat(
            grants("{namespace: team-a, repositories: [\"soundbite-b-*\"]}")
                .grantsRepository(
                    environment,
                    "111122223333.dkr.ecr.us-east-1.amazonaws.com/soundbite-b-api",
                    source))
        .isTrue();
  }

  static Grants grants(String... entries) {
    return GrantsFile.read("test", "grants:\n- " + String.join("\n- ", entries) + "\n");
  }

  /** An environment in {@code namespace} with more of a spec, which is JSON. */
  private static SoundBiteEnvironment environment(String namespace, String name, String more) {
    var spec = Tree.obj("prefix", "p", "image", Tree.obj("tag", "1"));
    for (var field : ((Tree.Obj) Json.read(more)).fields().entrySet()) {
      spec = spec.with(field.getKey(), field.getValue());
    }
    var resource =
        Tree.obj("metadata", Tree.obj("namespace", namespace, "name", name), "spec", spec);
    return Serialization.unmarshal(
        Serialization.asJson(resource.plain()), SoundBiteEnvironment.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:4566",
        "http://localhost:4566/",
        "http://169.254.169.254",
        "http://[::1]:4566",
        "http://2130706433",
        "http://[::ffff:169.254.169.254]"
      })
  void anAddressOfTheOperatorsOwnHostIsGrantedByNameOnly(String endpoint) {
    var resource = environment("team-a", "a", "{\"aws\": {\"endpoint\": \"" + endpoint + "\"}}");
    var name = endpoint.replaceFirst("/$", "");
    for (var glob : List.of("*", "http://*", name.substring(0, name.length() - 1) + "*")) {
      var refused = grants("{namespace: team-a, environments: [a], endpoints: [\"" + glob + "\"]}");
      assertThat(refused.ungranted(resource).message()).contains("endpoints: [\"" + name + "\"]");
      assertThat(refused.grantsLocal("team-a", endpoint)).isFalse();
    }
    var named = grants("{namespace: team-a, environments: [a], endpoints: [\"" + name + "\"]}");
    assertThat(named.ungranted(resource).named()).isEmpty();
    assertThat(named.grantsLocal("team-a", endpoint)).isTrue();
  }

  /** Its name may lead anywhere tomorrow. */
  @Test
  void anotherHostIsNotGrantedTheOperatorsOwnAddresses() {
    var grants = grants("{namespace: team-a, environments: [a], endpoints: [\"http://a.team:1\"]}");

    assertThat(grants.grantsLocal("team-a", "http://a.team:1")).isFalse();
  }
}
