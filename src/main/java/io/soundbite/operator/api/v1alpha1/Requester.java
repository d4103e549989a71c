package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Who asked for something, as far as the API server knows. */
public record Requester(
    @JsonPropertyDescription(
            "Field manager that wrote the fields last: a tool, such as kubectl-edit or"
                + " argocd-controller. soundbite-operator where a release came back by itself.")
        String manager,
    @JsonPropertyDescription(
            "User name, where the admission policy soundbite-stamp is installed; absent otherwise.")
        @Nullable String user,
    @JsonPropertyDescription("When the manager wrote last, RFC 3339.") String at) {

  /** For people. */
  @Override
  public String toString() {
    return user == null
        ? "%s at %s".formatted(manager, at)
        : "%s (%s) at %s".formatted(user, manager, at);
  }
}
