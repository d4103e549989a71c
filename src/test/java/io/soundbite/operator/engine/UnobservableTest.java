package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.NOON;
import static io.soundbite.operator.engine.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnobservableTest {
  private static final IamRole WANT = role("api", "For the API");

  private final List<String> lines = new ArrayList<>();
  private final Unobservable unobservable = new Unobservable(lines::add);

  private static IamRole role(String id, @Nullable String description) {
    return new IamRole(
        key(id),
        new Policy(Tree.obj()),
        Map.of(),
        Set.of(),
        Optional.empty(),
        description,
        Map.of());
  }

  @Test
  void isNamedOnceForEachPlaceAndComponent() {
    unobservable.note("here", WANT, Samples.present(role("api", null)));
    unobservable.note("here", WANT, Samples.present(role("api", null)));
    unobservable.note("here", role("processor", "x"), Samples.present(role("processor", null)));
    assertThat(lines)
        .containsExactly(
            "IamRole/description is not shown by here: it is neither compared nor put right there");

    unobservable.note("there", WANT, Samples.present(role("api", null)));
    assertThat(lines).hasSize(2).last().asString().contains("by there");
  }

  @Test
  void isForgottenWithItsPlace() {
    unobservable.note("here", WANT, Samples.present(role("api", null)));
    unobservable.note("there", WANT, Samples.present(role("api", null)));

    unobservable.forget("here");
    unobservable.note("there", WANT, Samples.present(role("api", null)));
    assertThat(lines).hasSize(2);

    unobservable.note("here", WANT, Samples.present(role("api", null)));
    assertThat(lines).hasSize(3);
  }

  @Test
  void whatIsShownOrUnmanagedOrUnreadIsNotNamed() {
    unobservable.note("here", WANT, Samples.present(WANT));
    unobservable.note("here", role("api", null), Samples.present(role("api", null)));
    unobservable.note("here", WANT, new Observation.Absent<IamRole>(NOON));
    unobservable.note("here", WANT, new Observation.Unknown<IamRole>(Samples.DENIED, NOON));

    assertThat(lines).isEmpty();
  }

  @Test
  void isNeverDriftAndNeverWritten() {
    var planner = new Planner(new Ours(Samples.US, false, Optional.empty()));

    assertThat(planner.plan(List.of(WANT), Map.of(WANT.key(), Samples.present(role("api", null)))))
        .noneMatch(Step::writes);
  }
}
