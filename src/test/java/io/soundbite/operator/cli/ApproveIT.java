package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.Annotations;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An approval is an annotation on a real API server, and nothing else. */
class ApproveIT {
  private static final String WAITING = "1.4.2@" + Production.NEWER + "+" + "a".repeat(40);

  @AutoClose private Production production;

  @BeforeEach
  void waitForApproval() {
    production = Production.create();
    production.apply("people", ApproveIT::manual);
    production.says(
        """
        release: {tag: "1.4.1", digest: "%s", revision: prod-one, slot: blue}
        image: {repository: any, tag: "1.4.2", digest: "%s"}
        observedGeneration: %d
        promotion: {approval: "%s"}
        """
            .formatted(
                Production.OLDER,
                Production.NEWER,
                production.resource().getMetadata().getGeneration(),
                WAITING));
  }

  @Test
  void whatWaitsIsApprovedAndTakenBack() {
    var before = production.resource();

    var approved = production.run("approve", "production");
    var given = production.resource();
    var again = production.run("approve", "production");
    var revoked = production.run("approve", "production", "--revoke");

    assertThat(approved.err()).isEmpty();
    assertThat(approved.out()).contains("production: approved:").contains(WAITING);
    assertThat(Annotations.value(given, Annotations.APPROVE)).contains(WAITING);
    assertThat(given.getMetadata().getGeneration()).isEqualTo(before.getMetadata().getGeneration());
    assertThat(again.out()).contains("approved already:").contains(WAITING);
    assertThat(revoked.out()).contains("no longer approved:").contains(WAITING);
    assertThat(Annotations.value(production.resource(), Annotations.APPROVE)).isEmpty();
    assertThat(production.run("approve", "production", "--revoke").out())
        .contains("nothing was approved");
  }

  @Test
  void anotherApprovalIsReplaced() throws Exception {
    production.apply("people", yaml -> annotated(manual(yaml)));

    var outcome = production.run("approve", "production", "-o", "json");

    assertThat(outcome.json().at("/approved").asText()).isEqualTo(WAITING);
    assertThat(outcome.json().at("/before").asText()).isEqualTo("1.4.0@sha256:0");
    assertThat(outcome.code()).isZero();
  }

  /** An annotation that is not in git is left alone by what applies from there. */
  @Test
  void onlyAnAnnotationInGitIsChangedInGit() {
    production.apply("argocd-controller", ApproveIT::manual);
    assertThat(production.run("approve", "production").code()).isZero();

    production.apply("argocd-controller", yaml -> annotated(manual(yaml)));
    var outcome = production.run("approve", "production");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("declares /metadata/annotations/soundbite.io~1approve")
        .contains("soundbite.io/approve: \"1.4.2@");
    assertThat(Annotations.value(production.resource(), Annotations.APPROVE))
        .isEqualTo(Optional.of("1.4.0@sha256:0"));
  }

  private static String manual(String yaml) {
    return Production.newer(yaml).replace("promotion:", "promotion:\n    approval: Manual");
  }

  private static String annotated(String yaml) {
    return yaml.replace(
        "metadata:", "metadata:\n  annotations: {soundbite.io/approve: \"1.4.0@sha256:0\"}");
  }
}
