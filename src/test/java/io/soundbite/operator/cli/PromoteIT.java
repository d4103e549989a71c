package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.status.Configuration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real API server is asked for another tag, and for nothing else. */
class PromoteIT {
  private static final String NEXT = "sha256:" + "3".repeat(64);

  @AutoClose private Production production;

  @BeforeEach
  void create() {
    production = Production.create();
    production.says("parity: {shapeHash: abc}");
    production.add("staging");
    production.says(
        "staging",
        """
        release: {tag: "1.4.3", digest: "%1$s", revision: any, slot: blue,
          since: "2020-01-01T00:00:00Z"}
        verified:
        - {tag: "1.4.3", digest: "%1$s", configHash: any, shapeHash: abc,
           since: "2020-01-01T00:00:00Z"}
        """
            .formatted(NEXT));
  }

  @Test
  void onlyTheTagIsWrittenAndLookedAfter() {
    var before = production.resource();
    production.operator(
        "conditions:\n" + Production.condition("Ready", "False", "AwaitingPromotion", 2),
        "release: {tag: \"1.4.3\", digest: \"%s\", revision: any, slot: blue}\nconditions:\n"
                .formatted(NEXT)
            + Production.condition("Ready", "True", "AsDeclared", 2));

    var outcome = production.run("promote", "staging", "production");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("  AwaitingPromotion: This is AwaitingPromotion.\n")
        .endsWith("This is AsDeclared.\n");
    assertThat(outcome.code()).isZero();
    assertThat(Configuration.between(before.getSpec(), production.resource().getSpec()))
        .containsExactly(new ConfigurationDifference("/image/tag", "1.4.2", "1.4.3"));
  }

  /** As a tool reads it: one document, whatever was said meanwhile. */
  @Test
  void nobodyNeedsToWait() throws Exception {
    var outcome = production.run("promote", "staging", "production", "--no-wait", "-o", "json");

    assertThat(outcome.json().at("/result/done").asBoolean()).isTrue();
    assertThat(outcome.json().at("/change/tag").asText()).isEqualTo("1.4.3");
    assertThat(production.resource().getSpec().image().tag()).isEqualTo("1.4.3");
  }

  @Test
  void whatArgoCdDeclaresIsChangedInGit() {
    production.apply("argocd-controller", Production::newer);

    var outcome = production.run("promote", "staging", "production");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("Argo CD (argocd-controller) declares /spec/image/tag")
        .contains("  spec:\n    image:\n      tag: \"1.4.3\"\n");
    assertThat(production.resource().getSpec().image().tag()).isEqualTo("1.4.2");
  }
}
