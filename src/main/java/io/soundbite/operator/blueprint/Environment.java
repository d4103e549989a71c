package io.soundbite.operator.blueprint;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;

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

  /** The tags of its resources. */
  public Tags tags() {
    return new Tags(names.environment(), names.prefix(), owner);
  }
}
