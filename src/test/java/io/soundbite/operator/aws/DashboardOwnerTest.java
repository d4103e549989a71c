package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Ownership;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardOwnerTest {
  private static final Owner OWNER = new Owner("here", "soundbite", "staging");

  @Test
  void readsTheOwnerFromATextWidget() {
    var body = dashboard("# staging\nOwner: soundbite.io/owner=here/soundbite/staging\nmore");

    assertThat(DashboardOwner.read(body)).isEqualTo(new Ownership.OwnedBy(OWNER));
  }

  @Test
  void knowsNoOwnerWithoutOne() {
    assertThat(DashboardOwner.read(dashboard("# mine"))).isEqualTo(new Ownership.Unowned());
    assertThat(DashboardOwner.read(Tree.obj())).isEqualTo(new Ownership.Unowned());
    assertThat(DashboardOwner.read(Tree.obj("widgets", Tree.arr(Tree.of(1)))))
        .isEqualTo(new Ownership.Unowned());
  }

  @Test
  void takesAnOwnerThatIsNoneAsForeign() {
    assertThat(DashboardOwner.read(dashboard("soundbite.io/owner=somebody")))
        .isEqualTo(new Ownership.Foreign("somebody"));
  }

  @Test
  void leavesItToNobody() {
    var left = DashboardOwner.release(dashboard("soundbite.io/owner=" + OWNER), OWNER);

    assertThat(left).isEqualTo(dashboard("soundbite.io/retained-by=" + OWNER));
    assertThat(DashboardOwner.read(left)).isEqualTo(new Ownership.RetainedBy(OWNER));
  }

  @Test
  void leavesAnothersDashboardAsItIs() {
    var others = dashboard("soundbite.io/owner=there/soundbite/staging");

    assertThat(DashboardOwner.release(others, OWNER)).isEqualTo(others);
  }

  private static Tree dashboard(String markdown) {
    return Tree.obj(
        "widgets",
        Tree.arr(
            Tree.obj("type", "metric", "properties", Map.of("title", "Depth")),
            Tree.obj("type", "text", "properties", Map.of("markdown", markdown))));
  }
}
