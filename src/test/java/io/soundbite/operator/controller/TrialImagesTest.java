package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.aws.Images.Resolution;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.status.Problem;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What runs as proof is by digest. */
class TrialImagesTest {
  private static final String REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/smoke";
  private static final Scope SCOPE = new Scope("us-east-1", null, new Scope.Credentials.Operator());

  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<Owner> woken = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<ImageSource.Question> asked = new LinkedBlockingQueue<>();
  private final AtomicReference<Resolution> answer =
      new AtomicReference<>(new Resolution.Resolved(REPOSITORY, "3", "sha256:one"));
  private final TrialImages images =
      new TrialImages(
          question -> {
            asked.add(question);
            return answer.get();
          },
          woken::add,
          clock);

  @Test
  void aTagIsLookedUpAndItsDigestRuns() throws InterruptedException {
    var environment = environment(REPOSITORY + ":3");
    assertThat(images.of(environment, SCOPE).problem().map(Problem::reason)).contains("Reading");
    assertThat(woken.poll(10, TimeUnit.SECONDS)).isEqualTo(environment.owner());

    assertThat(image(images.of(environment, SCOPE).value().orElseThrow()))
        .isEqualTo(REPOSITORY + "@sha256:one");
    assertThat(asked.remove())
        .satisfies(
            it -> {
              assertThat(it.repository()).isEqualTo(REPOSITORY);
              assertThat(it.tag()).isEqualTo("3");
            });
  }

  @Test
  void aTagThatNobodyPushedIsSaid() throws InterruptedException {
    var environment = environment(REPOSITORY + ":3");
    for (var none :
        new Resolution[] {
          new Resolution.NoSuchTag(REPOSITORY, "3"), new Resolution.NoSuchRepository(REPOSITORY)
        }) {
      answer.set(none);
      images.of(environment, SCOPE);
      assertThat(woken.poll(10, TimeUnit.SECONDS)).isEqualTo(environment.owner());

      var finding = images.of(environment, SCOPE);
      assertThat(finding.value()).isEmpty();
      assertThat(finding.problem())
          .hasValueSatisfying(
              it -> {
                assertThat(it.reason()).isEqualTo("ImageNotFound");
                assertThat(it.message())
                    .contains(REPOSITORY, "spec.rollout.verification.job.image");
              });
      clock.pass(Duration.ofSeconds(5));
    }
  }

  @Test
  void whatIsByDigestOrTheReleasesOwnIsNotAskedFor() {
    for (var image : new String[] {"docker.io/x/y@sha256:two", "localhost:5000/a/b:1@sha256:two"}) {
      assertThat(image(images.of(environment(image), SCOPE).value().orElseThrow()))
          .isEqualTo(image);
    }
    var plain = environment(null);
    assertThat(images.of(plain, SCOPE).value()).contains(plain);
    assertThat(asked).isEmpty();
  }

  private static String image(Environment environment) {
    return environment.spec().rollout().trial().orElseThrow().image();
  }

  private static Environment environment(String image) {
    var job = Tree.obj("command", Tree.arr("smoke"));
    var resource =
        ExampleFile.read(
            "production",
            ExampleFile.with(
                Tree.obj(
                    "rollout",
                    Tree.obj(
                        "verification",
                        Tree.obj(
                            "job", image == null ? job : job.with("image", Tree.of(image)))))));
    resource.getMetadata().setUid("uid");
    return Environment.of(
        resource,
        Facts.of(
            resource.getSpec().aws(), "123456789012", "issuer", null, Installation.of("here")));
  }
}
