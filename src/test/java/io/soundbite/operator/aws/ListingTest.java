package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final LogGroup WANT = group("/soundbite/staging/api");

  @Test
  void listsOneEnvironmentByItsOwnFolder() {
    assertThat(Listing.commonPrefix(List.of("/soundbite/stage/api", "/soundbite/stage/processor")))
        .isEqualTo("/soundbite/stage/");
  }

  @Test
  void listsManyEnvironmentsByTheBlueprintsFolder() {
    assertThat(Listing.commonPrefix(List.of("/soundbite/stage/api", "/soundbite/prod/api")))
        .isEqualTo("/soundbite/");
  }

  @Test
  void listsASingleGroupByItsName() {
    assertThat(Listing.commonPrefix(List.of("/soundbite/stage/api")))
        .isEqualTo("/soundbite/stage/api");
  }

  /** The common prefix of staging's names is that of staging-eu's too. */
  @Test
  void joinsOnWholeNamesOnly() {
    assertThat(join(List.of("/soundbite/staging/api-eu", "/soundbite/staging"))).isEmpty();
    assertThat(join(List.of("/soundbite/staging/api-eu", "/soundbite/staging/api")))
        .containsOnlyKeys(WANT.key());
  }

  @Test
  void walksNoFurtherThanItHasTo() {
    var walked = new ArrayList<String>();
    var pages = List.of("/soundbite/staging/api", "/soundbite/staging/api-eu");
    Listing.join(
        List.of(WANT),
        want -> want.key().name(),
        () -> pages.stream().peek(walked::add).iterator(),
        name -> name,
        (want, name) -> new Found<>(want, new Ownership.Unowned()));

    assertThat(walked).containsExactly("/soundbite/staging/api");
  }

  private static Map<Key, ?> join(List<String> listed) {
    return Listing.join(
        List.of(WANT),
        want -> want.key().name(),
        listed,
        name -> name,
        (want, name) -> new Found<>(want, new Ownership.Unowned()));
  }

  private static LogGroup group(String name) {
    return new LogGroup(
        new Key(Stack.API, "ApiLogs", name), "arn:" + name, Optional.of(1), Map.of());
  }
}
