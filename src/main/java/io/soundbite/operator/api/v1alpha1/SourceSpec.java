package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Another environment of the same cluster. */
public record SourceSpec(
    @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('" + Rules.OBJECT_NAME + "')",
            message =
                "spec.promotion.from.name must be the metadata.name of a SoundBiteEnvironment, such"
                    + " as staging")
        @JsonPropertyDescription(
            "metadata.name of the other SoundBiteEnvironment, such as staging. Required.")
        String name,
    @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "spec.promotion.from.namespace must be the name of a namespace")
        @JsonPropertyDescription(
            "Namespace of the other SoundBiteEnvironment. Default: this one's.")
        @Nullable String namespace) {

  /** The namespace it is in, as an environment in {@code own} means it. */
  public String namespaceOr(String own) {
    return Objects.requireNonNullElse(namespace, own);
  }

  /** {@code namespace/name}, as an environment in {@code own} means it. */
  public String qualified(String own) {
    return namespaceOr(own) + "/" + name;
  }
}
