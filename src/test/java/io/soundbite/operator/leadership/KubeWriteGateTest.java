package io.soundbite.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.soundbite.operator.leadership.Leadership.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate in a real client, with the library's own lock; the API server is played. */
class KubeWriteGateTest {
  private static final Duration LENGTH = Duration.ofSeconds(10);
  private static final LeasePath LEASE = new LeasePath("soundbite-system", "soundbite-operator");

  private final TwoClocks clocks = new TwoClocks();
  private final LeaseTerm term = clocks.term(LENGTH);
  private final Leadership leadership = new Leadership(term);
  private final WriteGate writes = new WriteGate(leadership::mayWrite);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int writeStatus = 200;
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var gate = new KubeWriteGate(LEASE, leadership, writes);
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("gate", gate))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var read = exchange.getRequestMethod().equals("GET");
    requests.add(exchange.getRequestMethod() + " " + path);
    var body =
        """
        {"metadata": {"name": "%s", "resourceVersion": "1"},
         "spec": {"leaseDurationSeconds": 15, "holderIdentity": "me",
                  "acquireTime": "2026-01-01T00:00:00.000000Z",
                  "renewTime": "2026-01-01T00:00:00.000000Z"}}\
        """
            .formatted(path.substring(path.lastIndexOf('/') + 1))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(read ? 200 : writeStatus, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void readsAreFree() {
    client.configMaps().inNamespace("a").withName("b").get();
    assertThat(requests).containsExactly("GET /api/v1/namespaces/a/configmaps/b");
  }

  @Test
  void questionsAreFree() {
    client.resource(new SelfSubjectRulesReview()).create();
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "update", "patch", "apply", "status", "delete", "other lease"})
  void isNotSentWithoutALease(String write) {
    assertRefused(write);
    acquire(0);
    requests.clear();
    write(write);
    assertThat(requests).isNotEmpty();
    clocks.pass(LENGTH);
    assertRefused(write);
  }

  @Test
  void theLibrarysLockMakesTheLeaseValidFromTheTimeThatItWrites() {
    acquire(4);
    assertThat(leadership.role()).isEqualTo(Role.LEADING);
    clocks.pass(LENGTH.minusSeconds(4).minusNanos(1));
    assertThat(leadership.mayWrite()).isTrue();
    clocks.pass(Duration.ofNanos(1));
    assertThat(leadership.role()).isEqualTo(Role.ENDED);
  }

  @Test
  void aRenewalExtendsIt() {
    acquire(0);
    clocks.pass(LENGTH.minusSeconds(1));
    renew(0);
    clocks.pass(LENGTH.minusSeconds(1));
    assertThat(leadership.mayWrite()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 403, 500, 503})
  void aRenewalThatIsRefusedDoesNotExtendIt(int refusal) {
    acquire(0);
    clocks.pass(LENGTH.minusSeconds(1));
    writeStatus = refusal;
    assertThat(catchThrowable(() -> renew(0))).isNotNull();
    clocks.pass(Duration.ofSeconds(1));
    assertThat(leadership.role()).isEqualTo(Role.ENDED);
  }

  @Test
  void aFormerLeaderDoesNotAskForTheLeaseAgain() {
    acquire(0);
    clocks.pass(LENGTH);
    requests.clear();
    assertThatExceptionOfType(NotLeadingException.class).isThrownBy(() -> renew(0));
    assertThat(requests).noneMatch(it -> it.startsWith("PATCH"));
  }

  @Test
  void givesTheLeaseBackWhenItNoLongerHoldsIt() {
    acquire(0);
    leadership.stop();
    leadership.returned();
    var lock = lock();
    lock.get(client);
    lock.update(client, record("", 0));
    assertThat(requests.getLast()).startsWith("PATCH");
    assertThat(leadership.mayWrite()).isFalse();
  }

  @Test
  void aRefusedWriteIsNoneUnderWayAndNoneIsLeftBehind() {
    acquire(0);
    write("create");
    writeStatus = 500;
    assertThat(catchThrowable(() -> write("update"))).isNotNull();
    clocks.pass(LENGTH);
    assertRefused("patch");
    assertThat(writes.awaitIdle(Duration.ofSeconds(5))).isTrue();
  }

  /** What is played was renewed long ago or is to be, by the clock of its holder. */
  @Test
  void theLibraryIsToldOfARenewalByTheClocksOfThisProcess() {
    clocks.set(Duration.ofDays(400));
    var first = lock().get(client);
    assertThat(first.getRenewTime().toInstant()).isEqualTo(clocks.wall());
    clocks.pass(Duration.ofSeconds(15));
    assertThat(lock().get(client).getRenewTime()).isEqualTo(first.getRenewTime());
  }

  private void assertRefused(String write) {
    var before = requests.stream().filter(KubeWriteGateTest::isWrite).count();
    assertThatExceptionOfType(NotLeadingException.class).isThrownBy(() -> write(write));
    assertThat(requests.stream().filter(KubeWriteGateTest::isWrite)).hasSize((int) before);
  }

  private static boolean isWrite(String request) {
    return !request.startsWith("GET");
  }

  private void write(String how) {
    var map =
        new ConfigMapBuilder().withNewMetadata().withNamespace("a").withName("b").endMetadata();
    var resource = client.resource(map.build());
    switch (how) {
      case "create" -> resource.create();
      case "update" -> resource.update();
      case "patch" -> resource.patch();
      case "apply" -> resource.serverSideApply();
      case "status" -> resource.patchStatus();
      case "delete" -> resource.delete();
      case "other lease" ->
          client.leases().inNamespace("soundbite-system").withName("others").delete();
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static LeaseLock lock() {
    return new LeaseLock(LEASE.namespace(), LEASE.name(), "me");
  }

  private void acquire(int secondsAgo) {
    lock().create(client, record("me", secondsAgo));
  }

  private void renew(int secondsAgo) {
    var lock = lock();
    lock.get(client);
    lock.update(client, record("me", secondsAgo));
  }

  private LeaderElectionRecord record(String holder, int secondsAgo) {
    var now = ZonedDateTime.ofInstant(clocks.wall(), ZoneOffset.UTC).minusSeconds(secondsAgo);
    return new LeaderElectionRecord(holder, Duration.ofSeconds(15), now, now, 0);
  }
}
