package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The examples staging and production, both live, with one operator and a clock that can be put
 * forward.
 */
final class Promoting implements AutoCloseable {
  static final String REPOSITORY = "soundbite-staging-api";
  static final Map<String, Object> FROM_STAGING = Map.of("from", Map.of("name", "staging"));

  /** How many ready pods production demands. */
  static final int DEMANDED = 2;

  /** Longer than Ready must have held for a release to be verified. */
  static final Duration HELD = Duration.ofSeconds(6);

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest().start(clock);
  private final Traffic traffic;
  private int number;

  /** With one release live in both. */
  Promoting() {
    staging("1.0.0", Map.of());
    operator.push("staging", REPOSITORY, "1.0.0");
    awaitVerified("1.0.0");
    production("1.0.0", Map.of());
    operator.awaitReady("production");
    this.traffic = new Traffic(operator.client(), operator.namespace(), "prod-api");
  }

  Leap clock() {
    return clock;
  }

  OperatorUnderTest operator() {
    return operator;
  }

  /** What production's live Service selects. */
  Traffic traffic() {
    return traffic;
  }

  /** Pushes an image of a tag that there was not; returns the tag. */
  String pushed() {
    return pushed("");
  }

  /** The same, whose tag ends in {@code suffix}. */
  String pushed(String suffix) {
    var tag = "1.%d.0%s".formatted(++number, suffix);
    operator.image(REPOSITORY, tag);
    return tag;
  }

  /** The same, and has staging verify it. */
  VerifiedEntry verified() {
    var tag = pushed();
    staging(tag, Map.of());
    return awaitVerified(tag);
  }

  void staging(String tag, Map<String, Object> more) {
    apply("staging", tag, more);
  }

  /** Asks for {@code tag} in production, under other rules of promotion. */
  void production(String tag, Map<String, Object> promotion) {
    production(tag, promotion, Map.of());
  }

  /** The same, with other fields of its spec too. */
  void production(String tag, Map<String, Object> promotion, Map<String, Object> more) {
    var spec = new TreeMap<String, Object>(more);
    spec.put("promotion", promotion);
    apply("production", tag, spec);
  }

  /** Puts the clock forward, and has production look at it. */
  void pass(Duration time) {
    clock.by(time);
    operator.kubectl().look("production");
  }

  /** Production, as soon as it waits for that reason; what is live is what was. */
  SoundBiteEnvironment awaitShut(String reason) {
    return operator.await(
        "production",
        it ->
            OperatorUnderTest.is(it, "Promoted", "False")
                && condition(it, "Promoted").startsWith(reason + ": "));
  }

  /** Production, as soon as it is Ready with {@code tag}. */
  SoundBiteEnvironment awaitLive(String tag) {
    return operator.await(
        "production", it -> OperatorUnderTest.isReady(it) && live(it).equals(tag));
  }

  /** The tag that is live. */
  static String live(SoundBiteEnvironment environment) {
    return environment.getStatus().release().tag();
  }

  /** Reason and message. */
  static String condition(SoundBiteEnvironment environment, String type) {
    var condition = OperatorUnderTest.condition(environment, type).orElseThrow();
    return condition.getReason() + ": " + condition.getMessage();
  }

  @Override
  public void close() {
    traffic.close();
    operator.close();
  }

  private void apply(String name, String tag, Map<String, Object> more) {
    var spec = new TreeMap<String, Object>(more);
    spec.put("image", Map.of("tag", tag, "repository", REPOSITORY));
    operator.apply(operator.with(operator.example(name), spec));
    permit(name);
  }

  /** Permits the spec as it is to ask for less of a release than before. */
  void permit(String name) {
    var generation = operator.environment(name).get().getMetadata().getGeneration();
    operator.kubectl().annotate(name, "soundbite.io/allow-weaker-gates", "" + generation);
  }

  private VerifiedEntry awaitVerified(String tag) {
    operator.await("staging", it -> OperatorUnderTest.isReady(it) && live(it).equals(tag));
    clock.by(HELD);
    operator.kubectl().look("staging");
    return EnvironmentStatus.of(
            operator.await(
                "staging",
                it -> it.getStatus().verified().stream().anyMatch(v -> v.tag().equals(tag))))
        .verified()
        .getFirst();
  }
}
