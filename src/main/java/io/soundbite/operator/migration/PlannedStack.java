package io.soundbite.operator.migration;

import java.util.List;

/**
 * A stack, and what becomes of its resources.
 *
 * @param isDeleted whether it is gone; its resources are those that stayed
 */
public record PlannedStack(String name, boolean isDeleted, List<PlannedResource> resources) {
  public PlannedStack {
    resources = List.copyOf(resources);
  }
}
