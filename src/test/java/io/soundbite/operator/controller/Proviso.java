package io.soundbite.operator.controller;

import io.soundbite.operator.cli.ShellCommand;
import io.soundbite.operator.controller.Proviso.How.Answering;
import io.soundbite.operator.controller.Proviso.How.Failing;
import io.soundbite.operator.controller.Proviso.How.NotRun;
import io.soundbite.operator.controller.Proviso.How.Silent;
import io.soundbite.operator.controller.Proviso.How.With;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is otherwise with some documented commands when a test types them.
 *
 * @param commands what they begin with, where they are
 * @param how it is otherwise
 * @param why that can't be helped here
 */
record Proviso(Pattern commands, How how, String why) {

  /** A way in which commands differ. */
  sealed interface How {
    /** They are not run. */
    record NotRun() implements How {}

    /** They have {@code more} arguments. */
    record With(String more) implements How {}

    /** They fail, and say so. */
    record Failing(String output) implements How {}

    /** Exit code 1 is an answer as good as 0. */
    record Answering() implements How {}

    /** They may have nothing to say. */
    record Silent() implements How {}
  }

  /** All there are; one that concerns no command is wrong. */
  static final List<Proviso> ALL =
      List.of(
          of(
              "make (build|image)",
              new NotRun(),
              "it has been built for the tests, ImageIT has both"),
          of("read -rs", new NotRun(), "it waits for a person to type a password"),
          of(
              "deploy/image/sign.py",
              new NotRun(),
              "there is no image to sign, ImageIT has one and tries all of it"),
          of("kubectl delete crd", new NotRun(), "tests that run beside this one need it"),
          of(
              "helm upgrade",
              new With("--set crds.install=false"),
              "the sandbox has installed the definition, which other tests share"),
          of(
              "kubectl apply -f deploy/admission/",
              new With("--dry-run=server"),
              "the policy holds in the whole cluster; ApprovalPolicyIT tries it"),
          of(
              "kubectl apply -f deploy/argocd/operator.yaml",
              new Failing("no matches for kind \"Application\""),
              "there is no Argo CD"),
          of(
              "aws eks create-pod-identity-association",
              new Failing("No cluster found for name: prod"),
              "the account has no EKS cluster; PodIdentityIT makes one"),
          of("kubectl logs", new Failing("/containerLogs/"), "nothing runs in the sandbox's pods"),
          of(
              "kubectl sbenv approve",
              new Failing("nothing waits for approval"),
              "no gate asks for a yes here; LivePluginIT has one"),
          of(
              "kubectl sbenv migrate -f production.yaml$",
              new Failing("Say with --stacks"),
              "the page shows that the stacks are asked for"),
          of(
              "kubectl sbenv migrate (-f|.* -o json > migration.json)",
              new Answering(),
              "1 tells what has to be done first"),
          of("kubectl sbenv (status|drift|plan|diff)", new Answering(), "1 tells of something"),
          of(
              "kubectl get sbenv staging -o jsonpath='[^']*\"Redrive\"",
              new Silent(),
              "there is no such condition before somebody asks for redrive"),
          of("kubectl get sbenv -n team-b", new Silent(), "there is no such team"),
          of("kubectl diff", new Silent(), "git and cluster agree"));

  boolean concerns(ShellCommand command) {
    return commands.matcher(command.text()).lookingAt();
  }

  private static Proviso of(String commands, How how, String why) {
    return new Proviso(Pattern.compile(commands), how, why);
  }
}
