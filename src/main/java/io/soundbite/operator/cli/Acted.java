package io.soundbite.operator.cli;

import org.jspecify.annotations.Nullable;

/**
 * A change, and what came of it.
 *
 * @param change as it was said before it was made
 * @param result null when it was not to be made
 */
record Acted(Report change, @Nullable Ending result) implements Report {

  @Override
  public Exit exit() {
    if (result == null) {
      return change.exit();
    }
    return result.done() ? Exit.CLEAN : Exit.FOUND;
  }

  /** What people have not been told yet. */
  @Override
  public void print(Page page) {
    if (result == null) {
      change.print(page);
    } else {
      page.line(result.message());
    }
  }
}
