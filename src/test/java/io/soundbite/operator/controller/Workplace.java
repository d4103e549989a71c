package io.soundbite.operator.controller;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.cli.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Where documents are followed: a checkout, the plugin, and AWS as {@code operator} has it. */
final class Workplace implements AutoCloseable {
  static final List<String> ENVIRONMENTS = List.of("staging", "production");

  private final OperatorUnderTest operator;
  private final Checkout checkout;
  private final PluginAtHand plugin;
  private final AwsUser user;
  private final List<Shell> shells = new ArrayList<>();

  /** One in {@code directory}, which is empty. */
  Workplace(OperatorUnderTest operator, Path directory) throws IOException {
    this.operator = operator;
    this.checkout = Checkout.in(directory, operator.namespace());
    this.user = new AwsUser(operator.journal().account());
    this.plugin = new PluginAtHand(checkout.kubeconfig(), user.environment());
  }

  /** A shell that is closed with this. */
  Shell shell() {
    var shell = checkout.shell();
    shells.add(shell);
    return shell;
  }

  /** Somebody at a shell of their own, who knows where everything is. */
  Typist typist() {
    return new Typist(shell(), operator.namespace(), user.account())
        .with(user.variables())
        .with(Map.of("SBENV_URL", plugin.url().toString()));
  }

  /**
   * A test for each command of a block, before the first of which {@code begin} is done. Each
   * leaves time until environments are {@code settled}, as a reader does.
   */
  Stream<DynamicTest> type(
      Typist typist,
      List<ShellCommand> block,
      Runnable begin,
      Predicate<SoundBiteEnvironment> settled) {
    return block.stream()
        .map(
            command ->
                dynamicTest(
                    command.toString(),
                    () -> {
                      if (command.equals(block.getFirst())) {
                        begin.run();
                      }
                      typist.type(command);
                      ENVIRONMENTS.forEach(name -> await(name, settled));
                    }));
  }

  private void await(String name, Predicate<SoundBiteEnvironment> settled) {
    var now = operator.environment(name).get();
    if (now != null && !now.isMarkedForDeletion()) {
      operator.await(name, settled);
    }
  }

  /** Whether the operator has seen the newest generation, and is not at work. */
  static boolean isSettled(SoundBiteEnvironment environment) {
    var isSeen =
        Stream.of("True", "False").anyMatch(it -> OperatorUnderTest.is(environment, "Ready", it));
    return isSeen && !OperatorUnderTest.is(environment, "Reconciling", "True");
  }

  @Override
  public void close() {
    shells.forEach(Shell::close);
    plugin.close();
  }
}
