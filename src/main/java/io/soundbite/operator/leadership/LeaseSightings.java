package io.soundbite.operator.leadership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soundbite.operator.leadership.LeaseTerm.Moment;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Restates when a Lease was renewed by the clocks of this process: it was, when this process first
 * saw it so. The time that its holder has written is of another clock. One that is ahead would take
 * a lease for over that is not; one that is behind would leave one for ever.
 */
final class LeaseSightings {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final LeaseTerm clocks;
  private @Nullable Sighting first;

  /** When a renewal was seen first. */
  private record Sighting(String renewal, Moment at) {}

  /**
   * @param clocks shows the present
   */
  LeaseSightings(LeaseTerm clocks) {
    this.clocks = clocks;
  }

  /**
   * Returns {@code lease}, the JSON of a Lease, with its renewTime restated; others as they are.
   */
  synchronized String restated(String lease) throws JsonProcessingException {
    var tree = JSON.readTree(lease);
    if (!(tree.path("spec") instanceof ObjectNode spec) || !spec.has("renewTime")) {
      return lease;
    }
    var now = clocks.now();
    var seen = first(renewal(spec), now);
    var ago = now.nanos() - seen.at().nanos();
    spec.put("renewTime", MICRO_TIME.format(now.wall().minusNanos(ago)));
    return JSON.writeValueAsString(tree);
  }

  private Sighting first(String renewal, Moment now) {
    var before = first;
    if (before != null && before.renewal().equals(renewal)) {
      return before;
    }
    var sighting = new Sighting(renewal, now);
    first = sighting;
    return sighting;
  }

  private static String renewal(JsonNode spec) {
    return spec.path("holderIdentity").asText() + " " + spec.path("renewTime").asText();
  }
}
