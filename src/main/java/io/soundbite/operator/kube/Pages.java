package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list that anybody who may create objects in a namespace can make long, read in pages, so that
 * no more than one of them is in memory.
 *
 * @param list what is listed
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">
 *     Retrieving large results sets in chunks</a>
 */
public record Pages<T extends HasMetadata>(Listable<? extends KubernetesResourceList<T>> list) {

  /** Objects in a page: each may be as large as the API server takes it. */
  public static final long SIZE = 20;

  /**
   * Returns all objects. Each page is read when those of the page before are used up; nothing is
   * read before the stream is used. The stream then throws a {@link
   * io.fabric8.kubernetes.client.KubernetesClientException} if a page can't be read, with code 410
   * if the list has become outdated meanwhile.
   */
  public Stream<T> objects() {
    return Stream.of(this).flatMap(Pages::pages).flatMap(it -> it.getItems().stream());
  }

  private Stream<KubernetesResourceList<T>> pages() {
    return Stream.iterate(page(null), Optional::isPresent, it -> it.flatMap(this::next))
        .flatMap(Optional::stream);
  }

  private Optional<KubernetesResourceList<T>> next(KubernetesResourceList<T> page) {
    var metadata = page.getMetadata();
    var next = metadata == null ? null : metadata.getContinue();
    return next == null || next.isEmpty() ? Optional.empty() : page(next);
  }

  private Optional<KubernetesResourceList<T>> page(@Nullable String from) {
    return Optional.of(
        list.list(new ListOptionsBuilder().withLimit(SIZE).withContinue(from).build()));
  }
}
