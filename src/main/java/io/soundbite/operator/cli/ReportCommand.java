package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that answers with one report. */
abstract class ReportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json; default: text.")
  private Format format = Format.TEXT;

  ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** How a report is written. */
  enum Format {
    TEXT,
    JSON
  }

  /**
   * The answer.
   *
   * @throws CommandFailure when there is none
   */
  abstract Report report(Cluster cluster);

  Terminal terminal() {
    return terminal;
  }

  /** Tells people at once what else goes before the answer; tools get the answer alone. */
  void tell(Consumer<Page> words) {
    if (format == Format.TEXT) {
      var page = new Page();
      words.accept(page);
      print(page.toString());
    }
  }

  @Override
  public final Integer call() {
    try (var client = options.client()) {
      var report = report(new Cluster(client, options.namespace(client)));
      print(text(report));
      return report.exit().code();
    }
  }

  private void print(String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }

  private String text(Report report) {
    if (format == Format.JSON) {
      return json(report) + "\n";
    }
    var page = new Page();
    report.print(page);
    return page.toString();
  }

  private static String json(Report report) {
    try {
      return JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
