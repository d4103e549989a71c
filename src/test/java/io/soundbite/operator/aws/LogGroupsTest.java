package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogGroupsTest {

  @Test
  void listsOneEnvironmentByItsOwnFolder() {
    assertThat(
            LogGroups.commonPrefix(List.of("/soundbite/stage/api", "/soundbite/stage/processor")))
        .isEqualTo("/soundbite/stage/");
  }

  @Test
  void listsManyEnvironmentsByTheBlueprintsFolder() {
    assertThat(LogGroups.commonPrefix(List.of("/soundbite/stage/api", "/soundbite/prod/api")))
        .isEqualTo("/soundbite/");
  }

  @Test
  void listsASingleGroupByItsName() {
    assertThat(LogGroups.commonPrefix(List.of("/soundbite/stage/api")))
        .isEqualTo("/soundbite/stage/api");
  }
}
