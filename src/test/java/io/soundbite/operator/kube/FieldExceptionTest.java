package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.FieldException.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is excepted is named, with its reason, where users read it. */
class FieldExceptionTest {
  private static final Path PAGE = Path.of("docs", "drift.md");

  @Test
  void thePageHasTheTable() throws IOException {
    var rows =
        FieldException.ALL.stream()
            .map(
                it ->
                    "| %s | `%s` | %s | %s |"
                        .formatted(
                            String.join(", ", it.kinds()), it.path(), it.condition(), it.reason()))
            .toList();

    assertThat(Files.readAllLines(PAGE)).as("the rows are\n%s", text(rows)).containsSequence(rows);
  }

  @Test
  void onlyKindsOfAnEnvironmentHaveExceptions() {
    var kinds = KubeKinds.all().stream().map(it -> it.getKind()).collect(Collectors.toSet());

    assertThat(FieldException.ALL)
        .flatExtracting(FieldException::kinds)
        .isSubsetOf(kinds)
        .isNotEmpty();
  }

  /** None of them opens a whole specification. */
  @Test
  void eachIsOfOneField() {
    assertThat(FieldException.ALL)
        .extracting(FieldException::path)
        .allMatch(it -> it.startsWith("/"))
        .doesNotContain("/", "/spec", "/spec/*", "/spec/template/spec", "/data");
  }

  @Test
  void conditionsHoldByValueAndByManager() {
    var address = new Tree.Str("10.0.0.1");

    assertThat(Condition.ALWAYS.holds(address, true)).isTrue();
    assertThat(Condition.UNLESS_NONE.holds(address, true)).isTrue();
    assertThat(Condition.UNLESS_NONE.holds(new Tree.Str("None"), false)).isFalse();
    assertThat(Condition.UNLESS_OTHERS.holds(address, false)).isTrue();
    assertThat(Condition.UNLESS_OTHERS.holds(address, true)).isFalse();
  }

  private static String text(List<String> rows) {
    return String.join("\n", rows);
  }
}
