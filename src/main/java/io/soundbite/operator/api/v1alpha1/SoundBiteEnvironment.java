package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One environment of SoundBite: development, staging, production. */
@Group("soundbite.io")
@Version("v1alpha1")
@Kind("SoundBiteEnvironment")
@Singular("soundbiteenvironment")
@Plural("soundbiteenvironments")
@ShortNames("sbenv")
@Categories("soundbite")
@AdditionalPrinterColumn(name = "Prefix", jsonPath = ".spec.prefix")
@AdditionalPrinterColumn(name = "Tag", jsonPath = ".status.release.tag")
@AdditionalPrinterColumn(
    name = "Available",
    jsonPath = ".status.conditions[?(@.type==\"Available\")].status")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Status",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
    name = "Drift",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.drift.count")
@AdditionalPrinterColumn(
    name = "Parity",
    jsonPath = ".status.conditions[?(@.type==\"Parity\")].reason")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp")
@AdditionalPrinterColumn(name = "Desired", priority = 1, jsonPath = ".spec.image.tag")
@AdditionalPrinterColumn(name = "Slot", priority = 1, jsonPath = ".status.release.slot")
@AdditionalPrinterColumn(name = "Digest", priority = 1, jsonPath = ".status.release.shortDigest")
@AdditionalPrinterColumn(name = "Log", priority = 1, jsonPath = ".spec.logLevel")
@AdditionalPrinterColumn(name = "Features", priority = 1, jsonPath = ".spec.features")
@AdditionalPrinterColumn(name = "Account", priority = 1, jsonPath = ".status.aws.account")
@ValidationRule(
    value =
        "has(self.spec.environment) || (size(self.metadata.name) <= "
            + Rules.NAME_LENGTH
            + " && self.metadata.name.matches('"
            + Rules.NAME
            + "'))",
    fieldPath = ".spec.environment",
    message =
        "without spec.environment, metadata.name names the AWS resources and must be "
            + Rules.NAME_ALLOWED
            + "; choose such a name, or set spec.environment")
@ValidationRule(
    value = "size(self.metadata.name) <= 63",
    message = "metadata.name becomes a label of every object and must have at most 63 characters")
@ValidationRule(
    value =
        "!has(self.spec.promotion) || !has(self.spec.promotion.from)"
            + " || has(self.spec.promotion.from.namespace)"
            + " || self.spec.promotion.from.name != self.metadata.name",
    fieldPath = ".spec.promotion.from.name",
    message =
        "spec.promotion.from must name another environment than this one, such as staging in"
            + " production")
@JsonDeserialize(using = EnvironmentDeserializer.class)
public class SoundBiteEnvironment extends CustomResource<EnvironmentSpec, EnvironmentStatus>
    implements Namespaced {

  /**
   * In the metadata, since that is copied whole, and since the API server never keeps a field there
   * that it does not know: no client can set it.
   */
  private static final String UNREADABLE = "unreadable";

  /**
   * Returns which part of it this version can't read, and why; empty when it can read all. An
   * unreadable one has no spec, and no status either if that is what can't be read.
   */
  @JsonIgnore
  public Optional<String> unreadable() {
    return getSpec() == null
        ? Optional.ofNullable(getMetadata())
            .map(it -> it.getAdditionalProperties().get(UNREADABLE))
            .map(String::valueOf)
        : Optional.empty();
  }

  void setUnreadable(String why) {
    getMetadata().setAdditionalProperty(UNREADABLE, why);
  }

  @Override
  protected @Nullable EnvironmentSpec initSpec() {
    return null; // records have no empty form; the API server requires spec
  }

  @Override
  protected @Nullable EnvironmentStatus initStatus() {
    return null;
  }
}
