package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;

/** Manifests of images that nobody pulls. */
final class ImageManifest {
  private static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  private ImageManifest() {}

  /** One that differs by {@code content}, and so in its digest. */
  static String of(String content) {
    var config =
        Tree.obj(
            "mediaType",
            "application/vnd.docker.container.image.v1+json",
            "size",
            content.length(),
            "digest",
            "sha256:" + "%064x".formatted(content.hashCode() & 0xffff_ffffL));
    return Json.write(
        Tree.obj("schemaVersion", 2, "mediaType", TYPE, "config", config, "layers", Tree.arr()));
  }
}
