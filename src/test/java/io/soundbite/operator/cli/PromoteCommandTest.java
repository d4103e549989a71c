package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every gate says of an image, and what becomes of it. */
class PromoteCommandTest extends CommandTest {
  private static final String VERIFIED =
      """
      release: {tag: "1.4.2", digest: "sha256:02", shortDigest: "02", configHash: any,
        revision: any, slot: blue, since: "2020-01-01T00:00:00Z"}
      verified:
      - {tag: "1.4.2", digest: "sha256:02", configHash: any, shapeHash: "0123456789ab",
         since: "%s"}
      - {tag: "1.4.0", digest: "sha256:05", configHash: any, shapeHash: "0123456789ab",
         since: "2020-01-01T00:00:00Z", until: "2020-02-01T00:00:00Z"}
      """;

  @Test
  void everyGateIsOpen() {
    has(staging("2020-01-01T00:00:00Z"), production("soak: 10m"));

    var outcome = promote();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("soundbite/staging -> soundbite/production: 1.4.2 (02)\n")
        .containsPattern("VerifiedInSource +open +soundbite/staging has verified 1.4.2")
        .containsPattern("Soak +open +soundbite/staging held 1.4.2")
        .containsPattern("Freeze +open ")
        .containsPattern("Approval +open ")
        .containsPattern("ImageExists +unknown +The operator asks the registry.")
        .containsPattern("/spec/image/tag +1.4.1 +1.4.2\n")
        .contains("Release 1.4.1 -> 1.4.2, blue-green via the green slot")
        .contains("is configuration, and stays as soundbite/production has it.");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void timeAndApprovalAreWaitedFor() throws Exception {
    has(staging("2099-01-01T00:00:00Z"), production("soak: 10m\n    approval: Manual"));

    var outcome = promote("-o", "json");
    var change = outcome.json().at("/change");

    assertThat(outcome.code()).isOne();
    assertThat(change.at("/gates/3/reason").asText()).isEqualTo("Soaking");
    assertThat(change.at("/gates/3/opens").asText()).isEqualTo("2099-01-01T00:10:00Z");
    assertThat(change.at("/gates/5/reason").asText()).isEqualTo("NotApproved");
    assertThat(change.has("refusal")).isFalse();
    assertThat(promote().out()).contains("goes live by itself when all are open");
  }

  /** It runs there already: soon it is verified, or it fails there. */
  @Test
  void whatIsNotVerifiedYetIsWaitedFor() {
    has(Sample.but("staging", "release: {tag: \"1.4.2\", digest: \"sha256:02\"}"), production(""));

    var outcome = promote();

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("has not held Ready with it for long enough yet", "goes live by itself")
        .doesNotContain("Not done");
  }

  /** Verified there was another image than the tag means here. Nothing is written. */
  @Test
  void aTagThatWasPushedAgainIsRefused() throws Exception {
    var moved =
        Sample.changed(
            production(""), "image: {repository: any, tag: \"1.4.2\", digest: \"sha256:03\"}");
    has(staging("2020-01-01T00:00:00Z"), moved);

    var outcome = plugin.run("promote", "staging", "production");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("Not done, since it would not go live. DigestMoved:", "it was pushed again");
    assertThat(plugin.writes()).singleElement().matches(it -> it.getPath().contains("dryRun=All"));
  }

  @Test
  void anotherVerifiedTagMayBeNamed() throws Exception {
    has(staging("2020-01-01T00:00:00Z"), production(""));

    assertThat(promote("--tag", "1.4.0", "-o", "json").json().at("/change/digest").asText())
        .isEqualTo("sha256:05");
    assertFails(
        promote("--tag", "1.3.0"),
        "soundbite/staging has not verified the tag 1.3.0; it has verified: 1.4.2, 1.4.0.");
  }

  /** Verified is the digest: each of its tags may be named, and no tag of another digest. */
  @Test
  void anImageMayHaveSeveralTags() throws Exception {
    var staging =
        Sample.changed(
            staging("2020-01-01T00:00:00Z"),
            """
            history:
            - {tag: "1.4.2", digest: "sha256:02", configHash: any, revision: any, slot: blue,
               started: "2020-01-01T00:00:00Z", outcome: Live}
            - {tag: "1.4.2-rc1", digest: "sha256:02", configHash: any, revision: rc, slot: green,
               started: "2020-01-01T00:00:00Z", outcome: Replaced}
            - {tag: "1.4.0", digest: "sha256:06", configHash: any, revision: other, slot: green,
               started: "2019-01-01T00:00:00Z", outcome: Replaced}
            """);
    has(staging, production(""));

    assertThat(promote("--tag", "1.4.2-rc1", "-o", "json").json().at("/change/digest").asText())
        .isEqualTo("sha256:02");
    assertThat(promote("--tag", "1.4.0", "-o", "json").json().at("/change/digest").asText())
        .as("the digest that was verified")
        .isEqualTo("sha256:05");
    assertFails(
        promote("--tag", "1.3.0"),
        "has not verified the tag 1.3.0; it has verified: 1.4.2, 1.4.0, 1.4.2-rc1.");
  }

  @Test
  void nothingIsLiveInTheSource() {
    has(Sample.fresh("staging"), production(""));

    assertFails(promote(), "soundbite/staging: nothing is live there yet.");
  }

  @Test
  void anotherEnvironmentGoesBefore() {
    plugin.has(Sample.ready("development"), Sample.ready("production"));

    assertFails(
        plugin.run("promote", "development", "production"),
        "soundbite/production is promoted from soundbite/staging (spec.promotion.from)");
  }

  /** Then the one that somebody promotes from must have verified it all the same. */
  @Test
  void noneGoesBefore() {
    var free =
        Sample.with(
            Sample.of(Sample.yaml("production").replaceAll("(?s)  promotion:.*", "")),
            Sample.READY.formatted("any", "production"));
    has(Sample.but("staging", "release: {tag: \"1.4.2\", digest: \"sha256:02\"}"), free);

    assertThat(promote().out()).containsPattern("VerifiedInSource +shut ");
  }

  private Plugin.Outcome promote(String... more) {
    var all =
        Stream.concat(
            Stream.of("promote", "staging", "production", "--dry-run"), Arrays.stream(more));
    return plugin.run(all.toArray(String[]::new));
  }

  private void has(SoundBiteEnvironment source, SoundBiteEnvironment target) {
    plugin.has(source, target);
    var after = Sample.of(Sample.yaml("production").replace("1.4.1", "1.4.2"));
    after.setStatus(target.getStatus());
    plugin.patches("production", "fieldManager=kubectl-sbenv&dryRun=All", 200, after);
  }

  private static SoundBiteEnvironment staging(String since) {
    return Sample.but("staging", VERIFIED.formatted(since));
  }

  /** One with {@code rules} for its promotion. */
  private static SoundBiteEnvironment production(String rules) {
    var yaml = Sample.yaml("production").replace("promotion:", "promotion:\n    " + rules);
    return Sample.with(Sample.of(yaml), Sample.READY.formatted("any", "production"));
  }
}
