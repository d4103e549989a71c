package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which release comes back, and what is said of it. */
class RollbackCommandTest extends CommandTest {
  private static final String DRY = "fieldManager=kubectl-sbenv&dryRun=All";

  /** 1.4.1 is live and asked for; 1.4.0 was live before, once more under another configuration. */
  private static final String PAST =
      """
      release: {tag: "1.4.1", digest: "sha256:00", shortDigest: "00", configHash: %1$s,
        revision: prod-4, slot: blue, since: "2026-11-23T06:00:00Z"}
      history:
      - {tag: "1.5.0", digest: "sha256:5555", configHash: %2$s, revision: prod-5, slot: green,
         started: "2026-11-23T07:00:00Z", outcome: RolledBack, message: Pods crash.}
      - {tag: "1.4.1", digest: "sha256:0000", configHash: d, revision: prod-4, slot: blue,
         started: "2026-11-23T06:00:00Z", outcome: Live}
      - {tag: "1.4.0", digest: "sha256:4444", configHash: %2$s, revision: prod-3, slot: green,
         started: "2026-11-23T05:00:00Z", outcome: Replaced}
      - {tag: "1.4.0", digest: "sha256:4444", configHash: %2$s, revision: prod-2, slot: blue,
         started: "2026-11-23T04:00:00Z", outcome: Replaced}
      - {tag: "1.3.0", digest: "sha256:3333", configHash: %2$s, revision: prod-1, slot: green,
         started: "2026-11-23T03:00:00Z", outcome: Abandoned}
      - {tag: "1.3.0", digest: "sha256:3334", configHash: %2$s, revision: prod-0, slot: green,
         started: "2026-11-23T02:00:00Z", outcome: Replaced}
      """;

  @Test
  void whatWasLiveBeforeComesBack() throws Exception {
    assertThat(target()).isEqualTo("prod-3");
  }

  @Test
  void aReleaseIsNamedByTagDigestOrRevision() throws Exception {
    assertThat(target("1.4.0")).isEqualTo("prod-3");
    assertThat(target("prod-2")).isEqualTo("prod-2");
    assertThat(target("sha256:4444")).isEqualTo("prod-3");
    assertThat(target("3334")).isEqualTo("prod-0");
    assertThat(target("prod-5")).isEqualTo("prod-5");
  }

  @Test
  void oneThatIsNotThereIsAnsweredWithThoseThatAre() {
    plugin.has(past());

    var outcome = plugin.run("rollback", "production", "1.2.0");

    assertFails(outcome, "soundbite/production: There is no release 1.2.0.");
    assertThat(outcome.err())
        .containsPattern("1.5.0 +5555 +prod-5 +2026-11-23T07:00:00Z +rolled back\n")
        .containsPattern("1.3.0 +3333 +prod-1 +2026-11-23T03:00:00Z +abandoned\n");
    assertFails(plugin.run("rollback", "production", "333"), "There is no release 333.");
  }

  /** The tag can't say which. */
  @Test
  void aTagOfTwoImagesIsNotEnough() {
    plugin.has(past());

    assertFails(plugin.run("rollback", "production", "1.3.0"), "1.3.0 may be several images");
  }

  @Test
  void nothingWasLiveBefore() {
    plugin.has(Sample.ready("production"));

    assertFails(plugin.run("rollback", "production"), "There is nothing to roll back to");
  }

  @Test
  void whatIsAskedForAlready() {
    var now = past();
    plugin.has(now);
    stored("prod-4", now);

    assertFails(plugin.run("rollback", "production", "1.4.1"), "the spec asks for 1.4.1 already");
  }

  /** Back from what is asked for, or from what is live? */
  @Test
  void whatIsMeantIsAskedWhenAnotherReleaseIsOnItsWay() {
    var now = past();
    plugin.has(Sample.changed(now, "release: {tag: \"1.3.9\", revision: prod-4, slot: blue}"));

    assertFails(
        plugin.run("rollback", "production"),
        "Say which: kubectl sbenv rollback soundbite/production prod-4 goes back to what is live,"
            + " prod-3 to what was live before.");
  }

