package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.EnvEntry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a slot runs: an image by digest, and everything that shapes its pods. Stored before its slot
 * is touched, so that the previous slot can still be compared, healed and returned to after the
 * spec has moved on.
 *
 * @param tag as asked for
 * @param image {@code repository@sha256:...}
 * @param config the application's environment variables, rendered
 * @param secrets the variables that come from Secrets
 * @param pod the rest of what shapes a pod
 */
public record Release(
    String tag,
    String image,
    SortedMap<String, String> config,
    SortedMap<String, EnvEntry.SecretKey> secrets,
    Pod pod) {

  /** The annotation by which pods say which release they are of: its hash. */
  public static final String ANNOTATION = "soundbite.io/release";

  public Release {
    config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
  }

  /**
   * What shapes a pod beside image and variables.
   *
   * @param version of the blueprint: pods rendered differently are another release
   * @param tolerations as Kubernetes writes them
   */
  public record Pod(
      int version,
      SortedMap<String, String> requests,
      SortedMap<String, String> limits,
      SortedMap<String, String> nodeSelector,
      Tree tolerations,
      List<String> pullSecrets,
      List<String> processorCommand) {
    public Pod {
      requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
      limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
      nodeSelector = Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
      pullSecrets = List.copyOf(pullSecrets);
      processorCommand = List.copyOf(processorCommand);
    }
  }

  /**
   * Reads the form that {@link #tree} writes.
   *
   * @throws IllegalArgumentException when {@code tree} is not of that form; says which field
   */
  public static Release read(Tree tree) {
    return ReleaseReader.read(tree);
  }

  /** {@code sha256:...}, from the image reference. */
  public String digest() {
    return image.substring(image.indexOf('@') + 1);
  }

  /** Twelve hexadecimal digits that stand for everything but the image. */
  public String configHash() {
    return Hash.of(tree().without("image").without("tag"));
  }

  /** Twelve hexadecimal digits that stand for the whole release; part of its revision's name. */
  public String hash() {
    return Hash.of(tree());
  }

  /** The form it is stored in. */
  public Tree.Obj tree() {
    var refs = new TreeMap<String, Map<String, String>>();
    secrets.forEach((name, ref) -> refs.put(name, Map.of("name", ref.name(), "key", ref.key())));
    return Tree.obj(
        "tag", tag,
        "image", image,
        "config", config,
        "secrets", refs,
        "pod",
            Tree.obj(
                "version", pod.version(),
                "requests", pod.requests(),
                "limits", pod.limits(),
                "nodeSelector", pod.nodeSelector(),
                "tolerations", pod.tolerations(),
                "pullSecrets", pod.pullSecrets(),
                "processorCommand", pod.processorCommand()));
  }
}
