package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.PromotionSpec;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.SourceSpec;
import io.soundbite.operator.promotion.Candidate;
import io.soundbite.operator.promotion.Own;
import io.soundbite.operator.promotion.Promotion;
import io.soundbite.operator.promotion.RulesInForce;
import io.soundbite.operator.promotion.Sought;
import io.soundbite.operator.promotion.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The question whether an image may go live in {@code target}.
 *
 * @param source the environment before it; empty when there is none
 */
record GateQuestion(SoundBiteEnvironment target, Optional<SoundBiteEnvironment> source) {

  /** The source is the one that the spec of {@code target} names. */
  static GateQuestion of(SoundBiteEnvironment target, Cluster cluster) {
    return new GateQuestion(
        target,
        named(target)
            .flatMap(it -> cluster.api().find(it.namespace(), it.name()))
            .map(cluster.api()::typed));
  }

  /** The environment that {@code spec.promotion.from} of {@code target} names. */
  static Optional<Name> named(SoundBiteEnvironment target) {
    var own = target.getMetadata().getNamespace();
    return target.getSpec().source().map(it -> new Name(it.namespaceOr(own), it.name()));
  }

  /**
   * What every gate says.
   *
   * @param revision that it would be; empty where only its image is known
   */
  List<GateRuling> rulings(String tag, String digest, Optional<String> revision) {
    return GateRuling.of(
        new Promotion(
            rules(),
            new Sought.Found(new Candidate(tag, digest, revision, shape())),
            Own.of(target),
            before(),
            Annotations.value(target, Annotations.APPROVE),
            RulesInForce.of(target),
            Instant.now()));
  }

  /** Where the spec names no source, the one that somebody promotes from is held to be it. */
  private PromotionSpec rules() {
    var rules = target.getSpec().gates();
    return source
        .map(Name::of)
        .map(it -> new SourceSpec(it.name(), it.namespace()))
        .map(it -> new PromotionSpec(it, rules.soak(), rules.approval(), rules.freeze()))
        .orElse(rules);
  }

  private Source before() {
    return Source.of(
        source.map(Name::of).or(() -> named(target)).map(Name::toString),
        source.map(EnvironmentStatus::of));
  }

  /** Of the blueprint that the operator renders, as far as status tells. */
  private String shape() {
    return Stream.concat(Stream.of(target), source.stream())
        .flatMap(it -> Stream.ofNullable(EnvironmentStatus.of(it).parity()))
        .map(ParityStatus::shapeHash)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse("");
  }
}
