package io.soundbite.operator.blueprint;

import java.util.Map;

/** The labels by which the operator knows its Kubernetes objects. */
public final class Labels {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Value of {@link #MANAGED_BY}, and the operator's field manager. */
  public static final String OPERATOR = "soundbite-operator";

  /** Name of the custom resource. */
  public static final String ENVIRONMENT = "soundbite.io/environment";

  /** Which slot pods are of; a Service selects by it. */
  public static final String SLOT = "soundbite.io/slot";

  /** What pods are for: {@code api}, {@code processor}. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  private Labels() {}

  /** What all objects of an environment carry. */
  public static Map<String, String> of(Owner owner) {
    return Map.of(MANAGED_BY, OPERATOR, ENVIRONMENT, owner.name());
  }
}
