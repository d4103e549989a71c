package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the API is reached from outside the cluster. */
@ValidationRule(
    value =
        "!has(self.className) || !has(self.annotations)"
            + " || !('kubernetes.io/ingress.class' in self.annotations)",
    fieldPath = ".annotations",
    message =
        "spec.ingress.annotations cannot have kubernetes.io/ingress.class beside"
            + " spec.ingress.className: Kubernetes takes only one of them")
public record IngressSpec(
    @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('" + Rules.OBJECT_NAME + "')",
            message =
                "spec.ingress.className must be the name of an IngressClass: a DNS name in lower"
                    + " case, such as nginx")
        @JsonPropertyDescription(
            "Name of the IngressClass, such as nginx. Default: the cluster's default class.")
        @Nullable String className,
    @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('" + Rules.OBJECT_NAME + "')",
            message =
                "spec.ingress.tlsSecret must be the name of a Secret: a DNS name in lower case,"
                    + " such as api-tls")
        @JsonPropertyDescription(
            "Name of a Secret of type kubernetes.io/tls in the environment's namespace, holding the"
                + " certificate of spec.domain. Default: none, plain HTTP.")
        @Nullable String tlsSecret,
    @Size(max = 30)
        @ValidationRule(
            value = "self.all(k, size(k) <= 317 && k.matches('" + Rules.QUALIFIED_NAME + "'))",
            message =
                "spec.ingress.annotations must be keyed by annotation names, such as"
                    + " cert-manager.io/cluster-issuer")
        @ValidationRule(
            value = "self.map(k, bytes(k).size() + bytes(self[k]).size()).sum() <= 131072",
            message =
                "spec.ingress.annotations must have at most 131072 bytes, names and values"
                    + " together, half of what Kubernetes allows on one object: shorten them")
        @JsonPropertyDescription(
            "Annotations of the Ingress, for its controller; at most 30, values of at most 4096"
                + " characters, together at most 131072 bytes. Default: none.")
        Map<String, @Size(max = 4096) String> annotations) {
  /** Copies the map. */
  public IngressSpec {
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
  }
}
