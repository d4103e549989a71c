package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A custom resource that comes without its status, as from a backup or from git. */
class RestoreIT {
  private static final String TABLE = "Database/SoundbitesTable";
  private static final String BUCKET = "Storage/SoundbitesBucket";

  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();

  /** Its other resources have its owner's tag, so it is not new. */
  @Test
  void aTableThatIsGoneIsNotRecreatedEmpty() {
    operator.start().ready("lost", "lost", Map.of());
    loseTheCluster("lost");
    operator.aws().dynamoDb().deleteTable(it -> it.tableName("SoundBite-lost-SoundbitesTable"));
    operator.kubectl().apply("lost", "lost", Map.of());
    operator.start();

    var lost = operator.await("lost", it -> is(it, "DataLoss"));
    assertThat(lost.getStatus().dataResources()).containsExactly(TABLE, BUCKET);
    operator.kubectl().annotate("lost", "soundbite.io/recreate", TABLE);
    operator.awaitReady("lost");
  }

  @Test
  void whatIsAllThereIsTakenUpWithoutAWrite() {
    operator.start().ready("found", "found", Map.of());
    loseTheCluster("found");
    var seq = operator.journal().now();
    operator.kubectl().apply("found", "found", Map.of());
    operator.start();

    operator.awaitReady("found");
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  /** Where nothing at all is left in AWS, only people know that there was something. */
  @Test
  void anAnnotationSaysThatThereWasData() {
    var resource = operator.renamed(operator.example("staging"), "told");
    resource.getMetadata().setAnnotations(Map.of("soundbite.io/restored", "true"));
    operator.start().apply(resource);

    var lost = operator.await("staging", it -> is(it, "DataLoss"));
    assertThat(lost.getStatus().dataResources()).containsExactly(TABLE, BUCKET);
  }

  private void loseTheCluster(String name) {
    operator.stop();
    operator.kubectl().delete(name);
    operator.kubectl().releaseFinalizer(name);
    operator.kubectl().awaitGone(name);
    Awaitility.await("the garbage collector")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(
            () ->
                operator
                    .client()
                    .apps()
                    .deployments()
                    .inNamespace(operator.namespace())
                    .list()
                    .getItems()
                    .isEmpty());
  }

  private static boolean is(SoundBiteEnvironment environment, String reason) {
    return OperatorUnderTest.condition(environment, "Ready")
        .filter(it -> it.getReason().equals(reason))
        .isPresent();
  }
}
