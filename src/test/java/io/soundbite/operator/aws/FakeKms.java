package io.soundbite.operator.aws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;

/** A KMS that has one key at most. */
final class FakeKms implements KmsClient {
  final List<String> asked = new ArrayList<>();
  @Nullable KeyMetadata key;
  @Nullable String policy;

  /** What it answers instead, by error code. */
  @Nullable String refusal;

  @Override
  public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
    asked.add("DescribeKey " + request.keyId());
    if (refusal != null) {
      throw error(refusal, "no");
    }
    if (key == null) {
      throw error("NotFoundException", "Alias " + request.keyId() + " is not found.");
    }
    return DescribeKeyResponse.builder().keyMetadata(key).build();
  }

  @Override
  public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
    asked.add("GetKeyPolicy " + request.keyId() + " " + request.policyName());
    if (policy == null) {
      throw error("AccessDeniedException", "is not authorized to perform: kms:GetKeyPolicy");
    }
    return GetKeyPolicyResponse.builder().policy(policy).build();
  }

  private static RuntimeException error(String code, String message) {
    return KmsException.builder()
        .statusCode(400)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  @Override
  public String serviceName() {
    return "kms";
  }

  @Override
  public void close() {}
}
