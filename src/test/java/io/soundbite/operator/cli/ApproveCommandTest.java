package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import org.junit.jupiter.api.Test;

/** What can't be approved. */
class ApproveCommandTest extends CommandTest {
  @Test
  void aTagOfWhichTheDigestIsNotKnown() throws Exception {
    assertRefused(manual("image: null"), "the tag 1.4.1 has not been resolved to a digest");
    assertRefused(
        manual("image: {repository: any, tag: \"1.4.0\", digest: \"sha256:01\"}"),
        "the tag 1.4.1 has not been resolved to a digest");
  }

  @Test
  void whatIsLive() throws Exception {
    assertRefused(
        manual("image: {repository: any, tag: \"1.4.1\", digest: \"sha256:00\"}"),
        "nothing waits for approval: 1.4.1 (00) is live");
  }

  @Test
  void whatNeedsNoApproval() throws Exception {
    assertRefused(
        Sample.but("production", "image: {repository: any, tag: \"1.4.1\", digest: \"sha256:01\"}"),
        "spec.promotion.approval is Automatic");
  }

  private void assertRefused(SoundBiteEnvironment environment, String message) throws Exception {
    try (var other = new Plugin(directory)) {
      other.has(environment);

      assertFails(other.run("approve", "production"), message);
    }
  }

  private static SoundBiteEnvironment manual(String status) {
    var resource =
        Sample.of(
            Sample.yaml("production").replace("promotion:", "promotion:\n    approval: Manual"));
    return Sample.changed(
        Sample.with(resource, Sample.READY.formatted(Sample.configHash(resource), "production")),
        status);
  }
}
