package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;

/**
 * How the API is reached: the live Service, the preview Service, the Ingress. Services wait for
 * nothing, so that a Deployment that can't be written never holds up the heal of a selector.
 */
record Exposure(Environment environment, SlotTarget slots) {

  /** The three. */
  List<KubeObject> objects() {
    var live = slots.live();
    return List.of(
        service("api", slots.overlap() ? Workload.api() : Workload.api(live), slots.marks()),
        service("api-preview", Workload.api(live.other()), Map.of()),
        ingress());
  }

  /** One that selects the pods of {@code backend}, those of both slots if it names none. */
  private KubeObject service(String suffix, Workload backend, Map<String, String> annotations) {
    return Manifest.of(
            "v1",
            "Service",
            Workload.api(),
            Tree.obj(
                "spec",
                Tree.obj(
                    "type", "ClusterIP",
                    "selector", backend.selector(environment),
                    "ports",
                        List.of(
                            Map.of(
                                "name",
                                "http",
                                "port",
                                environment.spec().port(),
                                "protocol",
                                "TCP",
                                "targetPort",
                                PodTemplate.PORT)))))
        .named(suffix)
        .annotated(annotations)
        .in(environment);
  }

  private KubeObject ingress() {
    var settings = environment.spec().ingress();
    var host = environment.host();
    var backend =
        Map.of(
            "service",
            Map.of("name", environment.names().kube("api"), "port", Map.of("name", "http")));
    var spec =
        Tree.obj(
            "rules",
            List.of(
                Map.of(
                    "host",
                    host,
                    "http",
                    Map.of(
                        "paths",
                        List.of(Map.of("path", "/", "pathType", "Prefix", "backend", backend))))));
    if (settings.className() != null) {
      spec = spec.with("ingressClassName", Tree.of(settings.className()));
    }
    if (settings.tlsSecret() != null) {
      spec =
          spec.with(
              "tls",
              Tree.arr(Tree.obj("hosts", List.of(host), "secretName", settings.tlsSecret())));
    }
    return Manifest.of("networking.k8s.io/v1", "Ingress", Workload.api(), Tree.obj("spec", spec))
        .annotated(settings.annotations())
        .after("Service/api")
        .in(environment);
  }
}
