package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.rollout.Recorded;
import java.util.List;
import java.util.Optional;

/**
 * The environment that something is to go live in.
 *
 * @param name {@code metadata.name}
 * @param verified its own {@code status.verified}
 * @param rejected its own {@code status.rejected}
 */
public record Own(
    String namespace,
    String name,
    Recorded recorded,
    List<VerifiedEntry> verified,
    Rejections rejected) {
  /** Copies the list. */
  public Own {
    verified = List.copyOf(verified);
  }

  /** As {@code environment} says of itself. */
  public static Own of(SoundBiteEnvironment environment) {
    var metadata = environment.getMetadata();
    var status = EnvironmentStatus.of(environment);
    return new Own(
        metadata.getNamespace(),
        metadata.getName(),
        Recorded.of(status),
        status.verified(),
        new Rejections(status.rejected()));
  }

  Optional<ReleaseStatus> live() {
    return Optional.ofNullable(recorded.live());
  }

  Predecessors predecessors() {
    return Predecessors.of(recorded, verified);
  }

  /**
   * Returns what an approval of the candidate says here; empty where only its image is known. One
   * that was given before the release was rejected counts no more.
   */
  public Optional<String> approval(Candidate candidate) {
    return candidate
        .approval()
        .map(it -> rejection(candidate).map(why -> Annotations.approval(it, why)).orElse(it));
  }

  /** Returns what rejects the candidate here. */
  Optional<RejectedEntry> rejection(Candidate candidate) {
    return rejected.of(candidate);
  }
}
