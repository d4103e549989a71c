package io.soundbite.operator.leadership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Where a Lease is at the API server, and what is written there. */
public record LeasePath(String namespace, String name) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns whether {@code request} is about this Lease, or creates one beside it. */
  boolean isOf(HttpRequest request) {
    var leases = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    var path = request.uri().getPath();
    return path.equals(leases + "/" + name)
        || (path.equals(leases) && request.method().equals("POST"));
  }

  /** Returns the time that {@code request} writes into the Lease for a holder. */
  static Optional<Instant> renewTime(HttpRequest request) {
    var spec = parsed(request.bodyString()).path("spec");
    return spec.path("holderIdentity").asText().isBlank()
        ? Optional.empty()
        : time(spec.path("renewTime").asText());
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
