package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Reference;
import io.soundbite.operator.blueprint.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final List<Desired> RESOURCES = Reference.resources();
  private static final String HASH = Shape.hash(RESOURCES);

  /** Prints the hash, in a process of its own. */
  static final class Printer {
    private Printer() {}

    public static void main(String[] args) {
      System.out.print(Shape.hash(Reference.resources()));
    }
  }

  private static List<Desired> with(int index, List<Desired> instead) {
    var copy = new ArrayList<>(RESOURCES);
    copy.remove(index);
    copy.addAll(index, instead);
    return copy;
  }

  private static <D extends Desired> List<Desired> changed(Class<D> type, Function<D, D> change) {
    for (int i = 0; i < RESOURCES.size(); i++) {
      if (type.isInstance(RESOURCES.get(i))) {
        return with(i, List.of(change.apply(type.cast(RESOURCES.get(i)))));
      }
    }
    throw new IllegalArgumentException("no " + type);
  }

  @Test
  void isShortAndTheSameAgain() {
    assertThat(HASH).matches("[0-9a-f]{12}");
    assertThat(Shape.hash(Reference.resources())).isEqualTo(HASH);
  }

  /** Unlike the order of the JDK's immutable sets and maps. */
  @Test
  void isTheSameInAnotherProcess() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Printer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(printed).isEqualTo(HASH);
  }

  @Test
  void isAnotherWithoutAnyOneResource() {
    var hashes = new HashSet<String>();
    for (int i = 0; i < RESOURCES.size(); i++) {
      hashes.add(Shape.hash(with(i, List.of())));
    }

    assertThat(hashes).hasSize(RESOURCES.size()).doesNotContain(HASH);
  }

  @Test
  void isAnotherWhenAnythingIsRenderedOtherwise() {
    var renderings =
        List.of(
            changed(
                LogGroup.class,
                it ->
                    new LogGroup(
                        it.key(), it.arn(), it.retentionDays().map(days -> days + 1), it.tags())),
            changed(
                LogGroup.class,
                it -> new LogGroup(it.key(), it.arn(), it.retentionDays(), java.util.Map.of())),
            changed(
                KubeObject.class,
                it -> new KubeObject(it.key(), it.body().with("more", Tree.obj()), it.after())));

    assertThat(renderings).extracting(Shape::hash).doesNotHaveDuplicates().doesNotContain(HASH);
    assertThat(RESOURCES).hasAtLeastOneElementOfType(CloudWatchAlarm.class);
  }
}
