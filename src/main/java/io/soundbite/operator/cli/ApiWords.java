package io.soundbite.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.regex.Pattern;

/** Why a call to the API server failed: in its own words, where it has said something. */
final class ApiWords {
  private static final Pattern DENIED =
      Pattern.compile(
          "ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied request: (.+)");

  private ApiWords() {}

  /** What {@code e} means, when {@code url} was called. */
  static String of(KubernetesClientException e, String url) {
    if (e.getCause() instanceof JsonProcessingException unreadable) {
      return "Not a SoundBiteEnvironment that this plugin can read: "
          + unreadable.getOriginalMessage();
    }
    var status = e.getStatus();
    if (status == null || e.getCode() == 0) {
      var cause = e.getCause() == null ? e : e.getCause();
      return "No answer from %s: %s".formatted(url, cause.getMessage());
    }
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && status.getDetails() == null) {
      return "The cluster at %s knows no SoundBiteEnvironment: install deploy/crds.".formatted(url);
    }
    return brief(
        status.getMessage() == null ? String.valueOf(e.getMessage()) : status.getMessage());
  }

  /**
   * A refused patch is said with the whole object in it; what is wrong comes after. So does what an
   * admission policy says.
   */
  private static String brief(String message) {
    var denied = DENIED.matcher(message);
    if (denied.find()) {
      return "Refused by the admission policy %s: %s."
          .formatted(denied.group(1), denied.group(2).replaceFirst("[.]$", ""));
    }
    var end = "}\": ";
    var object = message.indexOf("Invalid value: \"{");
    var after = message.lastIndexOf(end);
    return object < 0 || after < object ? message : message.substring(after + end.length());
  }
}
