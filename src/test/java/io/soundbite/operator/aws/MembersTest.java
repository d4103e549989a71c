package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/** Every member of every structure is compared, additional, or left out for a reason. */
class MembersTest {

  @Test
  void theTableIsInTheDocument() throws IOException {
    assertThat(Files.readString(Path.of("docs", "drift.md"))).contains(Members.table());
  }

  /** A name that the service does not have would leave out nothing. */
  @Test
  void namesNoMemberThatIsNotThere() {
    for (var members : Members.values()) {
      members
          .model()
          .ifPresent(
              model -> {
                var all = model.sdkFields().stream().map(it -> it.memberName()).toList();
                assertThat(named(members)).allMatch(name -> all.contains(name.split("\\.")[0]));
              });
    }
    assertThat(named(Members.QUEUE))
        .isSubsetOf(QueueAttributeName.knownValues().stream().map(String::valueOf).toList());
  }

  /** A stranger sets each member of each structure in turn. */
  @TestFactory
  Stream<DynamicTest> findsWhatIsSetInEveryOtherMember() {
    return Stream.of(Members.values())
        .filter(it -> it.model().isPresent())
        .flatMap(
            members ->
                members.model().orElseThrow().sdkFields().stream()
                    .filter(field -> field.marshallingType() != MarshallingType.LIST)
                    .filter(field -> field.marshallingType() != MarshallingType.SDK_POJO)
                    .filter(field -> !named(members).contains(field.memberName()))
                    .map(
                        field ->
                            DynamicTest.dynamicTest(
                                members + " " + field.memberName(),
                                () ->
                                    assertThat(
                                            members.additional(
                                                with(
                                                    members.model().orElseThrow(),
                                                    field.memberName())))
                                        .containsOnlyKeys(field.memberName()))));
  }

  @Test
  void findsWhatIsSetInAnAttributeThatIsNotKnown() {
    assertThat(Members.QUEUE.additional(Map.of("Tomorrow", "on", "DelaySeconds", "0")))
        .isEqualTo(Map.of("Tomorrow", "on"));
  }

  private static Set<String> named(Members members) {
    var names = new TreeSet<>(members.compared());
    members.leftOut().values().forEach(names::addAll);
    return names;
  }

  private static SdkPojo with(SdkPojo model, String member) {
    var builder = ((ToCopyableBuilder<?, ?>) model).toBuilder();
    model.sdkFields().stream()
        .filter(field -> field.memberName().equals(member))
        .forEach(field -> field.set(builder, other(field.marshallingType())));
    return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
  }

  private static Object other(MarshallingType<?> type) {
    if (type == MarshallingType.BOOLEAN) {
      return true;
    }
    if (type == MarshallingType.INTEGER) {
      return 7;
    }
    return type == MarshallingType.DOUBLE ? (Object) 7.0 : "other";
  }
}
