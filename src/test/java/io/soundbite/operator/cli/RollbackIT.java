package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.soundbite.operator.blueprint.Tree;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real API server judges what is written, and keeps who wrote it. */
class RollbackIT {
  @AutoClose private Production production;

  @BeforeEach
  void create() {
    production = Production.create();
  }

  @Test
  void everyFieldOfTheReleaseComesBackAndNoOther() {
    production.operator(
        "rollout: {from: green, to: blue, revision: prod-one, step: Switching,"
            + " since: \"2026-11-23T07:00:00Z\", started: \"2026-11-23T07:00:00Z\"}\nconditions:\n"
            + Production.condition("Ready", "False", "RollingOut", 2),
        "release: {tag: \"1.4.1\", digest: \"%s\", revision: prod-one, slot: blue}\nconditions:\n"
                .formatted(Production.OLDER)
            + Production.condition("Ready", "True", "AsDeclared", 2));

    var outcome = production.run("rollback", "production");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("back to 1.4.1 (111111111111, prod-one)")
        .contains("The blue slot holds it, warm: the switch takes seconds.")
        .containsPattern("/spec/image/tag +1.4.2 +1.4.1\n")
        .containsPattern("/spec/logLevel +error +warn\n")
        .contains("Rollout: switching to blue")
        .endsWith("This is AsDeclared.\n");
    assertThat(outcome.code()).isZero();
    var spec = production.resource().getSpec();
    assertThat(spec.image().tag()).isEqualTo("1.4.1");
    assertThat(spec.logLevel().text()).isEqualTo("warn");
    assertThat(spec.env()).isEmpty();
    assertThat(spec.nodeSelector()).isEmpty();
    assertThat(spec.source().orElseThrow().name()).isEqualTo("staging");
    assertThat(spec.retentionDays()).isEqualTo(90);
    assertThat(production.resource().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains("kubectl-sbenv");
  }

  @Test
  void aDryRunChangesNothing() {
    var version = production.resource().getMetadata().getResourceVersion();

    var outcome = production.run("rollback", "production", "111111", "--dry-run", "-o", "json");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("\"field\" : \"/spec/nodeSelector\"");
    assertThat(production.resource().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void whatFailsAgainIsSaid() {
    production.operator("conditions:\n" + Production.condition("Ready", "False", "RolledBack", 2));

    var outcome = production.run("rollback", "production", "1.4.1");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out()).endsWith("RolledBack: This is RolledBack.\n");
  }

  @Test
  void patienceEnds() {
    var outcome = production.run("rollback", "production", "--timeout", "1s");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out()).endsWith("Not live after 1s. The operator has not come to it yet.\n");
    assertThat(production.resource().getSpec().image().tag()).isEqualTo("1.4.1");
  }

  @Test
  void whatSomebodyElseHasChangedMeanwhileIsNotOverwritten() {
    var cluster = new Cluster(production.server.client, production.server.namespace);
    var read = Edit.read(cluster, "production");
    production.apply("other", yaml -> yaml.replace("logLevel: warn", "logLevel: debug"));
    var edit = Edit.of(cluster, read, tag("1.4.1"));

    assertThatThrownBy(edit::write)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("the object has been modified");
  }

  /** The operator writes the status all the time while something happens. */
  @Test
  void statusThatIsWrittenMeanwhileIsNoConflict() {
    var cluster = new Cluster(production.server.client, production.server.namespace);
    var edit = Edit.of(cluster, Edit.read(cluster, "production"), tag("1.4.1"));

    production.says("observedGeneration: 7");
    edit.dryRun();
    production.says("observedGeneration: 8");

    assertThat(edit.write().getSpec().image().tag()).isEqualTo("1.4.1");
  }

  /** Argo CD's server-side apply; what it does not declare is free. */
  @Test
  void whatArgoCdDeclaresIsChangedInGit() {
    production.apply(
        "argocd-controller",
        yaml ->
            Production.newer(yaml)
                .replaceAll("  logLevel: .*\n", "")
                .replace(
                    "metadata:",
                    "metadata:\n  annotations: {argocd.argoproj.io/tracking-id: \"shop:any\"}"));
    var before = production.resource();

    var outcome = production.run("rollback", "production", "--dry-run");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(
            "Argo CD (argocd-controller, application shop) declares /spec/env,"
                + " /spec/image/tag, /spec/nodeSelector, and")
        .contains("  spec:\n    image:\n      tag: \"1.4.1\"\n    logLevel: \"warn\"\n")
        .contains("remove /spec/env, /spec/nodeSelector");
    assertThat(production.resource()).isEqualTo(before);
    var cluster = new Cluster(production.server.client, production.server.namespace);
    var free = Tree.obj("spec", Map.of("logLevel", "info"));
    assertThat(
            Edit.of(cluster, Edit.read(cluster, "production"), free)
                .write()
                .getSpec()
                .logLevel()
                .text())
        .isEqualTo("info");
  }

  @Test
  void aReleaseOfAnEarlierOperatorHasNoFieldsToRestore() {
    production
        .server
        .client
        .apps()
        .controllerRevisions()
        .inNamespace(production.server.namespace)
        .delete();
    assertThat(production.run("rollback", "production").err())
        .contains("prod-one, which held 1.4.1, is gone");

    production.store("prod-one", Tree.obj("tag", "1.4.1"));

    assertThat(production.run("rollback", "production").err())
        .contains("stored by an earlier operator")
        .contains("Set spec.image.tag to \"1.4.1\"");
  }

  private static Tree.Obj tag(String tag) {
    return Tree.obj("spec", Map.of("image", Map.of("tag", tag)));
  }
}
