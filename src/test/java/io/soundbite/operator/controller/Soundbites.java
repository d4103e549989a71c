package io.soundbite.operator.controller;

import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The data of an environment, as its processor would store it: a record, and what was spoken. */
record Soundbites(OperatorUnderTest world, String environment) {
  private static final Map<String, AttributeValue> KEY =
      Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("a"));
  private static final String FILE = "a.mp3";
  private static final String CONTENT = "a";

  void put() {
    world.aws().dynamoDb().putItem(it -> it.tableName(table()).item(KEY));
    world
        .aws()
        .s3()
        .putObject(it -> it.bucket(bucket()).key(FILE), RequestBody.fromString(CONTENT));
  }

  boolean areThere() {
    return world.aws().dynamoDb().getItem(it -> it.tableName(table()).key(KEY)).hasItem()
        && world
            .aws()
            .s3()
            .getObjectAsBytes(it -> it.bucket(bucket()).key(FILE))
            .asUtf8String()
            .equals(CONTENT);
  }

  private String table() {
    return "SoundBite-" + environment + "-SoundbitesTable";
  }

  private String bucket() {
    return "soundbite-" + environment + "-soundbites-" + world.journal().account();
  }
}
