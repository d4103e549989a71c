package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a spec is found before anything uses it. */
class SpecCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{}                                                                | -",
        "{from: {name: staging}}                                           | -",
        "{from: {name: production, namespace: elsewhere}}                  | -",
        "{from: {name: production, namespace: soundbite}}                  | SourceIsItself",
        "{freeze: [{schedule: 0 18 * * FRI, duration: 62h}]}               | -",
        "{freeze: [{schedule: 0 18 * * FRI, duration: 1h, timeZone: EST}]} | -",
        "{freeze: [{schedule: 0 18 * * FRI, duration: 1h, timeZone: PST}]} | FreezeInvalid",
        "{freeze: [{schedule: 0 18 * * FRI-MON, duration: 62h}]}           | FreezeInvalid",
        "{freeze: [{schedule: 0 0 31 2 *, duration: 62h}]}                 | FreezeInvalid",
        "{freeze: [{schedule: 0 0 31 2 */1, duration: 62h}]}               | FreezeInvalid",
        "{freeze: [{schedule: 0 0 30 2 0-7, duration: 62h}]}               | -",
        "{freeze: [{schedule: 0 18 * * FRI, duration: 3d}]}                | FreezeInvalid"
      })
  void promotion(String promotion, String reason) {
    var environment =
        Serialization.unmarshal(
            """
            apiVersion: soundbite.io/v1alpha1
            kind: SoundBiteEnvironment
            metadata: {name: production, namespace: soundbite, generation: 7}
            spec: {prefix: prod, image: {tag: "1"}, promotion: %s}
            """
                .formatted(promotion),
            SoundBiteEnvironment.class);

    var problem = new SpecCheck(environment).problem();
    assertThat(problem.map(Problem::reason).orElse(null)).isEqualTo(reason);
    assertThat(problem.stream()).allMatch(Problem::lasting);
  }
}
