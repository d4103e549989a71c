package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsRequest;
import software.amazon.awssdk.services.eks.model.ListPodIdentityAssociationsResponse;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociationSummary;

/**
 * Pod Identity associations of an EKS cluster. EKS knows them by ids of its own, which a listing
 * tells by namespace and ServiceAccount: each write asks for the id first. A cluster that is not
 * there is a failure, and says nothing of its associations. An association of an EKS add-on has an
 * owner, which is whose it is.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html">PodIdentityAssociation</a>
 */
public final class PodIdentityAssociations implements AwsKind.Listed<PodIdentityAssociation> {
  private static final String TARGET_ROLE = "targetRoleArn";

  private final Supplier<EksClient> eks;
  private final Duration effective;

  /**
   * @param eks calls the cluster's account and region, whatever the environment's are; asked for by
   *     the first call only
   * @param effective after which time a new association counts as there: pods that are created
   *     earlier may get no credentials, since EKS's webhook does not know it yet
   */
  public PodIdentityAssociations(Supplier<EksClient> eks, Duration effective) {
    this.eks = eks;
    this.effective = effective;
  }

  /** Where an association belongs to: there is one at most. */
  private record Subject(String cluster, String namespace, String serviceAccount) {
    static Subject of(PodIdentityAssociation want) {
      return new Subject(want.cluster(), want.namespace(), want.serviceAccount());
    }
  }

  @Override
  public Class<PodIdentityAssociation> type() {
    return PodIdentityAssociation.class;
  }

  @Override
  public Map<Key, Supplier<Found<PodIdentityAssociation>>> read(
      List<PodIdentityAssociation> wants) {
    var found = new HashMap<Key, Supplier<Found<PodIdentityAssociation>>>();
    wants.stream()
        .collect(Collectors.groupingBy(PodIdentityAssociation::cluster))
        .forEach((cluster, those) -> found.putAll(read(cluster, those)));
    return found;
  }

  private Map<Key, Supplier<Found<PodIdentityAssociation>>> read(
      String cluster, List<PodIdentityAssociation> wants) {
    var namespaces =
        wants.stream().map(PodIdentityAssociation::namespace).distinct().limit(2).toList();
    var pages =
        eks.get()
            .listPodIdentityAssociationsPaginator(
                request -> {
                  request.clusterName(cluster);
                  if (namespaces.size() == 1) {
                    request.namespace(namespaces.getFirst());
                  }
                });
    return Listing.join(
        wants,
        Subject::of,
        () -> pages.stream().flatMap(page -> summaries(page).stream()).iterator(),
        listed -> subject(cluster, listed),
        this::found);
  }

  private static List<PodIdentityAssociationSummary> summaries(
      ListPodIdentityAssociationsResponse page) {
    return Reading.required(
        "ListPodIdentityAssociations associations",
        page.hasAssociations() ? page.associations() : null);
  }

  private static @Nullable Subject subject(String cluster, PodIdentityAssociationSummary listed) {
    return listed.namespace() == null || listed.serviceAccount() == null
        ? null
        : new Subject(cluster, listed.namespace(), listed.serviceAccount());
  }

  private Found<PodIdentityAssociation> found(
      PodIdentityAssociation want, PodIdentityAssociationSummary listed) {
    var live =
        Reading.required(
            "DescribePodIdentityAssociation association",
            eks.get()
                .describePodIdentityAssociation(
                    request ->
                        request.clusterName(want.cluster()).associationId(listed.associationId()))
                .association());
    var reading = new Reading();
    var roleArn = reading.shown("roleArn", live.roleArn(), want.roleArn());
    var tags =
        reading.documented(
            DocumentedAbsence.TAGS,
            live.hasTags() ? live.tags() : null,
            Map.<String, String>of(),
            want.tags());
    return reading.found(
        new PodIdentityAssociation(
            want.key(),
            want.cluster(),
            want.namespace(),
            want.serviceAccount(),
            want.roleId(),
            roleArn,
            Observed.wanted(tags, want.tags()),
            ClusterMembers.ASSOCIATION.additional(live)),
        live.ownerArn() == null ? Ownership.of(tags) : new Ownership.Foreign(live.ownerArn()));
  }

  @Override
  public Progress create(PodIdentityAssociation want) {
    eks.get()
        .createPodIdentityAssociation(
            request ->
                request
                    .clusterName(want.cluster())
                    .namespace(want.namespace())
                    .serviceAccount(want.serviceAccount())
                    .roleArn(want.roleArn())
                    .tags(want.tags()));
    return effective.isZero()
        ? new Progress.Done()
        : new Progress.Wait(effective, "EKS takes some seconds until new pods get its credentials");
  }

  /**
   * No call removes a target role that another user has set, so that such an association is
   * recreated. Pods that run keep the credentials that they have meanwhile.
   */
  @Override
  public Progress update(Change<PodIdentityAssociation> change) {
    var want = change.want();
    if (change.have().additional().containsKey(TARGET_ROLE)) {
      delete(want, false);
      return create(want);
    }
    return there(want)
        .<Progress>map(
            live -> {
              if (change.touches("/tags")) {
                write(live, TagWrites.between(want.tags(), change.have().tags()));
              }
              if (change.touches("/roleArn", "/additional")) {
                eks.get()
                    .updatePodIdentityAssociation(
                        request ->
                            request
                                .clusterName(want.cluster())
                                .associationId(live.associationId())
                                .roleArn(want.roleArn())
                                .disableSessionTags(false));
              }
              return new Progress.Done();
            })
        .orElseGet(() -> create(want));
  }

  @Override
  public Progress delete(PodIdentityAssociation have, boolean withData) {
    there(have)
        .ifPresent(
            live ->
                Observed.unlessMissing(
                    () ->
                        eks.get()
                            .deletePodIdentityAssociation(
                                request ->
                                    request
                                        .clusterName(have.cluster())
                                        .associationId(live.associationId()))));
    return new Progress.Done();
  }

  @Override
  public Progress release(PodIdentityAssociation have, Owner owner) {
    return Observed.doneIfMissing(
        () -> {
          there(have).ifPresent(live -> write(live, TagWrites.release(owner)));
          return new Progress.Done();
        });
  }

  /** The association that is there now, whichever id it has. */
  private Optional<PodIdentityAssociationSummary> there(PodIdentityAssociation want) {
    var request =
        ListPodIdentityAssociationsRequest.builder()
            .clusterName(want.cluster())
            .namespace(want.namespace())
            .serviceAccount(want.serviceAccount())
            .build();
    return eks.get().listPodIdentityAssociationsPaginator(request).stream()
        .flatMap(page -> summaries(page).stream())
        .filter(it -> Subject.of(want).equals(subject(want.cluster(), it)))
        .findFirst();
  }

  private void write(PodIdentityAssociationSummary live, TagWrites writes) {
    var arn = live.associationArn();
    writes.by(
        put -> eks.get().tagResource(request -> request.resourceArn(arn).tags(put)),
        keys -> eks.get().untagResource(request -> request.resourceArn(arn).tagKeys(keys)));
  }
}
