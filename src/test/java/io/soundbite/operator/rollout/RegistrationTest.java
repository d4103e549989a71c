package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                        | 0",
        "{'className': 'nginx'}                                    | 0",
        "{'className': 'alb'}                                      | 90",
        "{'className': 'public', 'annotations': {'alb.ingress.kubernetes.io/scheme': 'internal'}} | 90",
        "{'annotations': {'alb.ingress.kubernetes.io/target-type': 'ip'}}      | 90",
        "{'annotations': {'nginx.ingress.kubernetes.io/proxy-body-size': '8m'}} | 0",
      })
  void slotsOverlapWhereTargetsRegisterSlowly(String ingress, long seconds)
      throws JsonProcessingException {
    assertThat(overlap(ingress, "{}")).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'className': 'alb'}   | {'overlap': '0s'}  | 0",
        "{'className': 'alb'}   | {'overlap': '3m'}  | 180",
        "{'className': 'nginx'} | {'overlap': '30s'} | 30",
      })
  void whatIsDeclaredHolds(String ingress, String rollout, long seconds)
      throws JsonProcessingException {
    assertThat(overlap(ingress, rollout)).hasSeconds(seconds);
  }

  private static Duration overlap(String ingress, String rollout) throws JsonProcessingException {
    var spec =
        "{'environment': 'staging', 'image': {'tag': '1'}, 'ingress': %s, 'rollout': %s}"
            .formatted(ingress, rollout)
            .replace('\'', '"');
    return RolloutRules.of(new ObjectMapper().readValue(spec, EnvironmentSpec.class)).overlap();
  }
}
