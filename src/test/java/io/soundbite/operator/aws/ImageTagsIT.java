package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;

/** The environment's tags follow what is live. */
class ImageTagsIT {
  private static final String TAG = "production";
  private static final String PREVIOUS = "production-previous";

  @AutoClose private final Emulator emulator = new Emulator();
  private final EcrClient ecr = emulator.clients().ecr();
  private final String name = emulator.names().repository();
  private final String uri = emulator.names().repositoryUri(name);

  @BeforeEach
  void create() {
    ecr.createRepository(it -> it.repositoryName(name));
  }

  @Test
  void theyAreMovedAfterASwitch() {
    var first = push("1.0.0");
    var second = push("1.1.0");
    var third = push("1.2.0");

    assertThat(put(first, Optional.empty())).isEqualTo(moved(TAG));
    assertThat(put(second, Optional.of(first))).isEqualTo(moved(PREVIOUS, TAG));
    assertThat(put(third, Optional.of(second))).isEqualTo(moved(PREVIOUS, TAG));

    assertThat(tags(first)).containsExactly("1.0.0");
    assertThat(tags(second)).containsExactlyInAnyOrder("1.1.0", PREVIOUS);
    assertThat(tags(third)).containsExactlyInAnyOrder("1.2.0", TAG);
  }

  @Test
  void thereIsNothingToWriteWhenTheyAreThere() {
    var first = push("1.0.0");
    var second = push("1.1.0");
    put(second, Optional.of(first));

    assertThat(
            emulator
                .calls()
                .of(() -> assertThat(put(second, Optional.of(first))).isEqualTo(moved())))
        .containsExactly("BatchGetImage");
  }

  /** The tag they were pushed with has moved on: without the environment's they would expire. */
  @Test
  void imagesThatLostTheirOwnTagKeepTheEnvironments() {
    var first = push("latest", "one");
    put(first, Optional.empty());
    var second = push("latest", "two");
    put(second, Optional.of(first));
    push("latest", "three");

    assertThat(tags(first)).containsExactly(PREVIOUS);
    assertThat(tags(second)).containsExactly(TAG);
  }

  @Test
  void aTagThatSomebodyMovedIsPutBack() {
    var first = push("1.0.0");
    put(first, Optional.empty());
    push(TAG, "by hand");

    assertThat(put(first, Optional.empty())).isEqualTo(moved(TAG));
    assertThat(tags(first)).containsExactlyInAnyOrder("1.0.0", TAG);
  }

  @Test
  void aPreviousImageThatIsGoneIsNoFailure() {
    var second = push("1.1.0");

    assertThat(put(second, Optional.of(uri + "@sha256:" + "0".repeat(64)))).isEqualTo(moved(TAG));
    assertThat(put(second, Optional.of(other(uri) + "@sha256:" + "0".repeat(64))))
        .isEqualTo(moved());
  }

  @Test
  void aLiveImageThatIsGoneIsAFailure() {
    var first = push("1.0.0");
    var gone = uri + "@sha256:" + "0".repeat(64);

    assertThat(failure(put(gone, Optional.of(first))))
        .satisfies(
            it -> {
              assertThat(it.kind()).isEqualTo(Failure.Kind.NOT_FOUND);
              assertThat(it.sentence()).contains("ecr:BatchGetImage", gone, "push it again");
            });
    assertThat(failure(put(other(gone), Optional.empty())).kind())
        .isEqualTo(Failure.Kind.NOT_FOUND);
  }

  @Test
  void imagesOfTwoRepositoriesAreTaggedInTheirOwn() {
    var first = push("1.0.0");
    ecr.createRepository(it -> it.repositoryName(other(name)));
    var second = other(uri) + "@" + push(ecr, other(name), "1.1.0", "1.1.0");

    assertThat(put(second, Optional.of(first))).isEqualTo(moved(PREVIOUS, TAG));
    assertThat(tags(first)).containsExactlyInAnyOrder("1.0.0", PREVIOUS);
    assertThat(put(first, Optional.of(other(uri) + "@sha256:" + "0".repeat(64))))
        .isEqualTo(moved(TAG));
  }

  @Test
  void anotherAccountsRepositoryIsTaggedAsItsPolicyAllows() {
    try (var theirs = new Emulator()) {
      var theirEcr = theirs.clients().ecr();
      var theirUri = theirs.names().repositoryUri(name);
      theirEcr.createRepository(it -> it.repositoryName(name));
      var live = theirUri + "@" + push(theirEcr, name, "1.0.0", "1.0.0");

      assertThat(failure(put(live, Optional.empty())))
          .satisfies(
              it -> {
                assertThat(it.kind()).isEqualTo(Failure.Kind.DENIED);
                assertThat(it.action()).isEqualTo("ecr:BatchGetImage");
              });
      theirEcr.setRepositoryPolicy(
          it ->
              it.repositoryName(name)
                  .policyText(
                      """
                      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                        "Principal": {"AWS": "%s"}, "Action": ["ecr:BatchGetImage", "ecr:PutImage"]}]}
                      """
                          .formatted(emulator.names().facts().account())));

      assertThat(put(live, Optional.empty())).isEqualTo(moved(TAG));
      assertThat(tags(theirEcr, live)).containsExactlyInAnyOrder("1.0.0", TAG);
    }
  }

