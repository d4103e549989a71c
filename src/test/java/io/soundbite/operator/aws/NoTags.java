package io.soundbite.operator.aws;

import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;

/** A tagging API that nobody is to ask. */
final class NoTags implements ResourceGroupsTaggingApiClient {
  @Override
  public String serviceName() {
    return "tagging";
  }

  @Override
  public void close() {}
}
