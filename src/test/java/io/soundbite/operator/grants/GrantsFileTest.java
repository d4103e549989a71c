package io.soundbite.operator.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsFileTest {
  @Test
  void isReadAsItIsWritten() {
    var read =
        GrantsFile.read(
            "test",
            """
            # who may do what
            grants:
              - namespace: team-a
                environments: [a-dev, "a-*"]
                roleArns: ["arn:aws:iam::111122223333:role/soundbite", operator]
                regions: ["eu-*"]
                endpoints: ["http://localstack.team-a:4566", "http://[::1]:4566"]
                repositories: ["111122223333.dkr.ecr.eu-west-1.amazonaws.com/team-a/*", shared]
                kmsKeys: [alias/team-a, "arn:aws:kms:eu-west-1:111122223333:key/*"]
                sources: ["team-b/staging"]
                policies: [Adopt, Delete]
              - namespace: "*"
                regions: []
                sources:
            """);

    assertThat(read.entries()).hasSize(2);
    var first = read.entries().getFirst();
    assertThat(first.namespaces()).isEqualTo(new Glob("team-a"));
    assertThat(first.allowed().keySet()).containsExactlyInAnyOrder(Key.values());
    assertThat(first.of(Key.ENVIRONMENTS))
        .containsExactlyInAnyOrder(new Glob("a-dev"), new Glob("a-*"));
    assertThat(first.of(Key.POLICIES))
        .containsExactlyInAnyOrder(new Glob("Adopt"), new Glob("Delete"));
    assertThat(read.entries().getLast()).isEqualTo(new Grant(Glob.all(), Map.of()));
  }

  @Test
  void nothingMayBeGranted() {
    assertThat(GrantsFile.read("test", "grants: []")).isEqualTo(new Grants(List.of()));
  }

  @Test
  void aNamespaceMayBeGrantedEverything() {
    var all = "\"*\"";
    var keys =
        Set.of(
            "environments",
            "roleArns",
            "regions",
            "endpoints",
            "repositories",
            "kmsKeys",
            "sources");
    var text = new StringBuilder("grants:\n- namespace: a\n  policies: [Adopt, Delete]\n");
    keys.forEach(key -> text.append("  %s: [%s]\n".formatted(key, all)));

    assertThat(GrantsFile.read("test", text.toString()).entries().getFirst().allowed())
        .containsAllEntriesOf(
            Map.of(
                Key.ENVIRONMENTS, Set.of(Glob.all()),
                Key.ROLE_ARNS, Set.of(Glob.all()),
                Key.ENDPOINTS, Set.of(Glob.all()),
                Key.REPOSITORIES, Set.of(Glob.all()),
                Key.KMS_KEYS, Set.of(Glob.all()),
                Key.SOURCES, Set.of(Glob.all())))
        .hasSize(Key.values().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{regions: [x], nonsense: [y]} | grants[0].nonsense is no key of an entry; allowed are namespace, environments, roleArns, regions, endpoints, repositories, kmsKeys, sources, policies.",
        "{environments: [a]}            | grants[0].namespace must name a namespace",
        "{namespace: Team_A}            | grants[0].namespace must name a namespace",
        "{namespace: 1}                 | grants[0].namespace must name a namespace",
        "{namespace: \"a**\"}           | grants[0].namespace a** has ** in it",
        "{namespace: a, regions: us-east-1} | grants[0].regions must be a list of codes of AWS regions",
        "{namespace: a, regions: [us east]} | grants[0].regions \"us east\" must be codes of AWS regions",
        "{namespace: a, environments: [1]}  | grants[0].environments 1 must be names of environments",
        "{namespace: a, environments: [\"\"]} | grants[0].environments \"\" must be names",
        "{namespace: a, environments: [Prod]} | grants[0].environments \"Prod\" must be names",
        "{namespace: a, environments: [\"a**\"]} | grants[0].environments a** has ** in it",
        "{namespace: a, environments: [b, b]} | grants[0].environments \"b\" is there twice",
        "{namespace: a, roleArns: [admin]}  | grants[0].roleArns \"admin\" must be ARNs of IAM roles",
        "{namespace: a, endpoints: [\"localstack:4566\"]} | grants[0].endpoints \"localstack:4566\" must be URLs",
        "{namespace: a, endpoints: [\"http://a:1/\"]} | grants[0].endpoints \"http://a:1/\" must be URLs",
        "{namespace: a, kmsKeys: [soundbite]} | grants[0].kmsKeys \"soundbite\" must be KMS keys as environments name them",
        "{namespace: a, repositories: [\"A\"]} | grants[0].repositories \"A\" must be names of ECR repositories",
        "{namespace: a, sources: [staging]} | grants[0].sources \"staging\" must be environments of other namespaces",
        "{namespace: a, policies: [delete]} | grants[0].policies \"delete\" must be Adopt or Delete.",
        "team-a                             | grants[0] must be an entry such as",
      })
  void whatItDoesNotUnderstandItRefuses(String entry, String said) {
    assertThatThrownBy(() -> GrantsTest.grants(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The grants in test: " + said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "grants:", "[]", "grants: {}", "granted: []", "grants: []\nmore: 1"})
  void theTopIsOneList(String text) {
    assertThatThrownBy(() -> GrantsFile.read("test", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the file must have one key, grants, with a list");
  }

  @Test
  void aNamespaceHasOneEntry() {
    assertThatThrownBy(() -> GrantsTest.grants("{namespace: a}", "{namespace: a, regions: [b]}"))
        .hasMessageContaining("grants[1].namespace a has an entry already; write both as one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grants: [{namespace: a, namespace: b}]",
        "grants: []\n---\ngrants: []",
        "grants: [",
        "grants: []\ngrants: []"
      })
  void whatIsNoYamlOrSaidTwiceIsRefused(String text) {
    assertThatThrownBy(() -> GrantsFile.read("test", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The grants in test are not readable: ");
  }

  /** YAML takes a star for an alias, and reads {@code *-dev} as the text {@code -dev}. */
  @ParameterizedTest
  @ValueSource(strings = {"[*]", "[*-dev]", "[a, *b ]", "[&b c, *b ]"})
  void aGlobWithoutQuotesIsRefused(String list) {
    assertThatThrownBy(() -> GrantsTest.grants("{namespace: a, environments: " + list + "}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("put it in quotes: \"*\"");
  }
}
