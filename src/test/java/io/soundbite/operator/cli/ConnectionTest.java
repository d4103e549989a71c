package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which cluster and namespace are asked, and what is said when there is no answer. */
class ConnectionTest extends CommandTest {
  private static final String OTHER =
      "/apis/soundbite.io/v1alpha1/namespaces/other/soundbiteenvironments";

  @Test
  void theNamespaceIsTheContexts() {
    plugin.has(Sample.ready("staging"));

    assertThat(plugin.run("status").out()).contains("soundbite/staging");
  }

  @Test
  void anotherNamespaceIsAskedWhenNamed() {
    plugin.has(Sample.ready("staging"));
    plugin.answers(OTHER + "/staging", 200, elsewhere("staging"));

    assertThat(plugin.run("status", "staging", "-n", "other").out())
        .contains("other/staging")
        .doesNotContain("soundbite/staging");
    assertThat(plugin.run("status", "other/staging").out()).contains("other/staging");
  }

  @Test
  void allNamespacesAreAskedWhenTold() {
    var list = new DefaultKubernetesResourceList<SoundBiteEnvironment>();
    list.setItems(List.of(Sample.ready("staging"), elsewhere("production")));
    plugin.answers("/apis/soundbite.io/v1alpha1/soundbiteenvironments", 200, list);

    assertThat(plugin.run("status", "-A").out()).contains("soundbite/staging", "other/production");
  }

  @Test
  void aNameAndAllNamespacesDontGoTogether() {
    assertFails(plugin.run("status", "staging", "-A"), "Give either a name or --all-namespaces.");
  }

  @Test
  void anUnknownContextIsNotReplacedByTheCurrentOne() {
    plugin.has(Sample.ready("staging"));

    assertFails(plugin.run("status", "--context", "nonsense"), "There is no context nonsense");
  }

  @Test
  void aMissingKubeconfigIsNamed() {
    assertFails(plugin.run("status", "--kubeconfig", "/nonsense"), "/nonsense");
  }

  @Test
  void aClusterThatIsAwayIsNamed() throws IOException {
    var away = directory.resolve("away");
    Files.writeString(
        away,
        Files.readString(directory.resolve("kubeconfig"))
            .replaceAll("localhost:[0-9]+", "127.0.0.1:1"));

    assertFails(
        plugin.run("status", "--kubeconfig", away.toString()),
        "No answer from http://127.0.0.1:1/");
  }

  @Test
  void noSuchEnvironment() {
    plugin.has(Sample.ready("staging"));

    assertFails(plugin.run("status", "nonsense"), "There is no environment soundbite/nonsense.");
  }

  @Test
  void noEnvironmentAtAllIsNotReady() {
    plugin.has();

    assertFails(plugin.run("status"), "There are no environments in the namespace soundbite.");
    assertFails(plugin.run("status", "-A"), "There are no environments in the cluster.");
  }

  @Test
  void aRefusalIsSaidInTheApiServersWords() {
    plugin.refuses(403, "soundbiteenvironments is forbidden: User \"x\" cannot list");

    assertFails(plugin.run("status"), "soundbiteenvironments is forbidden: User \"x\" cannot list");
  }

  @Test
  void aClusterWithoutTheCustomResourceSaysWhatToInstall() {
    assertFails(plugin.run("status"), "knows no SoundBiteEnvironment: install deploy/crds.");
  }

  @Test
  void aNewerOperatorsFieldsAreNoError() {
    plugin.answers(
        "/apis/soundbite.io/v1alpha1/namespaces/soundbite/soundbiteenvironments/staging",
        200,
        """
        {"apiVersion": "soundbite.io/v1alpha1", "kind": "SoundBiteEnvironment",
         "metadata": {"name": "staging", "namespace": "soundbite"},
         "spec": {"prefix": "staging", "image": {"tag": "1.4.1"}, "later": 1},
         "status": {"drift": {"count": 0, "later": [1]}, "later": {}}}
        """);

    assertThat(plugin.run("drift", "staging").out()).startsWith("soundbite/staging: none");
  }

  private static SoundBiteEnvironment elsewhere(String name) {
    var resource = Sample.ready(name);
    resource.getMetadata().setNamespace("other");
    return resource;
  }
}
