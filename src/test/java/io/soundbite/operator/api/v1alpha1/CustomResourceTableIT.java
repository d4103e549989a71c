package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code kubectl get sbenv} shows, from the table that the API server makes for it. */
class CustomResourceTableIT {
  private ApiServer server;

  @BeforeEach
  void connect() {
    server = ApiServer.connect();
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void columns() throws Exception {
    create();

    JsonNode table = table();

    var always = new ArrayList<String>();
    var wide = new ArrayList<String>();
    for (JsonNode column : table.get("columnDefinitions")) {
      (column.get("priority").asInt() == 0 ? always : wide).add(column.get("name").asText());
    }
    assertThat(always)
        .containsExactly(
            "Name", "Prefix", "Tag", "Available", "Ready", "Status", "Drift", "Parity", "Age");
    assertThat(wide).containsExactly("Desired", "Slot", "Digest", "Log", "Features", "Account");
  }

  @Test
  void cells() throws Exception {
    create();

    var cells = new ArrayList<String>();
    table().at("/rows/0/cells").forEach(cell -> cells.add(cell.asText()));

    cells.remove(8); // the age
    assertThat(cells)
        .containsExactly(
            "production",
            "prod",
            "1.4.1",
            "True",
            "False",
            "RollingOut",
            "3",
            "Different",
            "1.4.2",
            "blue",
            "0123456789ab",
            "info",
            "[\"full\",\"backup\"]",
            "123456789012");
  }

  private void create() {
    var environments = server.client.resources(SoundBiteEnvironment.class);
    var environment = new SoundBiteEnvironment();
    environment.setMetadata(
        new ObjectMetaBuilder().withName("production").withNamespace(server.namespace).build());
    environment.setSpec(
        server
            .client
            .getKubernetesSerialization()
            .unmarshal(
                """
                prefix: prod
                image: {tag: 1.4.2}
                features: [full, backup]
                """,
                EnvironmentSpec.class));
    environments.resource(environment).create();
    environment.setSpec(null);
    environment.setStatus(status());
    environments.resource(environment).patchStatus();
  }

  private static EnvironmentStatus status() {
    return new EnvironmentStatus(
        1L,
        new AwsStatus("123456789012", "https://kubernetes.default.svc", null, null),
        null,
        new ReleaseStatus(
            "1.4.1", "sha256:0123456789ab", "0123456789ab", "f00", "prod-api-1", Slot.BLUE, now()),
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        new DriftStatus(3, 0, List.of()),
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        List.of(
            condition("Parity", "False", "Different"),
            condition("Available", "True", "Serving"),
            condition("Ready", "False", "RollingOut")));
  }

  private static Condition condition(String type, String status, String reason) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage("")
        .withLastTransitionTime(now())
        .build();
  }

  private static String now() {
    return "2026-11-23T06:00:00Z";
  }

  private JsonNode table() throws IOException, InterruptedException, ExecutionException {
    HttpRequest request =
        server
            .client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                server.client.getMasterUrl()
                    + "apis/soundbite.io/v1alpha1/namespaces/"
                    + server.namespace
                    + "/soundbiteenvironments")
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .build();
    String body = server.client.getHttpClient().sendAsync(request, String.class).get().body();
    return new ObjectMapper().readTree(body);
  }
}
