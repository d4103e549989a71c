package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The image to run. Promotion is a change of {@code tag}. */
public record ImageSpec(
    @Required
        @Size(min = 1, max = 128)
        @ValidationRule(
            value = "self.matches('" + Rules.TAG + "')",
            message =
                "spec.image.tag must be an image tag: letters, digits, underscores, dots and"
                    + " hyphens, not beginning with a dot or hyphen, at most 128 characters")
        @JsonPropertyDescription(
            "Tag of the image to run, such as \"1.4.2\" (quoted, or YAML may read a number):"
                + " letters, digits, underscores, dots and hyphens, at most 128. It is resolved to"
                + " a digest; a tag pushed again changes nothing of what is live. Changing this line"
                + " is a promotion. Required.")
        String tag,
    @Size(min = 2, max = 330)
        @ValidationRule(
            value =
                "self.matches('"
                    + Rules.REPOSITORY_URI
                    + "') || (self.matches('"
                    + Rules.REPOSITORY_NAME
                    + "') && size(self) <= 256 && !self.matches('"
                    + Rules.OTHER_REGISTRY
                    + "'))",
            message =
                "spec.image.repository must be the name of an ECR repository, such as"
                    + " soundbite-staging-api, or the whole URI of one, such as"
                    + " 123456789012.dkr.ecr.us-east-1.amazonaws.com/soundbite-staging-api, without"
                    + " a tag; images of other registries are not run")
        @JsonPropertyDescription(
            "ECR repository of the image: the name of one in the environment's own account, such as"
                + " soundbite-staging-api, or a whole URI without a tag, such as"
                + " 123456789012.dkr.ecr.us-east-1.amazonaws.com/soundbite-staging-api. Default:"
                + " the one that promotion.from runs images of; without promotion.from the"
                + " environment's own, soundbite-<environment>-api.")
        @Nullable String repository,
    @Size(max = 10)
        @ValidationRule(
            value = "self.all(s, s.matches('" + Rules.OBJECT_NAME + "'))",
            message =
                "spec.image.pullSecrets must hold names of Secrets: DNS names in lower case, such"
                    + " as registry-credentials")
        @JsonPropertyDescription(
            "Names of Secrets in the environment's namespace, of type dockerconfigjson, that pods"
                + " pull the image with; at most 10. Default: none.")
        List<@Size(min = 1, max = 253) String> pullSecrets) {
  /** Copies the list. */
  public ImageSpec {
    pullSecrets = pullSecrets == null ? List.of() : List.copyOf(pullSecrets);
  }
}
