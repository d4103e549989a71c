package io.soundbite.operator.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.soundbite.operator.api.v1alpha1.ApiServer;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Tree;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Production on a real API server, where 1.4.2 is live in green and 1.4.1 was before, in blue. */
final class Production implements AutoCloseable {
  static final String NEWER = "sha256:" + "2".repeat(64);
  static final String OLDER = "sha256:" + "1".repeat(64);

  private static final String HISTORY =
      """
      observedGeneration: %1$d
      aws: {account: "123456789012", issuer: oidc.example.com/id/EXAMPLE}
      release: {tag: "1.4.2", digest: "%2$s", shortDigest: "222222222222", configHash: %4$s,
        revision: prod-two, slot: green, since: "2026-11-23T06:00:00Z"}
      rollout: {from: blue, to: green, revision: prod-two, step: Warm,
        since: "2026-11-23T06:00:00Z", started: "2026-11-23T05:59:00Z"}
      history:
      - {tag: "1.4.2", digest: "%2$s", configHash: %4$s, revision: prod-two, slot: green,
         started: "2026-11-23T05:59:00Z", outcome: Live, generation: 1}
      - {tag: "1.4.1", digest: "%3$s", configHash: %5$s, revision: prod-one, slot: blue,
         started: "2026-11-22T05:59:00Z", ended: "2026-11-23T06:00:00Z", outcome: Replaced,
         generation: 1}
      """;

  final ApiServer server = ApiServer.connect();

  /** 1.4.1 had another log level, and a variable; 1.4.2 has another variable and a node. */
  static Production create() {
    var production = new Production();
    var spec =
        production
            .server
            .client
            .resource(
                production.unmarshal("production", Production::newer, SoundBiteEnvironment.class))
            .create();
    production.says(
        HISTORY.formatted(
                1,
                NEWER,
                OLDER,
                Sample.configHash(spec),
                Sample.configHash(Sample.of(production.yaml("production"))))
            + "conditions:\n"
            + condition("Ready", "True", "AsDeclared", 1));
    production.store("prod-two", Tree.obj("spec", ReleaseFields.of(spec.getSpec()).spec()));
    production.store(
        "prod-one",
        Tree.obj(
            "spec", ReleaseFields.of(Sample.of(production.yaml("production")).getSpec()).spec()));
    return production;
  }

  /** A condition of one generation, as YAML. */
  static String condition(String type, String status, String reason, long generation) {
    return """
    - {type: %s, status: "%s", reason: %s, message: "This is %s.", observedGeneration: %d,
       lastTransitionTime: "2026-11-23T06:00:00Z"}
    """
        .formatted(type, status, reason, reason, generation);
  }

  /** {@code manager} applies, on the server's side, the file that {@code change} makes of it. */
  void apply(String manager, UnaryOperator<String> change) {
    server
        .client
        .resource(unmarshal("production", change, GenericKubernetesResource.class))
        .fieldManager(manager)
        .forceConflicts()
        .serverSideApply();
  }

  /** Adds the example {@code name} beside it. */
  void add(String name) {
    server.client.resource(unmarshal(name, it -> it, SoundBiteEnvironment.class)).create();
  }

  SoundBiteEnvironment resource() {
    return environment("production").require();
  }

  /** As the operator's status has it, of which {@code lines} replace those of the same name. */
  void says(String lines) {
    says("production", lines);
  }

  /** The same of another. */
  void says(String name, String lines) {
    environment(name).editStatus(it -> Sample.changed(it, lines));
  }

  /** Each change of the spec is answered with these statuses, one after the other. */
  void operator(String... statuses) {
    environment("production")
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(SoundBiteEnvironment any) {}

              @Override
              public void onUpdate(SoundBiteEnvironment before, SoundBiteEnvironment after) {
                if (!before
                    .getMetadata()
                    .getGeneration()
                    .equals(after.getMetadata().getGeneration())) {
                  Arrays.stream(statuses).forEach(Production.this::says);
                }
              }

              @Override
              public void onDelete(SoundBiteEnvironment any, boolean unknown) {}
            });
  }

  void store(String name, Tree.Obj data) {
    server
        .client
        .resource(
            new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(server.namespace)
                .endMetadata()
                .withRevision(1L)
                .withData(data.plain())
                .build())
        .create();
  }

  Plugin.Outcome run(String... arguments) {
    return Plugin.inSandbox(server.namespace, arguments);
  }

  @Override
  public void close() {
    server.close();
  }

  /** What 1.4.2 was asked for with. */
  static String newer(String yaml) {
    return yaml.replace("\"1.4.1\"", "\"1.4.2\"")
        .replace("logLevel: warn", "logLevel: error")
        .replace(
            "retentionDays: 90",
            "retentionDays: 90\n  env: [{name: DEFAULT_VOICE, value: Vicki}]"
                + "\n  nodeSelector: {disk: ssd}");
  }

  private <T> T unmarshal(String name, UnaryOperator<String> change, Class<T> type) {
    return server.client.getKubernetesSerialization().unmarshal(change.apply(yaml(name)), type);
  }

  private Resource<SoundBiteEnvironment> environment(String name) {
    return server
        .client
        .resources(SoundBiteEnvironment.class)
        .inNamespace(server.namespace)
        .withName(name);
  }

  /** In the namespace of the test. */
  private String yaml(String name) {
    return Sample.yaml(name).replace("ce: soundbite", "ce: " + server.namespace);
  }
}
