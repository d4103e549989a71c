package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.VerificationJob;
import io.soundbite.operator.blueprint.Hash;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import java.util.Optional;

/**
 * What a candidate consists of beside its image.
 *
 * @param configHash of the application configuration
 * @param tried whether a verification Job is declared
 * @param hash stands for all that an approval is to: the whole release, and the verification Job
 *     that is declared for it
 */
public record Contents(String configHash, boolean tried, String hash) {

  /** Returns those of {@code release}, for which {@code job} is declared. */
  public static Contents of(Release release, Optional<VerificationJob> job) {
    return new Contents(
        release.configHash(),
        job.isPresent(),
        Hash.wide(
            Tree.obj(
                "release",
                release.tree(),
                "verification",
                job.map(Json::of).orElseGet(Tree.Null::new))));
  }
}
