package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.promotion.Freezes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of fields that are used late or by others, as a real API server takes or refuses them. */
class DeclaredValuesIT {
  private static final String HASH =
      "0000000000000000000000000000000000000000000000000000000000000000";

  /** Freezes in one spec. */
  private static final int MOST = 20;

  private static final List<String> UNREADABLE =
      List.of(
          "0 18 * * FRI-MON",
          "0 18 * * sun-tue",
          "0 22-6 * * *",
          "0 0 * dec-jan *",
          "30-15 0 * * *",
          "0 0 28-3 * *",
          "0 0 * * 1,6-2",
          "60 0 * * *",
          "0 24 * * *",
          "0 0 0 * *",
          "0 0 32 * *",
          "0 0 * 0 *",
          "0 0 * 13 *",
          "0 0 * * 8",
          "0 0 * * FRO",
          "0 0 * * FRIDAY",
          "*/0 * * * *",
          "*/00 * * * *",
          "*/60 * * * *",
          "0 */24 * * *",
          "0 0 * * */8",
          "0 0 31 2 *",
          "0 0 30-31 2 *",
          "0 0 30,31 FEB *",
          "0 0 31 4,jun,9 *",
          "@weekly",
          "@every 1h",
          "0 0 18 * * FRI",
          "0 18 ? * FRI",
          "0 18 L * *",
          "0 18 * * FRI#2",
          "H 18 * * FRI",
          " 0 18 * * FRI",
          "0 18 * * FRI ",
          "TZ=UTC 0 18 * * *",
          "");

  private static final List<String> SCHEDULES =
      List.of(
          "* * * * *",
          "0 18 * * fri-Sun,mon",
          "0 18 * * FRI-SUN",
          "0 18 * * 5-7",
          "0 18 * * 0-7",
          "0 18 * * 7",
          "00 007 * * *",
          "*/15  0-6,22,23 1-7 JAN-dec/2 mon",
          "5/10 * * * *",
          "*/1 */1 */1 */1 */1",
          "*/59 */23 */31 */12 */7",
          "0 0 1-5/9 * *",
          "0 0 29 2 *",
          "0 0 31 2 MON",
          "0 0 31 1,2 *",
          "0 0 30 4,6 *",
          "0-59/5 0-23 1-31 1-12 0-6");

