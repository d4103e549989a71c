package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.cli.Document;
import io.soundbite.operator.engine.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/errors.md has a row for each reason that the code can give, and for no other. */
class ErrorsDocumentTest {
  private static final String DOCUMENT = Document.read(Path.of("docs/errors.md")).text();
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final ReasonsInSource REASONS = ReasonsInSource.read();

  /** Problems that the condition Ready does not tell, by the table that has them. */
  private static final Set<String> IN_REDRIVE = Set.of("PoisonMessages");

  private static final Set<String> IN_EVENTS = Set.of("TagsImmutable");

  @Test
  void everyReasonInTheSourcesIsUnderstood() {
    assertThat(REASONS.unknown()).isEmpty();
    assertThat(REASONS.ofProblems())
        .contains("AsDeclared", "Creating", "RolloutStuck", "NotRead", "Planned", "Unreadable");
  }

  @Test
  void statusHasARowForEachReasonAndNoOther() {
    var produced = new TreeSet<>(REASONS.ofProblems());
    produced.removeAll(IN_REDRIVE);
    produced.removeAll(IN_EVENTS);
    Arrays.stream(Failure.Kind.values()).map(Failure.Kind::reason).forEach(produced::add);

    assertThat(rows("STATUS")).containsExactlyElementsOf(produced);
  }

  @Test
  void parityHasARowForEachReasonAndNoOther() {
    var produced = new TreeSet<>(REASONS.ofParity());
    produced.add("NotGranted"); // as it is told of the condition Ready

    assertThat(rows("PARITY")).containsExactlyElementsOf(produced);
  }

  @Test
  void otherTablesHaveWhatReadyDoesNotTell() {
    assertThat(rows("Redrive")).containsAll(IN_REDRIVE);
    assertThat(rows("Event")).containsAll(IN_EVENTS);
  }

  @Test
  void everyAdviceIsFollowedByATest() {
    var followed =
        new ClassFileImporter()
            .importPath(Path.of("target", "test-classes", "io", "soundbite")).stream()
                .flatMap(it -> it.getMethods().stream())
                .flatMap(it -> it.tryGetAnnotationOfType(FollowsAdvice.class).stream())
                .flatMap(it -> Stream.of(it.value()))
                .collect(Collectors.toCollection(TreeSet::new));
    var advised =
        Stream.of("STATUS", "PARITY", "Redrive", "Event")
            .flatMap(ErrorsDocumentTest::lines)
            .filter(ErrorsDocumentTest::isAdvice)
            .flatMap(ErrorsDocumentTest::reasons)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(followed).containsAll(advised);
    var pods = lines("it begins").flatMap(ErrorsDocumentTest::reasons);
    var all = Stream.of("STATUS", "PARITY", "Redrive", "Event").flatMap(it -> rows(it).stream());
    assertThat(Stream.concat(all, pods).collect(Collectors.toSet())).containsAll(followed);
  }

  /** Whether a row advises anything but to wait, to report a defect, or what another row does. */
  private static boolean isAdvice(String line) {
    return !line.split("\\|", 5)[3].strip().matches("(nothing|wait|report|as )[^|]*");
  }

  /** What is in the first column of the table whose first heading is {@code heading}. */
  private static Set<String> rows(String heading) {
    return lines(heading)
        .flatMap(ErrorsDocumentTest::reasons)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> lines(String heading) {
    return DOCUMENT
        .lines()
        .dropWhile(line -> !line.startsWith("| " + heading + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"));
  }

  private static Stream<String> reasons(String line) {
    return codes(line.split("\\|", 3)[1]);
  }

  private static Stream<String> codes(String cell) {
    return CODE.matcher(cell).results().map(it -> it.group(1));
  }
}
