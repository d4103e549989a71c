package io.soundbite.operator.aws;

import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** A tagging API that is not to be asked. */
final class NoTags implements ResourceGroupsTaggingApiClient {
  @Override
  public String serviceName() {
    return "tagging";
  }

  @Override
  public void close() {}
}
