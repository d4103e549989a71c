package io.soundbite.operator.cli;

import org.jspecify.annotations.Nullable;

/**
 * What is approved.
 *
 * @param approved {@code <tag>@<digest>+<hash>}; null when it was taken back
 * @param before the same before that; null when nothing was approved
 * @param contents what the approval covers beside the image; null when it was taken back
 */
record ApprovalReport(
    Name environment,
    @Nullable String approved,
    @Nullable String before,
    @Nullable ApprovedContents contents)
    implements Report {

  @Override
  public Exit exit() {
    return Exit.CLEAN;
  }

  @Override
  public void print(Page page) {
    page.line("%s: %s".formatted(environment, words()));
    if (contents != null) {
      contents.print(page);
    }
  }

  private String words() {
    if (approved == null) {
      return before == null ? "nothing was approved" : "no longer approved: " + before;
    }
    if (approved.equals(before)) {
      return "approved already: " + approved;
    }
    return "approved: " + approved + (before == null ? "" : ", in place of " + before);
  }
}
