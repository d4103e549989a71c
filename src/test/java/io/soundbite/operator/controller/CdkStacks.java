package io.soundbite.operator.controller;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/**
 * The five CloudFormation stacks of an environment as the real CDK application makes them, of the
 * templates in {@code src/test/resources/cdk}: named by its prefix, with a function that is fed
 * from the queue, a rule that runs another, an instance for the API in a network of its own, and
 * names of roles, alarms and log groups that CloudFormation generates. What an environment adopts
 * is retained.
 */
final class CdkStacks implements AutoCloseable {
  private static final List<String> STACKS =
      List.of("Database", "Storage", "Queue", "Compute", "API");

  private final CloudFormationClient client;
  private final String environment;
  private final String prefix;

  CdkStacks(URI endpoint, String account, String environment, String prefix) {
    this.client =
        CloudFormationClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(account, "secret")))
            .build();
    this.environment = environment;
    this.prefix = prefix;
  }

  void create() {
    STACKS.forEach(
        stack ->
            client.createStack(
                it ->
                    it.stackName(name(stack))
                        .templateBody(template(stack))
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)
                        .parameters(
                            parameter("Environment", environment), parameter("Prefix", prefix))));
    names().forEach(name -> client.waiter().waitUntilStackCreateComplete(it -> it.stackName(name)));
  }

  void delete() {
    names().forEach(name -> client.deleteStack(it -> it.stackName(name)));
    names().forEach(name -> client.waiter().waitUntilStackDeleteComplete(it -> it.stackName(name)));
  }

  @Override
  public void close() {
    client.close();
  }

  private Stream<String> names() {
    return STACKS.stream().map(this::name);
  }

  private String name(String stack) {
    return "SoundBite-" + prefix + "-" + stack;
  }

  private static Parameter parameter(String key, String value) {
    return Parameter.builder().parameterKey(key).parameterValue(value).build();
  }

  /** CDK's templates are JSON. */
  private static String template(String stack) {
    try {
      var template =
          YAMLMapper.builder()
              .build()
              .readTree(Path.of("src/test/resources/cdk", stack + ".yaml").toFile());
      return template.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
