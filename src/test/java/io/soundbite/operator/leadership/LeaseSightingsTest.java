package io.soundbite.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseSightingsTest {
  private final TwoClocks clocks = new TwoClocks();
  private final LeaseSightings sightings = new LeaseSightings(clocks.term(Duration.ofSeconds(10)));

  @ParameterizedTest
  @ValueSource(longs = {-86_400, -20, 0, 20, 86_400})
  void aRenewalWasWhenItWasFirstSeenHoweverItsHoldersClockGoes(long skew) throws Exception {
    var written = clocks.wall().plusSeconds(skew);
    assertThat(seen("other", written)).isEqualTo(clocks.wall());
    var first = clocks.wall();
    clocks.pass(Duration.ofSeconds(14));
    assertThat(seen("other", written)).isEqualTo(first);
  }

  @Test
  void isRenewedWhenItsTimeChanges() throws Exception {
    var written = clocks.wall();
    seen("other", written);
    clocks.pass(Duration.ofSeconds(14));
    assertThat(seen("other", written.plusSeconds(1))).isEqualTo(clocks.wall());
    clocks.pass(Duration.ofSeconds(1));
    assertThat(seen("third", written.plusSeconds(1))).isEqualTo(clocks.wall());
  }

  @Test
  void isNotOverWhenTheWallClockIsSetAhead() throws Exception {
    var written = clocks.wall();
    seen("other", written);
    clocks.set(Duration.ofHours(1));
    assertThat(seen("other", written)).isEqualTo(clocks.wall());
  }

  @Test
  void leavesAloneWhatIsNoHeldLease() throws Exception {
    for (var text : new String[] {"{}", "[]", "{\"kind\":\"Status\",\"code\":404}"}) {
      assertThat(sightings.restated(text)).isEqualTo(text);
    }
  }

  private Instant seen(String holder, Instant renewed) throws JsonProcessingException {
    var lease =
        "{\"metadata\":{\"resourceVersion\":\"7\"},\"spec\":{\"holderIdentity\":\"%s\",\"renewTime\":\"%s\"}}"
            .formatted(holder, renewed);
    var restated = new ObjectMapper().readTree(sightings.restated(lease));
    assertThat(restated.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    assertThat(restated.at("/spec/holderIdentity").asText()).isEqualTo(holder);
    return Instant.parse(restated.at("/spec/renewTime").asText());
  }
}
