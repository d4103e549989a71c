package io.soundbite.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** The annotations by which people ask the operator for something. */
public final class Annotations {
  public static final String PREFIX = "soundbite.io/";
  public static final String RECONCILE_REQUESTED_AT = PREFIX + "reconcile-requested-at";
  public static final String ABANDON = PREFIX + "abandon";
  public static final String PAUSED = PREFIX + "paused";
  public static final String APPLY = PREFIX + "apply";
  public static final String APPROVE = PREFIX + "approve";
  public static final String RECREATE = PREFIX + "recreate";
  public static final String RESTORED = PREFIX + "restored";
  public static final String REDRIVE = PREFIX + "redrive";
  public static final String REJECT = PREFIX + "reject";
  public static final String REQUESTED_BY = PREFIX + "requested-by";
  public static final String APPROVED_BY = PREFIX + "approved-by";
  public static final String ALLOW_DOWNGRADE = PREFIX + "allow-downgrade";
  public static final String ALLOW_WEAKER_GATES = PREFIX + "allow-weaker-gates";

  private Annotations() {}

  /**
   * What {@link #APPROVE} says to approve a release: {@code <tag>@<digest>+<hash>}.
   *
   * @param hash of its configuration and of its verification Job
   */
  public static String approval(String tag, String digest, String hash) {
    return "%s@%s+%s".formatted(tag, digest, hash);
  }

  /** Returns how an image is named in annotations: {@code <tag>@<digest>}. */
  public static String image(String tag, String digest) {
    return tag + "@" + digest;
  }

  /** What {@link #APPROVE} says to approve a release in spite of {@code rejection}. */
  public static String approval(String image, RejectedEntry rejection) {
    return image + "~" + rejection.since();
  }

  /** What {@code resource} says under {@code annotation}; empty when it has none. */
  public static Optional<String> value(HasMetadata resource, String annotation) {
    return Optional.ofNullable(all(resource).get(annotation));
  }

  /** Those that are ours to read. */
  public static Map<String, String> ours(HasMetadata resource) {
    var ours = new java.util.TreeMap<String, String>();
    all(resource)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)) {
                ours.put(name, value);
              }
            });
    return ours;
  }

  private static Map<String, String> all(HasMetadata resource) {
    var annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }
}