  /** It was left by the last one: a second rollback goes further back, and not forward again. */
  @Test
  void notWhatWasLeftByARollback() {
    plugin.has(
        Sample.changed(
            past(),
            """
            history:
            - {tag: "1.4.1", digest: "sha256:00", configHash: d, revision: prod-4, slot: blue,
               started: "2026-11-23T06:00:00Z", outcome: Live}
            - {tag: "1.4.2", digest: "sha256:02", configHash: c, revision: prod-6, slot: green,
               started: "2026-11-23T05:00:00Z", outcome: Replaced}
            - {tag: "1.4.1", digest: "sha256:00", configHash: d, revision: prod-4, slot: blue,
               started: "2026-11-23T04:00:00Z", outcome: Replaced}
            """));

    assertFails(plugin.run("rollback", "production"), "There is nothing to roll back to");
  }

  @Test
  void theWayThereIsTold() {
    assertThat(way("prod-5")).startsWith("The green slot holds it, without pods:");
    assertThat(way("prod-3")).startsWith("No slot holds it any more:");
    assertThat(way("prod-4")).isEqualTo("It is live: no pods are started.");
  }

  @Test
  void whyItWasRolledBackIsTold() {
    answers("prod-5");

    assertThat(plugin.run("rollback", "production", "prod-5", "--dry-run").out())
        .contains("back to 1.5.0 (5555, prod-5)", "It was rolled back: Pods crash.");
  }

  /** Going back to fewer features stops where they guard something. */
  @Test
  void guardsStayUntilSomebodyGivesLeave() {
    var before = past();
    var after = past();
    after.setSpec(Sample.of(Sample.yaml("production").replace("backup, ", "")).getSpec());
    plugin.has(before);
    stored("prod-3", after);
    plugin.patches("production", DRY, 200, after);

    var outcome = plugin.run("rollback", "production", "--dry-run");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("held: Downgrade")
        .contains("until the annotation soundbite.io/allow-downgrade: \"1\" is set");
  }

  /** The fields beside a release are anybody's to change who may write ControllerRevisions. */
  @Test
  void fieldsThatAskForAnotherConfigurationAreNotRestored() {
    var before = past();
    var evil = Sample.of(Sample.yaml("production").replace("logLevel: warn", "logLevel: debug"));
    plugin.has(before);
    stored("prod-3", evil);
    evil.setStatus(before.getStatus());
    plugin.patches("production", DRY, 200, evil);

    var outcome = plugin.run("rollback", "production");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("/spec/logLevel")
        .contains("Nothing was written. The fields stored in ControllerRevision prod-3 ask for");
  }

  @Test
  void aDurationThatIsNone() {
    plugin.has(past());

    assertFails(
        plugin.run("rollback", "production", "--timeout", "soon"), "--timeout is no duration");
  }

  private String target(String... release) throws Exception {
    try (var other = new Plugin(directory)) {
      plugin = other;
      answers(release.length > 0 && release[0].startsWith("prod") ? release[0] : "prod-3");
      answers("prod-0");
      var arguments =
          Stream.concat(
                  List.of("rollback", "production", "--dry-run", "-o", "json").stream(),
                  Arrays.stream(release))
              .toArray(String[]::new);
      return plugin.run(arguments).json().at("/change/release/revision").asText();
    }
  }

  private String way(String release) {
    answers(release);
    var page = plugin.run("rollback", "production", release, "--dry-run").out();
    return page.lines().skip(1).findFirst().orElseThrow();
  }

  /** {@code release} was asked for with another log level than now. */
  private void answers(String release) {
    var before = past();
    var then = then();
    plugin.has(before);
    stored(release, then);
    then.setStatus(before.getStatus());
    plugin.patches("production", DRY, 200, then);
  }

  private static SoundBiteEnvironment then() {
    return Sample.of(Sample.yaml("production").replace("logLevel: warn", "logLevel: info"));
  }

  private void stored(String name, SoundBiteEnvironment as) {
    var data = Tree.obj("spec", ReleaseFields.of(as.getSpec()).spec());
    plugin.answers(
        "/apis/apps/v1/namespaces/soundbite/controllerrevisions/" + name,
        200,
        Map.of(
            "apiVersion",
            "apps/v1",
            "kind",
            "ControllerRevision",
            "metadata",
            Map.of("name", name),
            "data",
            JsonMapper.builder().build().convertValue(data.plain(), Map.class)));
  }

  private static SoundBiteEnvironment past() {
    var resource = Sample.ready("production");
    return Sample.changed(
        resource, PAST.formatted(Sample.configHash(resource), Sample.configHash(then())));
  }
}
