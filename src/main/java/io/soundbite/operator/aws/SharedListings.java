package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.engine.Sharing;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.iam.model.RoleDetail;

/**
 * The listings that the roles of an account share in a region. Only of calls for which IAM knows no
 * resource types, so that a role may list everything or nothing ({@link SharedListing}); what can
 * be permitted by resource each environment asks for by itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagement.html">GetAccountAuthorizationDetails</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html">ListDashboards</a>
 */
final class SharedListings implements Sharing<Scope> {
  private final InstantSource clock;
  private final ConcurrentMap<Object, Account> accounts = new ConcurrentHashMap<>();

  /** What is listed of one account. */
  record Account(SharedListing<RoleDetail> roles, SharedListing<DashboardEntry> dashboards) {
    private static Account at(InstantSource clock) {
      return new Account(
          new SharedListing<>(RoleDetail::roleName, clock),
          new SharedListing<>(DashboardEntry::dashboardName, clock));
    }
  }

  private record Group(Site site, String account) {}

  SharedListings(InstantSource clock) {
    this.clock = clock;
  }

  /** Roles of one account share; every other scope is a group of its own. */
  @Override
  public Object group(Scope scope) {
    return scope.credentials() instanceof Scope.Credentials.Role role
        ? new Group(scope.site(), role.account())
        : scope;
  }

  @Override
  public boolean shares(Desired want) {
    return want instanceof IamRole || want instanceof Dashboard;
  }

  @Override
  public void reading(Map<Scope, List<Desired>> due) {
    due.keySet().stream()
        .collect(Collectors.groupingBy(this::group))
        .forEach(
            (group, scopes) -> {
              var account = account(group);
              account.roles().begin(names(scopes, due, IamRole.class));
              account.dashboards().begin(names(scopes, due, Dashboard.class));
            });
  }

  /** Returns what {@code scope} shares with others of its account. */
  Account of(Scope scope) {
    return account(group(scope));
  }

  /** Forgets all scopes but {@code open}. */
  void retain(Set<Scope> open) {
    accounts.keySet().retainAll(open.stream().map(this::group).collect(Collectors.toSet()));
    accounts
        .values()
        .forEach(
            account -> {
              account.roles().retain(open);
              account.dashboards().retain(open);
            });
  }

  private Account account(Object group) {
    return accounts.computeIfAbsent(group, any -> Account.at(clock));
  }

  private static Map<Scope, Set<String>> names(
      List<Scope> scopes, Map<Scope, List<Desired>> due, Class<? extends Desired> kind) {
    var names = new HashMap<Scope, Set<String>>();
    for (var scope : scopes) {
      var some =
          due.getOrDefault(scope, List.of()).stream()
              .filter(kind::isInstance)
              .map(want -> want.key().name())
              .collect(Collectors.toSet());
      if (!some.isEmpty()) {
        names.put(scope, some);
      }
    }
    return names;
  }
}
