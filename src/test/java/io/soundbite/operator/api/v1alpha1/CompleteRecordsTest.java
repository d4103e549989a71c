package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompleteRecordsTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final ObjectNode WHOLE =
      SERIALIZATION.convertValue(CustomResourceTest.STATUS, ObjectNode.class);

  @Test
  void leavesWhatIsCompleteAsItIs() {
    assertThat(CompleteRecords.of(CustomResourceTest.STATUS)).isSameAs(CustomResourceTest.STATUS);
  }

  @Test
  void takesAnImageWithoutTagAndDigestAsAbsent() {
    var status = WHOLE.deepCopy();
    ((ObjectNode) status.get("image")).retain("repository", "from");

    var read = read(status);

    assertThat(read.image()).isNull();
    assertThat(read.release()).isEqualTo(CustomResourceTest.STATUS.release());
  }

  @Test
  void leavesOutTheIncompleteEntryOfAListAndNoOther() {
    var status = WHOLE.deepCopy();
    ((ArrayNode) status.get("history")).insertObject(0).put("tag", "1.4.2");

    assertThat(read(status)).isEqualTo(CustomResourceTest.STATUS);
  }

  @ParameterizedTest
  @MethodSource("members")
  void nothingThatMustBeThereIsMissingWhicheverMemberIs(JsonPointer member) {
    var status = WHOLE.deepCopy();
    ((ObjectNode) status.at(member.head())).remove(member.last().getMatchingProperty());

    assertThat(missing("status", read(status))).isEmpty();
  }

  private static EnvironmentStatus read(JsonNode status) {
    var resource =
        Map.of(
            "apiVersion",
            "soundbite.io/v1alpha1",
            "kind",
            "SoundBiteEnvironment",
            "metadata",
            Map.of("name", "production"),
            "status",
            status);
    var read = SERIALIZATION.unmarshal(SERIALIZATION.asJson(resource), SoundBiteEnvironment.class);
    return Objects.requireNonNull(read.getStatus());
  }

  /** Of every object in the status. */
  static List<JsonPointer> members() {
    var found = new ArrayList<JsonPointer>();
    addMembers(JsonPointer.empty(), WHOLE, found);
    return found;
  }

  private static void addMembers(JsonPointer path, JsonNode value, List<JsonPointer> found) {
    value
        .properties()
        .forEach(
            field -> {
              var member = path.appendProperty(field.getKey());
              found.add(member);
              addMembers(member, field.getValue(), found);
            });
    for (var i = 0; i < (value.isArray() ? value.size() : 0); i++) {
      addMembers(path.appendIndex(i), value.get(i), found);
    }
  }

  private static Stream<String> missing(String path, @Nullable Object value) {
    return switch (value) {
      case Record parts ->
          Stream.of(parts.getClass().getRecordComponents())
              .flatMap(
                  it -> {
                    try {
                      var part = it.getAccessor().invoke(parts);
                      var name = path + "." + it.getName();
                      return part == null
                              && !it.getAnnotatedType().isAnnotationPresent(Nullable.class)
                          ? Stream.of(name)
                          : missing(name, part);
                    } catch (ReflectiveOperationException e) {
                      throw new AssertionError(e);
                    }
                  });
      case List<?> entries -> entries.stream().flatMap(it -> missing(path + "[]", it));
      case null, default -> Stream.empty();
    };
  }
}
