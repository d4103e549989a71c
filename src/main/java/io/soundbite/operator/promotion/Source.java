package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.blueprint.Digest;
import java.util.List;
import java.util.Optional;

/** The environment that {@code spec.promotion.from} names. */
public sealed interface Source {

  /**
   * The environment that is named.
   *
   * @param name {@code namespace/name}; empty when none is
   * @param status its status; empty when there is no such environment
   */
  static Source of(Optional<String> name, Optional<EnvironmentStatus> status) {
    return name.<Source>map(
            it -> status.<Source>map(found -> Known.of(it, found)).orElseGet(() -> new Missing(it)))
        .orElseGet(None::new);
  }

  /** None is named. */
  record None() implements Source {}

  /**
   * There is none of that name.
   *
   * @param name {@code namespace/name}
   */
  record Missing(String name) implements Source {}

  /**
   * What its status says.
   *
   * @param name {@code namespace/name}
   * @param verified {@code status.verified}
   * @param rejected {@code status.rejected}
   * @param drifted how many of its fields and resources have drifted
   * @param live what is live there; empty before the first release
   */
  record Known(
      String name,
      List<VerifiedEntry> verified,
      Rejections rejected,
      int drifted,
      Optional<ReleaseStatus> live)
      implements Source {
    /** Copies the list. */
    public Known {
      verified = List.copyOf(verified);
    }

    /** What {@code status} says of the environment {@code name}. */
    public static Known of(String name, EnvironmentStatus status) {
      return new Known(
          name,
          status.verified(),
          new Rejections(status.rejected()),
          status.drift() == null ? 0 : status.drift().count(),
          Optional.ofNullable(status.release()));
    }

    /** The spans in which it held exactly what {@code candidate} is, newest first. */
    List<Span> held(Candidate candidate) {
      return verified.stream()
          .filter(it -> it.digest().equals(candidate.digest()))
          .filter(it -> it.shapeHash().equals(candidate.shape()))
          .map(Span::of)
          .toList();
    }

    /** What is live there, for people. */
    String current() {
      return live.map(it -> "%s (%s)".formatted(it.tag(), Digest.brief(it.digest())))
          .map("%s is live there now"::formatted)
          .orElse("nothing is live there yet");
    }
  }
}
