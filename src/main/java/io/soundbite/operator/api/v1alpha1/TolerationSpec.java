package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A taint that pods tolerate. It has the fields of a pod's toleration, with the rules that the API
 * server has for them, so that a wrong one is refused here and not when the pods are made.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">Taints
 *     and tolerations</a>
 */
@ValidationRule(
    value =
        "(has(self.key) && self.key != '')"
            + " || (has(self.operator) && self.operator == 'Exists')",
    message = "spec.tolerations[] without a key must have the operator Exists")
@ValidationRule(
    value =
        "!has(self.value) || self.value == '' || !has(self.operator) || self.operator != 'Exists'",
    fieldPath = ".value",
    message = "spec.tolerations[].value must be empty when the operator is Exists")
@ValidationRule(
    value = "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
    fieldPath = ".tolerationSeconds",
    message = "spec.tolerations[].tolerationSeconds is allowed only with the effect NoExecute")
public record TolerationSpec(
    @Size(max = 317)
        @ValidationRule(
            value = "self == '' || self.matches('" + Rules.QUALIFIED_NAME + "')",
            message =
                "spec.tolerations[].key must be the key of a taint, such as"
                    + " node.kubernetes.io/not-ready")
        @JsonPropertyDescription(
            "Key of the taint. Default: every key; the operator must then be Exists.")
        @Nullable String key,
    @Size(max = 6)
        @ValidationRule(
            value = "self in ['', 'Equal', 'Exists']",
            message = "spec.tolerations[].operator must be Equal or Exists")
        @JsonPropertyDescription(
            "Equal: the taint's value must be value. Exists: it may be any. Default: Equal.")
        @Nullable String operator,
    @Size(max = 63)
        @ValidationRule(
            value = "self.matches('" + Rules.LABEL_VALUE + "')",
            message =
                "spec.tolerations[].value must be the value of a taint: letters, digits, hyphens,"
                    + " underscores and dots, at most 63 characters")
        @JsonPropertyDescription("Value of the taint, with the operator Equal. Default: none.")
        @Nullable String value,
    @Size(max = 16)
        @ValidationRule(
            value = "self in ['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute']",
            message = "spec.tolerations[].effect must be NoSchedule, PreferNoSchedule or NoExecute")
        @JsonPropertyDescription(
            "Effect of the taint: NoSchedule, PreferNoSchedule or NoExecute. Default: every one.")
        @Nullable String effect,
    @JsonPropertyDescription(
            "For how many seconds a pod stays on a node that gets the taint, with the effect"
                + " NoExecute. Default: for good.")
        @Nullable Long tolerationSeconds) {}
