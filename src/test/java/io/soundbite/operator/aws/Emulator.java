package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.Sandbox;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.blueprint.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * An account of one's own on the sandbox's AWS emulator, which takes the account from a 12-digit
 * access key: tests do not meet, and need not clean up.
 */
final class Emulator implements AutoCloseable {
  private static final String REGION = "us-east-1";

  private final Calls calls = new Calls();
  private final Facts facts;
  private final URI endpoint = Sandbox.endpoint();
  private final AwsClients clients;

  Emulator() {
    var account =
        String.valueOf(ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L));
    facts =
        new Facts(
            account,
            "aws",
            "amazonaws.com",
            REGION,
            endpoint,
            null,
            "oidc.test",
            Installation.of("here"));
    clients = clients(calls);
  }

  /** Other clients of the same account, for the caller to close. */
  AwsClients clients(ExecutionInterceptor interceptor) {
    return new AwsClients(
        new Scope(REGION, endpoint, new Scope.Credentials.Operator()),
        List.of(interceptor),
        StaticCredentialsProvider.create(AwsBasicCredentials.create(facts.account(), "secret")));
  }

  /** Makes an EKS cluster of that name, and the role that it needs. */
  void cluster(String name) {
    var role = role(name);
    clients
        .eks()
        .createCluster(
            it -> it.name(name).roleArn(role).resourcesVpcConfig(vpc -> vpc.subnetIds("a", "b")));
  }

  /** Makes a role of that name that nobody can assume, and returns its ARN. */
  String role(String name) {
    clients.iam().createRole(it -> it.roleName(name).assumeRolePolicyDocument("{}"));
    return AwsOthers.role(facts, name);
  }

  /** From now on the emulator refuses this account's calls. */
  void refuse(String code) {
    control("POST", "faults", Tree.obj("account", facts.account(), "code", code));
  }

  /** The same with {@code message}, of one operation. */
  void refuse(String operation, String code, String message) {
    control(
        "POST",
        "faults",
        Tree.obj(
            "account", facts.account(), "operation", operation, "code", code, "message", message));
  }

  /** Has the next call of {@code operation} fail on AWS's side. */
  void failOnce(String operation) {
    refuseOnce(operation, "InternalFailure");
  }

  /** Has the next call of {@code operation} be refused. */
  void refuseOnce(String operation, String code) {
    control(
        "POST",
        "faults",
        Tree.obj("account", facts.account(), "operation", operation, "code", code, "count", 1));
  }

  /** From now on the emulator is as unkind to the account as AWS is, fifty times as fast. */
  void realistic() {
    control(
        "POST",
        "profile",
        Tree.obj("account", facts.account(), "name", "realistic", "speed", 50, "failures", 0));
  }

  /** Gives the account another quota than the default. */
  void quota(Quota quota, int value) {
    control(
        "PUT",
        "quotas",
        Tree.obj(
            "account",
            facts.account(),
            "service",
            quota.service(),
            "code",
            quota.code(),
            "value",
            value));
  }

  private void control(String method, String path, Tree body) {
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/_sandbox/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the sandbox's control API is needed at " + endpoint, e);
    }
  }

  AwsClients clients() {
    return clients;
  }

  /** What has been called through {@link #clients}, tests' own calls too. */
  Calls calls() {
    return calls;
  }

  Names names() {
    return new Names("staging", "stage", facts);
  }

  /** The tags an environment of this account gives. */
  Tags tags() {
    return tags(new Owner("here", "soundbite", "staging"));
  }

  /** The same of another owner. */
  Tags tags(Owner owner) {
    return new Tags("staging", "stage", owner);
  }

  @Override
  public void close() {
    clients.close();
  }
}
