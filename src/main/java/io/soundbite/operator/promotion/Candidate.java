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
 * @param contents what it consists of beside the image; empty where only its image is known
 */
public record Candidate(
    String tag,
    String digest,
    Optional<String> revision,
    String shape,
    Optional<Contents> contents) {

  /** One of which only the image is known, and perhaps its name. */
  public Candidate(String tag, String digest, Optional<String> revision, String shape) {
    this(tag, digest, revision, shape, Optional.empty());
  }

  /** What an approval of it says; empty where only its image is known. */
  public Optional<String> approval() {
    return contents.map(it -> Annotations.approval(tag, digest, it.hash()));
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(tag, Digest.brief(digest));
  }
}
