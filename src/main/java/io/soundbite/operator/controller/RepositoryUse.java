package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Owner;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who runs images of an environment's repository. A promoted release is pulled from where it was
 * promoted from for as long as it runs, and for as long as it can be returned to.
 *
 * @param repository whole URI, without tag or digest
 * @param owner the environment whose repository it is
 */
record RepositoryUse(String repository, Owner owner) {

  /**
   * An image in a Deployment.
   *
   * @param holder the environment the Deployment is of
   */
  record Image(Owner holder, String reference) {}

  /**
   * Who else needs the repository, in words; empty when nobody does.
   *
   * @param environments as they declare themselves; one that is going counts by its Deployments
   * @param images of all slots, those scaled to zero too: they are what a rollback starts
   */
  Optional<String> among(Collection<SoundBiteEnvironment> environments, Collection<Image> images) {
    var users = new TreeSet<String>();
    images.stream()
        .filter(image -> isOf(image.reference()))
        .filter(image -> !image.holder().equals(owner))
        .forEach(image -> users.add(words(image.holder().namespace(), image.holder().name())));
    environments.stream()
        .filter(it -> !it.isMarkedForDeletion())
        .filter(this::asksForIt)
        .map(it -> words(it.getMetadata().getNamespace(), it.getMetadata().getName()))
        .filter(user -> !user.equals(words(owner.namespace(), owner.name())))
        .forEach(users::add);
    return users.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", users) + " runs images of it");
  }

  private boolean asksForIt(SoundBiteEnvironment other) {
    var status = other.getStatus();
    return status != null
        && status.image() != null
        && status.image().repository().equals(repository);
  }

  private boolean isOf(String reference) {
    return reference.startsWith(repository + "@") || reference.startsWith(repository + ":");
  }

  private static String words(String namespace, String name) {
    return namespace + "/" + name;
  }
}
