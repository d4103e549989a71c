package io.soundbite.operator.controller;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the emulator was asked by one account, and the faults it is told to inject. */
record Journal(URI endpoint, String account) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * One request.
   *
   * @param time when it came, in milliseconds since the epoch
   * @param resource what it names, if anything
   * @param caller access key
   * @param agent the user agent: with the SDK's own name that of the application
   * @param conditions values of IAM's condition keys
   * @param rule of a realistic profile that gave or changed the answer
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Call(
      long seq,
      long time,
      String account,
      String region,
      String service,
      String operation,
      boolean write,
      String resource,
      String caller,
      String agent,
      Map<String, String> conditions,
      int status,
      boolean injected,
      @Nullable String errorCode,
      @Nullable String rule) {
    /** Whether AWS refused it for its rate. */
    boolean isThrottled() {
      return errorCode != null && errorCode.contains("Thrott");
    }

    String name() {
      return service + ":" + operation;
    }
  }

  /** All calls of the account after {@code seq}. */
  List<Call> since(long seq) {
    try {
      var text = send("GET", "journal?account=" + account + "&since=" + seq, "");
      return JSON.readValue(text, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest call's number. */
  long now() {
    return since(0).stream().mapToLong(Call::seq).max().orElse(0);
  }

  /** Writes after {@code seq}, by operation. */
  Map<String, Integer> writesSince(long seq) {
    return counted(since(seq).stream().filter(Call::write).toList());
  }

  /** Calls by operation. */
  static Map<String, Integer> counted(List<Call> calls) {
    var counts = new TreeMap<String, Integer>();
    calls.forEach(call -> counts.merge(call.name(), 1, Integer::sum));
    return counts;
  }

  /** Injects a fault for this account; the fields are the emulator's. */
  void fault(Map<String, Object> fault) {
    try {
      var body = new TreeMap<String, Object>(fault);
      body.put("account", account);
      send("POST", "faults", JSON.writeValueAsString(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives this account a quota other than AWS's default. */
  void quota(String service, String code, int value) {
    try {
      send(
          "PUT",
          "quotas",
          JSON.writeValueAsString(
              Map.of("account", account, "service", service, "code", code, "value", value)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the emulator behave otherwise towards this account; the fields are the emulator's. */
  void profile(Map<String, Object> profile) {
    try {
      var body = new TreeMap<String, Object>(profile);
      body.put("account", account);
      send("POST", "profile", JSON.writeValueAsString(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the account's faults; other tests run at the same time. */
  void endFaults() {
    send("DELETE", "faults?account=" + account, "");
  }

  /** All that the account holds, by service and region, as the emulator itself keeps it. */
  JsonNode state() {
    try {
      return JSON.readTree(send("GET", "state?account=" + account, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets all that the account holds. */
  void reset() {
    send("POST", "reset?account=" + account, "");
  }

  private String send(String method, String path, String body) {
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(URI.create(endpoint + "/_sandbox/" + path))
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new AssertionError(method + " " + path + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
