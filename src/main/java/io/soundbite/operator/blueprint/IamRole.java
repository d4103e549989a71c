package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An IAM role with its policies.
 *
 * @param inlinePolicies every inline policy by name; a stranger's is drift
 * @param attachedPolicies ARNs of managed policies; the blueprint attaches none, a stranger's is
 *     drift
 * @param permissionsBoundary ARN of a managed policy
 * @param description null when observed where the endpoint does not show it
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 */
public record IamRole(
    Key key,
    Policy trust,
    Map<String, Policy> inlinePolicies,
    Set<String> attachedPolicies,
    Optional<String> permissionsBoundary,
    @Nullable String description,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public IamRole {
    inlinePolicies = Map.copyOf(inlinePolicies);
    attachedPolicies = Set.copyOf(attachedPolicies);
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public IamRole(
      Key key,
      Policy trust,
      Map<String, Policy> inlinePolicies,
      Set<String> attachedPolicies,
      Optional<String> permissionsBoundary,
      @Nullable String description,
      Map<String, String> tags) {
    this(
        key,
        trust,
        inlinePolicies,
        attachedPolicies,
        permissionsBoundary,
        description,
        tags,
        Map.of());
  }
}