  private static final List<String> NO_ZONES =
      List.of(
          "PST",
          "CST",
          "IST",
          "CEST",
          "GMT+1",
          "UTC+2",
          "Local",
          "europe/berlin",
          "Berlin",
          "America",
          "America/",
          "Europe/Isle of Man",
          "America/Argentina/Buenos/Aires",
          "/UTC",
          "../UTC",
          "");

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "EST",
          "MST",
          "HST",
          "ROC",
          "GMT",
          "CET",
          "PST8PDT",
          "US/Eastern",
          "Etc/GMT+5",
          "GMT+0",
          "Europe/Kyiv",
          "Europe/Berlin",
          "America/Argentina/Buenos_Aires");

  private static ApiServer server;

  @BeforeAll
  static void connect() {
    server = ApiServer.connect();
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void schedulesThatNobodyCanRead() {
    refuseEach(UNREADABLE, it -> freeze(it, "UTC"), "schedule");
  }

  @Test
  void schedulesThatTheOperatorReads() {
    accept("/promotion/freeze", freezes(SCHEDULES, it -> freeze(it, "UTC")));
    assertThat(SCHEDULES).allSatisfy(it -> assertThat(problem(freeze(it, "UTC"))).as(it).isEmpty());
  }

  @Test
  void zonesThatAreNone() {
    refuseEach(NO_ZONES, it -> freeze("0 18 * * FRI", it), "timeZone");
  }

  @Test
  void zonesThatTheOperatorReads() {
    accept("/promotion/freeze", freezes(ZONES, it -> freeze("0 18 * * FRI", it)));
    assertThat(ZONES)
        .allSatisfy(it -> assertThat(problem(freeze("0 18 * * FRI", it))).as(it).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "/image/repository | 'ghcr.io/acme/app' | must be the name of an ECR repository",
        "/image/repository | 'docker.io/library/nginx' | must be the name of an ECR repository",
        "/image/repository | 'registry.example.com/app' | must be the name of an ECR repository",
        "/image/repository | 'localhost:5000/app' | must be the name of an ECR repository",
        "/image/repository | 'public.ecr.aws/acme/app' | must be the name of an ECR repository",
        "/aws/endpoint | 'http://localstack:99999' | must be an http or https URL",
        "/aws/endpoint | 'http://localstack:0' | must be an http or https URL",
        "/aws/endpoint | 'http://..:4566' | must be an http or https URL",
        "/aws/endpoint | 'http://-a:4566' | must be an http or https URL",
        "/rollout/verification | {job: {command: [a], image: 'Acme/Smoke:1'}} | must be an"
            + " image by digest",
        "/rollout/verification | {job: {command: [a], image: 'https://ghcr.io/a'}} | must be an"
            + " image by digest",
        "/rollout/verification | {job: {command: [a], image: 'smoke:'}} | must be an image by"
            + " digest",
        "/rollout/verification | {job: {command: [a], image: 'smoke@sha256:12'}} | must be an"
            + " image by digest",
        "/tolerations | [{key: a, operator: exists}] | must be Equal or Exists",
        "/tolerations | [{operator: Equal, value: b}] | without a key must have the operator Exists",
        "/tolerations | [{key: '-a', operator: Exists}] | must be the key of a taint",
        "/tolerations | [{key: 'A.B/c', operator: Exists}] | must be the key of a taint",
        "/tolerations | [{key: a, value: 'b/c'}] | must be the value of a taint",
        "/tolerations | [{key: a, effect: NoRun}] | must be NoSchedule",
        "/tolerations | [{key: a, tolerationSeconds: 1}] | only with the effect NoExecute",
        "/nodeSelector | {'a..b/c': d} | must hold node labels",
        "/nodeSelector | {'a/b/c': d} | must hold node labels",
        "/ingress | {annotations: {'a..b/c': d}} | must be keyed by annotation names",
        "/ingress | {className: a, annotations: {kubernetes.io/ingress.class: a}} | only one",
        "/env | [{name: A, valueFrom: {secretKeyRef: {name: a, key: ..}}}] | must be a key",
        "/env | [{name: A, valueFrom: {secretKeyRef: {name: a, key: ..a}}}] | must be a key",
        "/env | [{name: A, value: a}, {name: A, value: b}] | Duplicate value",
        "/resources | {limits: {cpu: 1x}} | must hold quantities",
        "/resources | {requests: {memory: 1 Gi}} | must hold quantities",
        "/features | [basic, basic] | must not contain a feature twice",
        "/logLevel | INFO | Unsupported value",
        "/drift | {ignore: [{resource: Queue, fields: [/a]}]} | must be a stack and a resource",
        "/rollout | {progressDeadline: 10min} | must be a duration",
        "/rollout | {overlap: 11m} | must be a duration",
        "/promotion | {from: {name: qa}} | must name another environment",
      })
  void valuesThatAreUsedLater(String path, String value, String why) throws IOException {
    refuse(path, CrdManifest.YAML.readTree(value), why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "/image/repository | 'acme/my.app' |",
        "/image/repository | 'docker-hub/library/nginx' |",
        "/image/repository | '123456789012.dkr.ecr.us-east-1.amazonaws.com/ghcr.io/acme/app' |",
        "/rollout/verification | {job: {command: [a], image: 'busybox@sha256:" + HASH + "'}} |",
        "/rollout/verification | {job: {command: [a], image: 'GHCR.io/a/b_c__d--e.f:1.0-A@sha256:"
            + HASH
            + "'}} |",
        "/rollout/verification | {job: {command: [a], image: 'localhost:5000/a:b@sha256:"
            + HASH
            + "'}} |",
        "/rollout/verification | {job: {command: [a], image:"
            + " '123456789012.dkr.ecr.us-east-1.amazonaws.com/smoke:3'}} |",
        "/tolerations | [{operator: Exists}] |",
        "/tolerations | [{key: '', operator: Exists, value: '', effect: ''}] |",
        "/tolerations | [{key: a.b/c_D, value: 'true', effect: NoExecute, tolerationSeconds: 60}] |",
        "/nodeSelector | {topology.kubernetes.io/zone: eu-central-1a, disk: ''} |",
        "/ingress | {annotations: {kubernetes.io/ingress.class: nginx}} |",
        "/env | [{name: A, valueFrom: {secretKeyRef: {name: a, key: .a..b}}}] |",
        "/resources | {limits: {cpu: 1500m, memory: 1.5Gi}} |",
      })
  void valuesThatKubernetesTakes(String path, String value) throws IOException {
    accept(path, CrdManifest.YAML.readTree(value));
  }

  private static FreezeSpec freeze(String schedule, String zone) {
    return new FreezeSpec(schedule, "1h", zone);
  }

  private static Optional<String> problem(FreezeSpec freeze) {
    return new Freezes(List.of(freeze)).problem();
  }

  private static JsonNode freezes(List<String> values, Function<String, FreezeSpec> freeze) {
    return CrdManifest.YAML.valueToTree(values.stream().map(freeze).toList());
  }

  /** As many at once as a spec may have: the API server names each that is wrong. */
  private static void refuseEach(
      List<String> values, Function<String, FreezeSpec> freeze, String field) {
    var wrong = values.stream().limit(MOST).toList();
    refuse(
        "/promotion/freeze",
        freezes(wrong, freeze),
        IntStream.range(0, wrong.size())
            .mapToObj(i -> "spec.promotion.freeze[%d].%s: ".formatted(i, field))
            .toArray(String[]::new));
    if (values.size() > MOST) {
      refuseEach(values.subList(MOST, values.size()), freeze, field);
    }
  }

  private static void accept(String path, JsonNode value) {
    assertThatCode(() -> create(path, value)).doesNotThrowAnyException();
  }

  private static void refuse(String path, JsonNode value, String... why) {
    assertThatThrownBy(() -> create(path, value))
        .isInstanceOf(KubernetesClientException.class)
        .satisfies(
            e ->
                assertThat(((KubernetesClientException) e).getStatus().getMessage())
                    .contains(Arrays.asList(why)));
  }

  private static void create(String path, JsonNode value) {
    ObjectNode spec = CrdManifest.YAML.createObjectNode().put("prefix", "qa");
    spec.putObject("image").put("tag", "1.4.1");
    if (path.startsWith("/aws/endpoint")) {
      spec.putArray("features").add("basic").add("localstack");
    }
    var names = path.substring(1).split("/");
    var parent = names.length == 1 ? spec : spec.withObject("/" + names[0]);
    parent.set(names[names.length - 1], value);
    var resource = new GenericKubernetesResource();
    resource.setApiVersion("soundbite.io/v1alpha1");
    resource.setKind("SoundBiteEnvironment");
    resource.setAdditionalProperty("spec", spec);
    var metadata = new ObjectMeta();
    metadata.setName("qa");
    metadata.setNamespace(server.namespace);
    resource.setMetadata(metadata);
    server.client.resource(resource).dryRun().create();
  }
}
