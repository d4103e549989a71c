package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.KubeApi;
import java.util.stream.Stream;

/** The images in all Deployments that the operator made, whichever environment they are of. */
record RunningImages(Children children, KubeApi api, String cluster) {

  Stream<RepositoryUse.Image> all() {
    return children.all("Deployment").map(api::tree).flatMap(this::of);
  }

  private Stream<RepositoryUse.Image> of(Tree.Obj deployment) {
    var metadata = deployment.object("metadata");
    var holder =
        new Owner(
            cluster,
            metadata.text("namespace"),
            metadata
                .items("ownerReferences")
                .findFirst()
                .map(it -> it.text("name"))
                .orElse(metadata.text("name")));
    return deployment
        .object("spec")
        .object("template")
        .object("spec")
        .items("containers")
        .map(container -> new RepositoryUse.Image(holder, container.text("image")));
  }
}
