package io.soundbite.operator.migration;

import java.util.List;

/**
 * A CloudFormation stack.
 *
 * @param isDeleted whether it is gone, and listed with what has become of its resources
 */
public record FormerStack(String name, boolean isDeleted, List<StackResource> resources) {
  public FormerStack {
    resources = List.copyOf(resources);
  }
}
