package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of commands begin with. */
abstract class CommandTest {
  @TempDir Path directory;
  @AutoClose Plugin plugin;

  @BeforeEach
  void start() throws IOException {
    plugin = new Plugin(directory);
  }

  /** It says {@code message} and nothing else, and that nothing can be said. */
  static void assertFails(Plugin.Outcome outcome, String message) {
    assertThat(outcome.err()).startsWith("error: ").contains(message);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(2);
  }
}
