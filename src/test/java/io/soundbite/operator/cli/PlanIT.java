package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.ApiServer;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real API server judges the file, and keeps everything as it is. */
class PlanIT {
  @AutoClose private ApiServer server;

  @BeforeEach
  void connect() throws IOException, InterruptedException {
    server = ApiServer.connect();
  }

  @Test
  void aFileThatTheCustomResourceForbidsIsRefusedInItsWords() {
    create();
    var version = version();

    var schema = plan(yaml().replace("logLevel: info", "logLevel: loud"));
    var rule = plan(yaml().replace("prefix: staging", "prefix: other"));
    var unknown = plan(yaml().replace("port:", "ports:"));

    assertThat(schema.code()).isEqualTo(2);
    assertThat(schema.err()).contains("spec.logLevel: Unsupported value: \"loud\"");
    assertThat(rule.code()).isEqualTo(2);
    assertThat(rule.err())
        .contains("spec.prefix is immutable: it names everything the environment owns");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("spec.ports");
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void aValidFileIsPlannedAndNothingIsChanged() {
    create();
    var version = version();

    var outcome = plan(yaml().replace("retentionDays: 30", "retentionDays: 90"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isOne();
    assertThat(outcome.out()).containsPattern("/spec/retentionDays +30 +90");
    assertThat(plan(yaml()).code()).isOne(); // nothing has been made of it yet
    assertThat(version()).isEqualTo(version);
  }

  /** As kubectl's own server-side apply does: what the file no longer says goes. */
  @Test
  void aFieldThatTheFileNoLongerDeclaresGoes() {
    server.client.resource(resource()).fieldManager("kubectl").forceConflicts().serverSideApply();

    var outcome = plan(yaml().replaceAll("(?m)^ *domain:.*\n", ""));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).containsPattern("/spec/domain +staging.soundbite.local +\\(none\\)");
  }

  @Test
  void anEnvironmentThatIsNotThereIsNotMade() {
    var valid = plan(yaml());
    var invalid = plan(yaml().replace("[basic,", "["));

    assertThat(valid.err()).isEmpty();
    assertThat(valid.code()).isOne();
    assertThat(valid.out()).contains("new, a release, 47 resources to create");
    assertThat(invalid.code()).isEqualTo(2);
    assertThat(invalid.err()).contains("spec.features must contain exactly one of basic and full");
    assertThat(
            server
                .client
                .resources(SoundBiteEnvironment.class)
                .inNamespace(server.namespace)
                .list()
                .getItems())
        .isEmpty();
  }

  private void create() {
    server.client.resource(resource()).create();
  }

  private SoundBiteEnvironment resource() {
    return server.client.getKubernetesSerialization().unmarshal(yaml(), SoundBiteEnvironment.class);
  }

  private String version() {
    return server
        .client
        .resources(SoundBiteEnvironment.class)
        .inNamespace(server.namespace)
        .withName("staging")
        .require()
        .getMetadata()
        .getResourceVersion();
  }

  /** In the namespace of the test. */
  private String yaml() {
    return Sample.yaml("staging").replace("namespace: soundbite", "namespace: " + server.namespace);
  }

  private static Plugin.Outcome plan(String yaml) {
    return Plugin.execute(
        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
        "plan",
        "-f",
        "-",
        "--kubeconfig",
        System.getenv("SOUNDBITE_E2E_KUBECONFIG"));
  }
}
