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
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Every member of every structure is compared, additional, or left out for a reason. */
class MembersTest {

  @Test
  void theTableIsInTheDocument() throws IOException {
    assertThat(Files.readString(Path.of("docs", "drift.md"))).contains(Members.table());
  }

  /** A name that the service does not have would leave out nothing. */
  @Test
  void namesNoMemberThatIsNotThere() {
    for (var structure : Members.all()) {
      structure
          .model()
          .ifPresent(
              model ->
                  assertThat(named(structure))
                      .as(structure.name())
                      .allMatch(
                          name ->
                              ModelMembers.of(model).keySet().stream()
                                  .anyMatch(it -> it.equals(name) || it.startsWith(name + "."))));
    }
    assertThat(named(MessageMembers.QUEUE))
        .isSubsetOf(QueueAttributeName.knownValues().stream().map(String::valueOf).toList());
  }

  /** One that a later SDK has fails here, and must be given its meaning. */
  @TestFactory
  Stream<DynamicTest> saysOfEveryMemberWhatItMeans() {
    return modelled()
        .map(
            structure ->
                DynamicTest.dynamicTest(
                    structure.name(),
                    () ->
                        assertThat(ModelMembers.of(structure.model().orElseThrow()).keySet())
                            .allMatch(structure::isNamed)));
  }

  /** Two meanings would be none. */
  @Test
  void saysItOnce() {
    for (var structure : Members.all()) {
      assertThat(structure.additional().keySet())
          .as(structure.name())
          .noneMatch(structure::isKnown);
      var known = new TreeSet<>(structure.compared());
      structure
          .leftOut()
          .values()
          .forEach(names -> names.forEach(name -> assertThat(known.add(name)).as(name).isTrue()));
    }
  }

  /** A stranger sets each member of each structure in turn, those of lists and structures too. */
  @TestFactory
  Stream<DynamicTest> findsWhatIsSetInEveryOtherMember() {
    return modelled()
        .flatMap(
            structure ->
                ModelMembers.of(structure.model().orElseThrow()).entrySet().stream()
                    .map(
                        it ->
                            DynamicTest.dynamicTest(
                                structure.name() + " " + it.getKey(),
                                () -> finds(structure, it.getKey(), it.getValue()))));
  }

  private static void finds(Structure structure, String path, SdkPojo answer) {
    if (structure.isKnown(path)) {
      assertThat(structure.additional(answer)).isEmpty();
    } else {
      assertThat(structure.additional(answer)).containsOnlyKeys(path);
    }
  }

  /** What a later SDK has is found before anything is said of it. */
  @Test
  void findsWhatIsSetInAMemberThatIsNotNamed() {
    var table = TableDescription.builder().tableSizeBytes(7L).globalTableVersion("7").build();

    assertThat(Structure.of("BARE", table).additional(table))
        .isEqualTo(Map.of("TableSizeBytes", "7", "GlobalTableVersion", "7"));
  }

  @Test
  void findsWhatIsSetInAnAttributeThatIsNotKnown() {
    assertThat(MessageMembers.QUEUE.additional(Map.of("Tomorrow", "on", "DelaySeconds", "0")))
        .isEqualTo(Map.of("Tomorrow", "on"));
  }

  private static Stream<Structure> modelled() {
    return Members.all().stream().filter(it -> it.model().isPresent());
  }

  private static Set<String> named(Structure structure) {
    var names = new TreeSet<>(structure.compared());
    structure.leftOut().values().forEach(names::addAll);
    names.addAll(structure.additional().keySet());
    return names;
  }
}
