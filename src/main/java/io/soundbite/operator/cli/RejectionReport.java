package io.soundbite.operator.cli;

import io.soundbite.operator.blueprint.Digest;

/**
 * What is rejected, or no longer.
 *
 * @param live whether the image is live
 */
record RejectionReport(Name environment, boolean rejected, String tag, String digest, boolean live)
    implements Report {

  @Override
  public Exit exit() {
    return Exit.CLEAN;
  }

  @Override
  public void print(Page page) {
    page.line(
        "%s: %s: %s (%s)"
            .formatted(
                environment,
                rejected ? "rejected" : "no longer rejected",
                tag,
                Digest.brief(digest)));
    if (rejected && live) {
      page.line(
          "It is live, and stays so: kubectl sbenv rollback %s goes back.".formatted(environment));
    }
  }
}
