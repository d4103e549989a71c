package io.soundbite.operator.iam;

import io.soundbite.operator.blueprint.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The documents of deploy/iam. */
public enum ShippedPolicy {
  OPERATOR("operator-policy"),
  OPERATOR_KMS("operator-kms-policy"),
  OPERATOR_TRUST("operator-trust"),
  POD_IDENTITY("operator-pod-identity-policy"),
  POD_IDENTITY_TRUST("operator-pod-identity-trust"),
  BOUNDARY("environments-boundary"),
  HUB("hub-policy"),
  SPOKE_TRUST("spoke-trust");

  private final Path file;

  ShippedPolicy(String name) {
    this.file = Path.of("deploy", "iam", name + ".json");
  }

  /** As it ships, with its placeholders. */
  public String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As README.md there fills it in.
   *
   * @param values by placeholder, {@code ACCOUNT}
   */
  public String filled(Map<String, String> values) {
    var text = text();
    for (var value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    if (text.contains("${")) {
      throw new IllegalArgumentException("not all placeholders are filled in: " + text);
    }
    return text;
  }

  /** The same, to be judged by. */
  public PolicyDocument document(Map<String, String> values) {
    return PolicyDocument.of(Policy.parse(filled(values)));
  }
}
