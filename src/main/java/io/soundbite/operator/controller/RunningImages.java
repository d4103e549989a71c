package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images in Deployments that an environment controls. A label is anyone's to set: a Deployment
 * without a controller reference to an existing environment belongs to none.
 *
 * @param cluster id of the cluster
 * @param environments uids of those that are there, also of those that are being deleted
 */
record RunningImages(String cluster, Set<String> environments) {
  RunningImages {
    environments = Set.copyOf(environments);
  }

  /** Returns the images of {@code deployment}; none when no environment controls it. */
  Stream<RepositoryUse.Image> of(Tree.Obj deployment) {
    return holder(deployment.object("metadata")).stream()
        .flatMap(
            holder ->
                deployment
                    .object("spec")
                    .object("template")
                    .object("spec")
                    .items("containers")
                    .map(it -> new RepositoryUse.Image(holder, it.text("image"))));
  }

  private Optional<Owner> holder(Tree.Obj metadata) {
    return metadata
        .items("ownerReferences")
        .filter(it -> new Tree.Bool(true).equals(it.get("controller")))
        .filter(it -> it.text("kind").equals(Environment.KIND))
        .filter(it -> environments.contains(it.text("uid")))
        .map(it -> new Owner(cluster, metadata.text("namespace"), it.text("name")))
        .findFirst();
  }
}