  @Test
  void theRegionIsTheRepositorys() {
    var abroad = uri.replace("us-east-1", "eu-west-1") + "@sha256:" + "0".repeat(64);
    var tags =
        new ImageTags(
            emulator.names().facts(),
            region -> {
              assertThat(region).isEqualTo("eu-west-1");
              return ecr;
            });

    assertThat(failure(tags.put(TAG, abroad, Optional.empty())).resource()).isEqualTo(abroad);
  }

  @Test
  void whatIsNoEcrRepositoryIsRefused() {
    assertThat(failure(put("ghcr.io/soundbite/API@sha256:1", Optional.empty())).kind())
        .isEqualTo(Failure.Kind.INVALID);
    var live = push("1.0.0");
    assertThat(put(live, Optional.of("ghcr.io/soundbite/API@sha256:1"))).isEqualTo(moved(TAG));
  }

  @Test
  void immutableTagsAreAFailureThatSaysSo() {
    var first = push("1.0.0");
    var second = push("1.1.0");
    put(first, Optional.empty());
    ecr.putImageTagMutability(
        it -> it.repositoryName(name).imageTagMutability(ImageTagMutability.IMMUTABLE));

    assertThat(failure(put(second, Optional.empty())).sentence())
        .contains("ecr:PutImage", uri + ":" + TAG, "immutable");
  }

  @Test
  void aCrashBetweenTheTwoIsRecovered() {
    var first = push("1.0.0");
    var second = push("1.1.0");
    put(first, Optional.empty());
    try (var dying = emulator.clients(new Crash(1))) {
      assertThat(put(dying.ecr(), second, Optional.of(first))).isInstanceOf(Result.Failed.class);
    }
    assertThat(tags(first)).containsExactlyInAnyOrder("1.0.0", TAG, PREVIOUS);
    assertThat(tags(second)).containsExactly("1.1.0");

    assertThat(put(second, Optional.of(first))).isEqualTo(moved(TAG));

    assertThat(tags(first)).containsExactlyInAnyOrder("1.0.0", PREVIOUS);
    assertThat(tags(second)).containsExactlyInAnyOrder("1.1.0", TAG);
  }

  /** Between the look and the write. */
  @Test
  void somebodyFasterIsNoFailure() {
    var first = push("1.0.0");
    ExecutionInterceptor rival =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes any) {
            if (context.request() instanceof PutImageRequest) {
              put(first, Optional.empty());
            }
          }
        };
    try (var slow = emulator.clients(rival)) {
      assertThat(put(slow.ecr(), first, Optional.empty())).isEqualTo(moved());
    }
    assertThat(tags(first)).containsExactlyInAnyOrder("1.0.0", TAG);
  }

  @Test
  void anotherDigestInTheAnswerIsAFailure() {
    var first = push("1.0.0");
    ExecutionInterceptor liar =
        new ExecutionInterceptor() {
          @Override
          public SdkResponse modifyResponse(
              Context.ModifyResponse context, ExecutionAttributes any) {
            return context.response() instanceof PutImageResponse put
                ? put.copy(
                    it ->
                        it.image(
                            put.image()
                                .copy(
                                    image -> image.imageId(id -> id.imageDigest("sha256:other")))))
                : context.response();
          }
        };
    try (var wrong = emulator.clients(liar)) {
      assertThat(failure(put(wrong.ecr(), first, Optional.empty())).sentence())
          .contains("ecr:PutImage", "the tag is on sha256:other instead");
    }
  }

  private Result<List<String>> put(String live, Optional<String> before) {
    return put(ecr, live, before);
  }

  private Result<List<String>> put(EcrClient client, String live, Optional<String> before) {
    return new ImageTags(emulator.names().facts(), region -> client).put(TAG, live, before);
  }

  private static Result<List<String>> moved(String... tags) {
    return new Result.Ok<>(List.of(tags));
  }

  private static Failure failure(Result<List<String>> result) {
    assertThat(result).isInstanceOf(Result.Failed.class);
    return ((Result.Failed<List<String>>) result).failure();
  }

  private static String other(String repository) {
    return repository.replace("soundbite-staging", "soundbite-other");
  }

  private String push(String tag) {
    return push(tag, tag);
  }

  private String push(String tag, String content) {
    return uri + "@" + push(ecr, name, tag, content);
  }

  private static String push(EcrClient ecr, String repository, String tag, String content) {
    return ecr.putImage(
            it ->
                it.repositoryName(repository)
                    .imageTag(tag)
                    .imageManifest(ImageManifest.of(content)))
        .image()
        .imageId()
        .imageDigest();
  }

  private Set<String> tags(String image) {
    return tags(ecr, image);
  }

  private Set<String> tags(EcrClient client, String image) {
    var id = ImageIdentifier.builder().imageDigest(image.substring(image.indexOf('@') + 1)).build();
    return Set.copyOf(
        client
            .describeImages(it -> it.repositoryName(name).imageIds(id))
            .imageDetails()
            .getFirst()
            .imageTags());
  }
}
