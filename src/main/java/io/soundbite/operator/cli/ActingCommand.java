package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.Durations;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that says what it will change, changes it, and looks on until that is live. */
@Command
abstract class ActingCommand extends ReportCommand {
  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(names = "--no-wait", description = "Do not look on until it is live.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to look on, such as 90s or 1h; default: 15m.")
  private String timeout = "15m";

  ActingCommand(Terminal terminal) {
    super(terminal);
  }

  /**
   * What is to be done.
   *
   * @param digest that is to be live in the end; null when that doesn't matter
   * @param refusal why it is not done; null when it is
   */
  record Act(Edit edit, Report change, @Nullable String digest, @Nullable String refusal) {}

  /**
   * What is to be done.
   *
   * @throws CommandFailure when nothing is
   */
  abstract Act act(Cluster cluster);

  @Override
  final Report report(Cluster cluster) {
    var patience = patience();
    var act = act(cluster);
    if (dryRun) {
      return new Acted(act.change(), null);
    }
    tell(act.change()::print);
    return new Acted(
        act.change(),
        act.refusal() == null ? done(act, cluster, patience) : new Ending(false, act.refusal()));
  }

  private Ending done(Act act, Cluster cluster, Duration patience) {
    var generation = act.edit().write().getMetadata().getGeneration();
    var name = act.edit().name();
    if (noWait) {
      return new Ending(
          true, "Written. kubectl sbenv status %s tells how it goes.".formatted(name));
    }
    tell(page -> page.line("").line("Written. To stop looking on takes nothing back."));
    var looking = new Looking(generation, act.digest());
    cluster.api().await(name, looking, patience);
    var last = looking.last;
    return last.end()
        .orElseGet(
            () -> new Ending(false, "Not live after %s. %s".formatted(timeout, last.line())));
  }

  private Duration patience() {
    try {
      return Durations.parse(timeout);
    } catch (DateTimeParseException e) {
      throw new CommandFailure("--timeout is no duration such as 90s or 1h: " + timeout, e);
    }
  }

  /** Tells of every step once. */
  private final class Looking implements Predicate<@Nullable SoundBiteEnvironment> {
    private final long generation;
    private final @Nullable String digest;
    private volatile Progress last = new Progress("", Optional.empty());

    private Looking(long generation, @Nullable String digest) {
      this.generation = generation;
      this.digest = digest;
    }

    @Override
    public boolean test(@Nullable SoundBiteEnvironment environment) {
      var before = last;
      var now = Progress.of(environment, generation, digest);
      last = now;
      if (now.end().isEmpty() && !now.line().equals(before.line())) {
        tell(page -> page.line(2, now.line()));
      }
      return now.end().isPresent();
    }
  }
}
