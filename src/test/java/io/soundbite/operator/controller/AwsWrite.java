package io.soundbite.operator.controller;

import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * A call that changes something, told from others by all it asks for: the same one in every run,
 * however the calls of a run overlap.
 *
 * @param request with the account and what the emulator drew by lot masked
 */
record AwsWrite(String operation, String request) {
  private static final Pattern READ = Pattern.compile("^(Get|BatchGet|Describe|List|Head).*");

  static boolean isWrite(ExecutionAttributes attributes) {
    return !READ.matcher(operationOf(attributes)).matches();
  }

  static AwsWrite of(SdkRequest request, ExecutionAttributes attributes, String account) {
    return new AwsWrite(
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME) + ":" + operationOf(attributes),
        request
            .toString()
            .replace(account, "<account>")
            .replaceAll("VersionId=[^,)]+", "VersionId=<id>"));
  }

  /** Its name and as much of the request as a line takes. */
  @Override
  public String toString() {
    return operation + " " + request.substring(0, Math.min(request.length(), 100));
  }

  private static String operationOf(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
