package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A blueprint in its two halves.
 *
 * @param kube written at once, in the reconcile thread
 * @param aws written beside it
 */
record Halves(List<KubeObject> kube, List<Desired> aws) {

  /** Both of them. */
  List<Desired> all() {
    var all = new ArrayList<Desired>(kube);
    all.addAll(aws);
    return all;
  }

  static Halves of(List<Desired> wants) {
    var kube = new ArrayList<KubeObject>();
    var aws = new ArrayList<Desired>();
    for (var want : wants) {
      if (want instanceof KubeObject object) {
        kube.add(object);
      } else {
        aws.add(want);
      }
    }
    return new Halves(kube, aws);
  }
}
