package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fields that another writes to one object at once, each of them shown to be found. */
final class SchemaSum {
  private final KubernetesClient client;
  private final KubeObject want;
  private final List<SchemaField> taken = new ArrayList<>();
  private Tree.Obj sum;

  /** Begins with the object as it is. */
  SchemaSum(KubernetesClient client, KubeObject want) {
    this.client = client;
    this.want = want;
    this.sum = new KubeApi(client, KubeWriter.plain()).tree(new KubeStranger(client).live(want));
  }

  /** Returns the object with what was added. */
  Tree.Obj live() {
    return sum;
  }

  /** Adds {@code fields} if the API server takes them all, in elements that are there or new. */
  boolean takes(List<SchemaField> fields) {
    var pending = new ArrayList<SchemaField>();
    fields.stream().filter(it -> !it.isAmong(taken) && !it.isAmong(pending)).forEach(pending::add);
    return pending.isEmpty() || takes(pending, false) || takes(pending, true);
  }

  /** Writes them, and returns which they are. */
  List<SchemaField> written() {
    if (!taken.isEmpty()) {
      assertThat(write(sum, false)).isPresent();
    }
    return List.copyOf(taken);
  }

  private boolean takes(List<SchemaField> fields, boolean added) {
    var next = sum;
    for (var field : fields) {
      next = field.in(next, added);
    }
    var answer = write(next, true);
    answer.ifPresent(shown -> fields.forEach(field -> find(field, shown, added)));
    sum = answer.isPresent() ? next : sum;
    return answer.isPresent();
  }

  /** Nothing is to be found of what the API server drops without a word. */
  private void find(SchemaField field, Tree.Obj shown, boolean added) {
    var without = field.removedFrom(shown, added);
    if (!without.equals(shown)) {
      assertThat(isExcepted(field) || !projected(without, want).equals(projected(shown, want)))
          .as("%s: %s of %s is found", field, field.value(), want.key())
          .isTrue();
      taken.add(field);
    }
  }

  private boolean isExcepted(SchemaField field) {
    return FieldException.ALL.stream()
        .filter(it -> it.kinds().contains(want.body().text("kind")))
        .anyMatch(it -> field.isWithin(it.path()));
  }

  /** What the API server answers to {@code object}; empty when it is refused. */
  private Optional<Tree.Obj> write(Tree.Obj object, boolean dry) {
    var target = KubeTarget.of(want);
    var how =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager("kubectl-edit")
            .withDryRun(dry ? List.of("All") : List.of())
            .build();
    try {
      var answer =
          client
              .genericKubernetesResources(target.context())
              .inNamespace(target.namespace())
              .withName(target.name())
              .patch(how, Json.write(patch(object)));
      return Optional.of(new KubeApi(client, KubeWriter.plain()).tree(answer));
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isIn(400, 422, 500);
      return Optional.empty();
    }
  }

  private static Tree patch(Tree.Obj object) {
    return new Tree.Arr(
        content(object).fields().entrySet().stream()
            .<Tree>map(
                it -> Tree.obj("op", "add", "path", "/" + it.getKey(), "value", it.getValue()))
            .toList());
  }

  /** Returns what is compared of {@code live} beside its metadata. */
  static Tree.Obj projected(Tree.Obj live, KubeObject want) {
    return content(Projection.of(live, want.body()));
  }

  private static Tree.Obj content(Tree.Obj object) {
    return object.without("metadata").without("status").without("apiVersion").without("kind");
  }
}
