package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What runs to try a release out. Not a whole Job: whoever may write an environment gets no pod by
 * it that the environment's own pods could not be.
 */
public record VerificationJob(
    @Size(min = 1, max = 512)
        @ValidationRule(
            value =
                "self.matches('"
                    + Rules.IMAGE
                    + "') && (self.contains('@sha256:') ||"
                    + " self.matches('^[0-9]{12}[.]dkr[.]ecr[.-][^ @:/]+/[^ @:]+:[^ @:/]+$'))",
            message =
                "spec.rollout.verification.job.image must be an image by digest (@sha256:...), or"
                    + " by tag in an ECR repository, whole URI, where the operator looks up the"
                    + " digest; in lower case and without scheme or spaces")
        @JsonPropertyDescription(
            "Image to run: by digest (@sha256:...), or by tag in an ECR repository, whole URI, such"
                + " as 111122223333.dkr.ecr.eu-west-1.amazonaws.com/smoke:3; the operator looks up"
                + " the digest and runs that. Default: the image of the release itself.")
        @Nullable String image,
    @Required
        @Size(min = 1, max = 20)
        @ValidationRule(
            value = Rules.BYTES + " <= 65536",
            message =
                "spec.rollout.verification.job.command must have at most 65536 bytes: shorten it,"
                    + " or put it into a script in the image")
        @JsonPropertyDescription(
            "Command, a word an item; at most 20 items of at most 4096 characters, together at most"
                + " 65536 bytes. It finds in its"
                + " environment PREVIEW_URL, the preview Service's URL, RELEASE_TAG and"
                + " RELEASE_DIGEST; exit code 0 is success. Required.")
        List<@Size(min = 1, max = 4096) String> command,
    @Size(max = 50)
        @ValidationRule(
            value = Rules.ENV_BYTES + " <= 65536",
            message =
                "spec.rollout.verification.job.env must have at most 65536 bytes, names and values"
                    + " together: shorten values, or keep them in a Secret and use valueFrom")
        @JsonPropertyDescription(
            "Further environment variables, at most 50, by name; names and values together at most"
                + " 65536 bytes. Default: none.")
        List<EnvEntry> env,
    @Default("5m")
        @Size(min = 2, max = 18)
        @ValidationRule(
            value =
                "self.matches('"
                    + Rules.DURATION
                    + "') && duration(self) >= duration('5s') && duration(self) <= duration('6h')",
            message =
                "spec.rollout.verification.job.timeout must be a duration from 5s to 6h, such as"
                    + " 90s or 5m")
        @JsonPropertyDescription(
            "How long it may take, retries included: hours, minutes and seconds, such as 90s or 5m;"
                + " from 5s to 6h. Default: 5m.")
        String timeout,
    @Default("0")
        @Min(0)
        @Max(10)
        @JsonPropertyDescription("How often it is tried again when it fails, 0 to 10. Default: 0.")
        Integer retries) {
  /** Applies the schema's defaults. */
  public VerificationJob {
    command = command == null ? List.of() : List.copyOf(command);
    env = env == null ? List.of() : List.copyOf(env);
    timeout = Objects.requireNonNullElse(timeout, "5m");
    retries = Objects.requireNonNullElse(retries, 0);
  }

  /** Returns whether it says by digest what runs, so that nobody can push something else there. */
  public boolean namesDigest() {
    return image == null || image.contains("@");
  }

  /** Returns {@code image} without its tag or digest; null when none is named. */
  public @Nullable String repository() {
    return image == null ? null : image.replaceFirst("@.*$", "").replaceFirst(":[^:/]*$", "");
  }

  /** {@code timeout} as a duration. */
  public Duration limit() {
    return Durations.parse(timeout);
  }
}
