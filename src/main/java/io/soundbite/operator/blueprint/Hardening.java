package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;

/**
 * What every pod may not do. Nothing is writable but {@code /tmp}.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod security
 *     standards, restricted</a>
 */
final class Hardening {
  /** The user {@code node} of the official Node.js images, by number so that it can be checked. */
  private static final int USER = 1000;

  /** Security context of a pod. */
  static final Tree POD =
      Tree.obj(
          "runAsNonRoot", true,
          "runAsUser", USER,
          "runAsGroup", USER,
          "fsGroup", USER,
          "seccompProfile", Map.of("type", "RuntimeDefault"));

  /** Security context of a container. */
  static final Tree CONTAINER =
      Tree.obj(
          "allowPrivilegeEscalation", false,
          "readOnlyRootFilesystem", true,
          "capabilities", Map.of("drop", List.of("ALL")));

  static final Tree VOLUMES =
      Tree.arr(Map.of("name", "tmp", "emptyDir", Map.of("sizeLimit", "256Mi")));

  static final Tree MOUNTS = Tree.arr(Map.of("name", "tmp", "mountPath", "/tmp"));

  private Hardening() {}
}
