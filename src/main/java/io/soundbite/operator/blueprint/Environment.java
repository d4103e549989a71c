package io.soundbite.operator.blueprint;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Optional;

/**
 * One environment with all that is known before anything pure runs.
 *
 * @param owner whose resources they are
 * @param uid of the custom resource, for owner references
 */
public record Environment(Owner owner, String uid, EnvironmentSpec spec, Facts facts, Names names) {

  public static final String API_VERSION = HasMetadata.getApiVersion(SoundBiteEnvironment.class);
  public static final String KIND = HasMetadata.getKind(SoundBiteEnvironment.class);

  /** The environment that {@code resource} declares. */
  public static Environment of(SoundBiteEnvironment resource, Facts facts) {
    var spec = resource.getSpec();
    var metadata = resource.getMetadata();
    var environment = spec.environment() == null ? metadata.getName() : spec.environment();
    return new Environment(
        new Owner(facts.cluster(), metadata.getNamespace(), metadata.getName()),
        metadata.getUid(),
        spec,
        facts,
        new Names(environment, spec.prefix(), facts));
  }

  /** The owner reference by which its objects go with it. */
  public Tree.Obj reference() {
    return Tree.obj(
        "apiVersion",
        API_VERSION,
        "kind",
        KIND,
        "name",
        owner.name(),
        "uid",
        uid,
        "controller",
        true,
        "blockOwnerDeletion",
        true);
  }

  /** Host of its Ingress: {@code spec.domain}, or {@code <prefix>.soundbite.local}. */
  public String host() {
    return spec.domain() == null ? names.prefix() + ".soundbite.local" : spec.domain();
  }

  /**
   * The repository that its image is looked for in: the one the spec names, else the one that the
   * environment before it runs images of, else its own.
   *
   * @param source the environment that {@code spec.promotion.from} names; empty when there is none
   * @return the whole URI; empty when it is the source's to say, and that one can't yet
   */
  public Optional<String> imageRepository(Optional<SoundBiteEnvironment> source) {
    var declared = spec.image().repository();
    if (declared != null) {
      return Optional.of(names.imageRepository(declared));
    }
    return spec.source().isEmpty()
        ? Optional.of(names.repositoryUri(names.repository()))
        : source
            .flatMap(it -> Optional.ofNullable(EnvironmentStatus.of(it).image()))
            .map(ImageStatus::repository);
  }

  /** Returns the same, whose verification Job runs {@code image}. */
  public Environment verifiedWith(String image) {
    var tree = (Tree.Obj) Json.of(spec);
    var rollout = tree.object("rollout");
    var verification = rollout.object("verification");
    var job = verification.object("job").with("image", Tree.of(image));
    var changed = tree.with("rollout", rollout.with("verification", verification.with("job", job)));
    return new Environment(
        owner, uid, Json.read(Json.write(changed), EnvironmentSpec.class), facts, names);
  }

  /**
   * Returns the environment, {@code namespace/name}, that {@link #imageRepository} takes the
   * repository from; empty when the spec names the repository, or it is the environment's own.
   */
  public Optional<String> repositorySource() {
    return spec.image().repository() == null
        ? spec.source().map(it -> it.qualified(owner.namespace()))
        : Optional.empty();
  }

  /** The tags of its resources. */
  public Tags tags() {
    return new Tags(names.environment(), names.prefix(), owner);
  }
}
