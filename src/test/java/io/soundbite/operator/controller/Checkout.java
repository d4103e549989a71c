package io.soundbite.operator.controller;

import static java.util.stream.Collectors.joining;

import io.soundbite.operator.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What somebody has before them who follows a document: the project, and in the same directory the
 * two files of their own repository, which has a remote. Everything is for {@code namespace}.
 */
record Checkout(Path directory, String namespace) {
  private static final Path ENVIRONMENTS = Path.of("deploy/argocd/environments");
  private static final Pattern NAMESPACE = Pattern.compile("(namespace: )(soundbite|argocd)\\b");

  /** Lays it out in {@code directory}, which is empty. */
  static Checkout in(Path directory, String namespace) throws IOException {
    var checkout = new Checkout(directory, namespace);
    for (var part : List.of("examples", "deploy")) {
      checkout.copy(Path.of(part));
    }
    Files.createSymbolicLink(directory.resolve("sandbox"), Path.of("sandbox").toAbsolutePath());
    for (var name : List.of("staging.yaml", "production.yaml")) {
      Files.copy(directory.resolve(ENVIRONMENTS).resolve(name), directory.resolve(name));
    }
    Files.copy(
        AwsUser.SUBSTITUTES.resolve("kubectl-sbenv"),
        checkout.commands().resolve("kubectl-sbenv"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.copy(Sandbox.kubeconfigFile().toPath(), checkout.kubeconfig());
    try (var shell = checkout.shell()) {
      shell.good("kubectl config set-context --current --namespace=" + namespace);
      shell.good("kubectl create configmap argocd-cm");
      shell.good("git init --quiet --bare origin.git && git init --quiet");
      shell.good("git add staging.yaml production.yaml && git commit --quiet -m Environments");
      shell.good("git remote add origin origin.git && git push --quiet -u origin HEAD");
    }
    return checkout;
  }

  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /** A shell as after {@code source .sandbox/env}, for somebody whom git knows. */
  Shell shell() {
    var sandbox = Sandbox.directory().toAbsolutePath();
    var path =
        Stream.of(commands(), AwsUser.SUBSTITUTES, sandbox.resolve("bin")).map(Path::toString);
    return new Shell(
        directory,
        Map.of(
            "KUBECONFIG",
            kubeconfig().toString(),
            "KUBECACHEDIR",
            sandbox.resolve("kubectl-cache").toString(),
            "SANDBOX_DIR",
            sandbox.toString(),
            "PATH",
            Stream.concat(path, Stream.of(System.getenv("PATH"))).collect(joining(":")),
            "GIT_CONFIG_GLOBAL",
            "/dev/null",
            "GIT_AUTHOR_NAME",
            "test",
            "GIT_COMMITTER_NAME",
            "test",
            "EMAIL",
            "test@example.com"));
  }

  private Path commands() {
    return directory.resolve("deploy/kubectl");
  }

  private void copy(Path part) {
    try (var files = Files.walk(part)) {
      for (var file : files.toList()) {
        var there = directory.resolve(file);
        if (Files.isDirectory(file)) {
          Files.createDirectories(there);
        } else if (part.endsWith("examples") || file.startsWith("deploy/argocd")) {
          Files.writeString(
              there, NAMESPACE.matcher(Files.readString(file)).replaceAll("$1" + namespace));
        } else {
          Files.copy(file, there);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
