package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.blueprint.Digest;
import java.util.Optional;

/**
 * What is to go live.
 *
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param revision name of the ControllerRevision that it would be; empty where only its image is
 *     known
 * @param shape hash of the blueprint that this operator renders
 */
public record Candidate(String tag, String digest, Optional<String> revision, String shape) {

  /** What an approval of it says: {@code <tag>@<digest>}. */
  public String image() {
    return Annotations.approval(tag, digest);
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(tag, Digest.brief(digest));
  }
}
