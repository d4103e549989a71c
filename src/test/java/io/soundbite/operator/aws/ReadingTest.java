package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;

class ReadingTest {
  private final Reading reading = new Reading();

  @Test
  void whatIsShownIsObserved() {
    assertThat(reading.shown("period", 60, 300)).isEqualTo(60);

    assertThat(unobservable()).isEmpty();
  }

  @Test
  void whatIsLeftOutCountsAsWantedAndIsNamed() {
    assertThat(reading.<Integer>shown("period", null, 300)).isEqualTo(300);

    assertThat(unobservable()).containsExactly("period");
  }

  @Test
  void anAbsenceThatIsDocumentedIsAValue() {
    assertThat(reading.<Integer>documented(DocumentedAbsence.RETENTION, null, 0, 30)).isZero();

    assertThat(unobservable()).isEmpty();
  }

  /** Such an endpoint is not AWS, whose documents say nothing of it. */
  @Test
  void inAnAnswerWithoutTheRestItIsNone() {
    reading.shown("period", null, 300);

    var have =
        reading.<String>documented(DocumentedAbsence.MISSING_DATA, null, "missing", "breaching");

    assertThat(have).isEqualTo("breaching");
    assertThat(unobservable()).containsExactlyInAnyOrder("period", "missingData");
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchPublicAccessBlockConfiguration",
    "404, NoSuchBucketPolicy",
    "404, OwnershipControlsNotFoundError",
    "400, RepositoryPolicyNotFoundException"
  })
  void thereIsNoSuchSettingWhereTheServiceSaysSo(int status, String code) {
    assertThat(setting(status, code)).isEqualTo("none");
    assertThat(unobservable()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "501, NotImplemented",
    "501, InternalFailure",
    "400, UnknownOperationException",
    "400, InvalidAction",
    "405, MethodNotAllowed",
    "404, NotFound"
  })
  void anEndpointThatDoesNotKnowTheCallShowsNothing(int status, String code) {
    assertThat(setting(status, code)).isEqualTo("wanted");
    assertThat(unobservable()).containsExactly("policy");
  }

  @ParameterizedTest
  @CsvSource({"404, NoSuchBucket", "403, AccessDenied", "503, SlowDown"})
  void anyOtherErrorStaysOne(int status, String code) {
    assertThatThrownBy(() -> setting(status, code)).isInstanceOf(SdkException.class);
  }

  @Test
  void anEndpointIsNamedOnceForEachComponent() {
    var lines = new ArrayList<String>();
    var unshown = new Unshown("http://here", lines::add);
    reading.shown("retentionDays", null, 7);
    var found = reading.found(group(), new Ownership.Unowned());

    unshown.note(found);
    unshown.note(found);

    assertThat(lines)
        .containsExactly(
            "LogGroup/retentionDays is not shown by http://here: it is neither compared nor healed"
                + " there");
  }

  private String setting(int status, String code) {
    return reading.setting(
        "policy",
        "wanted",
        "none",
        () -> {
          throw Refused.with(status, code, "no");
        });
  }

  private List<String> unobservable() {
    return List.copyOf(reading.found(group(), new Ownership.Unowned()).unobservable());
  }

  private static LogGroup group() {
    return new LogGroup(new Key(Stack.API, "Logs", "logs"), "arn:logs", Optional.of(7), Map.of());
  }
}
