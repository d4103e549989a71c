package io.soundbite.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** One environment of SoundBite: development, staging, production. */
@Group("soundbite.io")
@Version("v1alpha1")
@Kind("SoundBiteEnvironment")
@Singular("soundbiteenvironment")
@Plural("soundbiteenvironments")
@ShortNames("sbenv")
public class SoundBiteEnvironment extends CustomResource<EnvironmentSpec, EnvironmentStatus>
    implements Namespaced {

  @Override
  protected @Nullable EnvironmentSpec initSpec() {
    return null; // records have no empty form; the API server requires spec
  }

  @Override
  protected @Nullable EnvironmentStatus initStatus() {
    return null;
  }
}
