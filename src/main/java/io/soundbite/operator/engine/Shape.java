package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Hash;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;

/** A short name for what a blueprint renders, by which two environments compare. */
public final class Shape {
  private Shape() {}

  /**
   * Twelve hexadecimal digits; others as soon as any name or value of any resource is another. The
   * same in every process.
   */
  public static String hash(List<Desired> resources) {
    return Hash.of(Tree.of(resources.stream().map(Value::whole).toList()));
  }
}
