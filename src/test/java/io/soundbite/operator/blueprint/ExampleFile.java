package io.soundbite.operator.blueprint;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** What examples/ declares. */
public final class ExampleFile {
  private ExampleFile() {}

  /** The custom resource in {@code examples/<example>.yaml}, after {@code change}. */
  public static SoundBiteEnvironment read(String example, UnaryOperator<Tree.Obj> change) {
    try {
      var yaml = Files.readString(Path.of("examples", example + ".yaml"));
      var resource = change.apply((Tree.Obj) Tree.of(Serialization.unmarshal(yaml, Object.class)));
      return Serialization.unmarshal(
          Serialization.asJson(resource.plain()), SoundBiteEnvironment.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets {@code settings} in the spec. */
  public static UnaryOperator<Tree.Obj> with(Tree.Obj settings) {
    return resource -> {
      var spec = resource.object("spec");
      for (var setting : settings.fields().entrySet()) {
        spec = spec.with(setting.getKey(), setting.getValue());
      }
      return resource.with("spec", spec);
    };
  }
}
