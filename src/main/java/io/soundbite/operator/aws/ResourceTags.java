package io.soundbite.operator.aws;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3control.model.Tag;

/** Sets and removes the tags of a bucket one by one. */
@FunctionalInterface
interface ResourceTags {
  /**
   * Makes {@code writes} and leaves all other tags.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException when a call fails; those before it
   *     took effect
   */
  void write(String bucket, TagWrites writes);

  /**
   * By S3 Control, where calls name the account.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_TagResource.html">TagResource</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_UntagResource.html">UntagResource</a>
   */
  static ResourceTags of(AwsClients clients) {
    return (bucket, writes) -> {
      var account = clients.sts().getCallerIdentity().account();
      var arn = BucketReads.arn(clients.scope().region(), bucket);
      var control = clients.s3Control();
      writes.by(
          put -> control.tagResource(it -> it.accountId(account).resourceArn(arn).tags(sdk(put))),
          remove ->
              control.untagResource(it -> it.accountId(account).resourceArn(arn).tagKeys(remove)));
    };
  }

  private static List<Tag> sdk(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
