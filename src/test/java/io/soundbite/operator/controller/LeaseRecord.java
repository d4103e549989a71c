package io.soundbite.operator.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What replicas wrote, and when each held the lease, from the API server's audit log and the
 * emulator's journal. A replica is known by the user agent of its requests, which has its pod's
 * name.
 *
 * @param renewals writes of the Lease that succeeded
 * @param writes all others, successful or not
 */
record LeaseRecord(List<Write> renewals, List<Write> writes) {
  private static final String LEASES = "leases";
  private static final Set<String> VERBS =
      Set.of("create", "update", "patch", "delete", "deletecollection");

  /** How long a lease is left to its holder. */
  private static final Duration TERM = Duration.ofSeconds(15);

  /**
   * A request that changes something.
   *
   * @param replica the name of its pod
   * @param at when the server received it
   */
  record Write(String replica, Instant at, String what) {}

  /** Reads both, for the pods named {@code replicas}. */
  static LeaseRecord of(List<String> auditLog, List<Journal.Call> journal, Set<String> replicas) {
    var events =
        changes(auditLog.stream())
            .filter(event -> !resource(event).startsWith("selfsubject"))
            .toList();
    var renewals =
        events.stream()
            .filter(event -> resource(event).equals(LEASES))
            .filter(event -> event.path("responseStatus").path("code").asInt() < 300)
            .flatMap(event -> write(event, replicas));
    var others =
        events.stream()
            .filter(event -> !resource(event).equals(LEASES))
            .flatMap(event -> write(event, replicas));
    var calls = journal.stream().filter(Journal.Call::write).flatMap(call -> write(call, replicas));
    return new LeaseRecord(
        renewals.sorted(Comparator.comparing(Write::at)).toList(),
        Stream.concat(others, calls).toList());
  }

  /** Returns the events in lines of an audit log by which something may have changed. */
  static Stream<JsonNode> changes(Stream<String> auditLog) {
    return auditLog
        .map(LeaseRecord::parsed)
        .filter(event -> VERBS.contains(event.path("verb").asText()));
  }

  /** Returns the moment at which the API server received what an event tells of. */
  static Instant received(JsonNode event) {
    return Instant.parse(event.path("requestReceivedTimestamp").asText());
  }

  /** Returns the writes of replicas that did not hold the lease. */
  List<Write> withoutLease() {
    return writes.stream()
        .filter(
            write ->
                holder(write.at())
                    .filter(it -> it.replica().equals(write.replica()))
                    .filter(it -> !it.at().plus(TERM).isBefore(write.at()))
                    .isEmpty())
        .toList();
  }

  private Optional<Write> holder(Instant moment) {
    return renewals.stream().filter(it -> !it.at().isAfter(moment)).reduce((one, next) -> next);
  }

  private static Stream<Write> write(JsonNode event, Set<String> replicas) {
    var what = event.path("verb").asText() + " " + event.path("requestURI").asText();
    return replica(event.path("userAgent").asText(), replicas)
        .map(it -> new Write(it, received(event), what));
  }

  private static Stream<Write> write(Journal.Call call, Set<String> replicas) {
    return replica(call.agent(), replicas)
        .map(it -> new Write(it, Instant.ofEpochMilli(call.time()), call.name()));
  }

  private static Stream<String> replica(String agent, Set<String> replicas) {
    return replicas.stream().filter(agent::contains);
  }

  private static String resource(JsonNode event) {
    return event.path("objectRef").path("resource").asText();
  }

  private static JsonNode parsed(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }
}
