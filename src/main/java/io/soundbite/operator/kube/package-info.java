/**
 * The Kubernetes side below the controller: one provider for every kind of object, written with
 * server-side apply; releases as ControllerRevisions; Events; the API server's issuer.
 */
@NullMarked
package io.soundbite.operator.kube;

import org.jspecify.annotations.NullMarked;
