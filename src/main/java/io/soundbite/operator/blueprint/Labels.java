package io.soundbite.operator.blueprint;

import java.util.Map;

/** The labels by which the operator knows its Kubernetes objects. */
public final class Labels {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Value of {@link #MANAGED_BY}, and the operator's field manager. */
  public static final String OPERATOR = "soundbite-operator";

  /** Name of the custom resource. */
  public static final String ENVIRONMENT = "soundbite.io/environment";

  private Labels() {}

  /** What all objects of an environment carry. */
  public static Map<String, String> of(Owner owner) {
    return Map.of(MANAGED_BY, OPERATOR, ENVIRONMENT, owner.name());
  }
}
