package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Tree;
import java.util.function.UnaryOperator;

/** The environment that examples/staging.yaml declares, on made-up facts. */
final class StagingExample {
  private StagingExample() {}

  static Environment environment() {
    return environment(it -> it);
  }

  /** The same with a changed resource. */
  static Environment environment(UnaryOperator<Tree.Obj> change) {
    var resource = ExampleFile.read("staging", change);
    resource.getMetadata().setUid("uid");
    return Environment.of(
        resource,
        Facts.of(
            resource.getSpec().aws(), "000000000000", "issuer", null, Installation.of("test")));
  }
}
