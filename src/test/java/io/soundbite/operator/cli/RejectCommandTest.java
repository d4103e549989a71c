package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is rejected by hand, and no longer. */
class RejectCommandTest extends CommandTest {
  private static final String LIVE = digest('0');
  private static final String BEFORE = digest('4');

  /** 1.4.1 is live; 1.4.0 was, and was left by a rollback; another configuration of 1.4.1 too. */
  private static final String PAST =
      """
      release: {tag: "1.4.1", digest: "%1$s", shortDigest: "00", configHash: any,
        revision: prod-4, slot: blue, since: "2026-11-23T06:00:00Z"}
      history:
      - {tag: "1.4.1", digest: "%1$s", configHash: d, revision: prod-4, slot: blue,
         started: "2026-11-23T06:00:00Z", outcome: Live}
      - {tag: "1.4.0", digest: "%2$s", configHash: c, revision: prod-3, slot: green,
         started: "2026-11-23T05:00:00Z", outcome: Replaced}
      rejected:
      - {tag: "1.4.1", digest: "%1$s", revision: prod-5, since: "2026-11-23T07:00:00Z",
         cause: Rollback, message: It was left.}
      - {tag: "1.4.0", digest: "%2$s", since: "2026-11-23T06:00:00Z", cause: Rollback,
         message: It was left.}
      """
          .formatted(LIVE, BEFORE);

  private static String digest(char digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  private static SoundBiteEnvironment past() {
    return Sample.but("production", PAST);
  }

  private Plugin.Outcome reject(String... more) {
    var now = past();
    plugin.has(now);
    plugin.patches("production", "fieldManager=kubectl-sbenv", 200, now);
    return plugin.run(
        Stream.concat(Stream.of("reject", "production"), Stream.of(more)).toArray(String[]::new));
  }

  private void assertWritten(String value) throws InterruptedException {
    assertThat(plugin.writes())
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.getBody().readUtf8())
                    .contains("\"soundbite.io/reject\":\"%s\"".formatted(value)));
  }

  @Test
  void whatIsLiveIsRejectedAndStaysLive() throws InterruptedException {
    var outcome = reject("--reason", "memory grows");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("soundbite/production: rejected: 1.4.1 (000000000000)\n")
        .contains("It is live, and stays so: kubectl sbenv rollback soundbite/production");
    assertWritten("1.4.1@" + LIVE + " memory grows");
  }

  @Test
  void aReleaseIsNamedByTag() throws InterruptedException {
    assertThat(reject("1.4.0").out()).doesNotContain("It is live");
    assertWritten("1.4.0@" + BEFORE);
  }

  @Test
  void aReleaseIsNamedByRevision() throws InterruptedException {
    reject("prod-3");
    assertWritten("1.4.0@" + BEFORE);
  }

  @Test
  void aReleaseIsNamedByDigest() throws InterruptedException {
    reject("4444");
    assertWritten("1.4.0@" + BEFORE);
  }

  @Test
  void aRejectionIsRevokedByWhatItIsOf() throws InterruptedException {
    assertThat(reject("1.4.0", "--revoke").out())
        .isEqualTo("soundbite/production: no longer rejected: 1.4.0 (444444444444)\n");
    assertWritten("revoke 1.4.0@" + BEFORE + "~2026-11-23T06:00:00Z");
  }

  @Test
  void thatOfAConfigurationIsRevokedByItsRevision() throws InterruptedException {
    reject("prod-5", "--revoke");
    assertWritten("revoke 1.4.1@" + LIVE + "~2026-11-23T07:00:00Z");
  }

  /** The operator has not recorded it yet. */
  @Test
  void whatWasAskedForAMomentAgoIsRevokedToo() throws InterruptedException {
    var now = Sample.ready("production");
    now.getMetadata()
        .setAnnotations(Map.of("soundbite.io/reject", "1.4.0@" + BEFORE + " memory grows"));
    plugin.has(now);
    plugin.patches("production", "fieldManager=kubectl-sbenv", 200, now);

    assertThat(plugin.run("reject", "production", "--revoke").out())
        .contains("no longer rejected: 1.4.0 (444444444444)");
    assertWritten("revoke 1.4.0@" + BEFORE);
  }

  @Test
  void whatIsMeantMustBeClear() {
    assertFails(reject("--revoke"), "may be several releases; name one by its digest or revision");
    assertFails(reject("1.3.0"), "soundbite/production: There is no release 1.3.0.");
    assertFails(reject("1.3.0", "--revoke"), "soundbite/production: 1.3.0 is not rejected.");
  }

  @Test
  void nothingIsLiveOrRejected() {
    plugin.has(Sample.fresh("production"));

    assertFails(plugin.run("reject", "production"), "Nothing is live there yet.");
    assertFails(plugin.run("reject", "production", "--revoke"), "Nothing is rejected.");
  }

  @Test
  void statusShowsIt() {
    plugin.has(past());

    assertThat(plugin.run("status", "production").out())
        .contains(
            "Rejected    1.4.1 (000000000000, only as prod-5) since 2026-11-23T07:00:00Z. It was"
                + " left.",
            "Rejected    1.4.0 (444444444444) since 2026-11-23T06:00:00Z. It was left.");
  }
}
