package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetAccountAuthorizationDetailsResponse;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * IAM roles with their policies.
 *
 * <p>GetAccountAuthorizationDetails lists roles with trust, policies and tags. Asked one by one a
 * role is four calls (GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies), so the
 * listing is cheaper from the first environment's two roles on, in accounts of up to 1,600 roles,
 * and the same for any number of environments, with roles of their own too ({@link
 * SharedListings}). It does not show descriptions and the length of sessions: GetRole does, which
 * is asked rarely. Where the listing is refused roles are asked one by one.
 */
public final class IamRoles implements AwsKind.Listed<IamRole> {
  /**
   * IAM is eventually consistent, and says no more than that it takes time.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency">Eventual
   *     consistency</a>
   */
  private static final Duration SETTLES = Duration.ofMinutes(1);

  /** Fewer pages than the default's hundred, and still an answer within the call's timeout. */
  private static final int PAGE = 200;

  private static final String SESSION = "MaxSessionDuration";

  private final IamClient iam;
  private final Rarely rarely;
  private final RoleReads reads;
  private final SingleRoles single;
  private final RefusedCall listing;
  private final Lister<RoleDetail> lister;

  public IamRoles(IamClient iam) {
    this(iam, Rarely.everyTime(), InstantSource.system(), Lister.alone());
  }

  IamRoles(IamClient iam, Rarely rarely, InstantSource clock, Lister<RoleDetail> lister) {
    this.iam = iam;
    this.rarely = rarely;
    this.reads = new RoleReads(iam, rarely);
    this.single = new SingleRoles(iam, reads);
    this.listing = new RefusedCall(clock);
    this.lister = lister;
  }

  @Override
  public Class<IamRole> type() {
    return IamRole.class;
  }

  @Override
  public Duration settles(Step step) {
    return SETTLES;
  }

  @Override
  public IamRole made(IamRole want) {
    return new IamRole(
        want.key(),
        want.trust(),
        Map.of(),
        Set.of(),
        want.permissionsBoundary(),
        want.description(),
        want.tags());
  }

  @Override
  public Map<Key, Supplier<Found<IamRole>>> read(List<IamRole> wants) {
    return listing.or(() -> listed(wants), () -> single.read(wants));
  }

  private Map<Key, Supplier<Found<IamRole>>> listed(List<IamRole> wants) {
    var names = wants.stream().map(want -> want.key().name()).collect(Collectors.toSet());
    return Listing.join(
        wants,
        want -> want.key().name(),
        lister.list(names, any -> all()),
        RoleDetail::roleName,
        reads::found);
  }

  private Iterable<RoleDetail> all() {
    var pages =
        iam.getAccountAuthorizationDetailsPaginator(
            request -> request.filter(EntityType.ROLE).maxItems(PAGE));
    return () -> pages.stream().flatMap(page -> roles(page).stream()).iterator();
  }

  private static List<RoleDetail> roles(GetAccountAuthorizationDetailsResponse page) {
    return Reading.required(
        "GetAccountAuthorizationDetails RoleDetailList",
        page.hasRoleDetailList() ? page.roleDetailList() : null);
  }

  /** A call for the role and one for each policy; after a crash the rest is drift. */
  @Override
  public Progress create(IamRole want) {
    var role = want.key().name();
    iam.createRole(
        request ->
            request
                .roleName(role)
                .assumeRolePolicyDocument(want.trust().json())
                .description(want.description())
                .permissionsBoundary(want.permissionsBoundary().orElse(null))
                .tags(tags(want.tags())));
    var policies = new RolePolicies(iam, role);
    policies.put(want.inlinePolicies());
    policies.attach(want.attachedPolicies());
    return new Progress.Done();
  }

  @Override
  public Progress update(Change<IamRole> change) {
    var want = change.want();
    var have = change.have();
    var role = want.key().name();
    if (change.touches("/tags")) {
      write(role, TagWrites.between(want.tags(), have.tags()));
    }
    if (change.touches("/permissionsBoundary")) {
      bound(role, want.permissionsBoundary());
    }
    if (change.touches("/attachedPolicies", "/inlinePolicies")) {
      new RolePolicies(iam, role).change(have, want);
    }
    if (change.touches("/description", "/additional/" + SESSION)) {
      var longest = Integer.valueOf(RoleMembers.ROLE.standard(SESSION));
      iam.updateRole(
          request ->
              request.roleName(role).description(want.description()).maxSessionDuration(longest));
    }
    rarely.forget(Set.of(want.key()));
    if (change.touches("/trust")) {
      iam.updateAssumeRolePolicy(
          request -> request.roleName(role).policyDocument(want.trust().json()));
    }
    return new Progress.Done();
  }

  /** The role goes last, and only without policies, so that a crash leaves a role to go on with. */
  @Override
  public Progress delete(IamRole have, boolean withData) {
    var role = have.key().name();
    var policies = new RolePolicies(iam, role);
    policies.detach(have.attachedPolicies());
    policies.drop(have.inlinePolicies().keySet());
    Observed.unlessMissing(() -> iam.deleteRole(request -> request.roleName(role)));
    return new Progress.Done();
  }

  @Override
  public Progress release(IamRole have, Owner owner) {
    return Observed.doneIfMissing(() -> write(have.key().name(), TagWrites.release(owner)));
  }

  private void bound(String role, Optional<String> boundary) {
    boundary.ifPresentOrElse(
        arn ->
            iam.putRolePermissionsBoundary(
                request -> request.roleName(role).permissionsBoundary(arn)),
        () ->
            Observed.unlessMissing(
                () -> iam.deleteRolePermissionsBoundary(request -> request.roleName(role))));
  }

  private Progress write(String role, TagWrites writes) {
    writes.by(
        put -> iam.tagRole(request -> request.roleName(role).tags(tags(put))),
        keys -> iam.untagRole(request -> request.roleName(role).tagKeys(keys)));
    return new Progress.Done();
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
        .toList();
  }
}
