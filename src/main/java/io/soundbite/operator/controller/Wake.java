package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Owner;
import java.util.function.Consumer;

/** Asks for a reconcile of an environment about which something became known. */
final class Wake implements Consumer<Owner> {
  private final SimpleInboundEventSource<SoundBiteEnvironment> source =
      new SimpleInboundEventSource<>("wake");

  SimpleInboundEventSource<SoundBiteEnvironment> eventSource() {
    return source;
  }

  @Override
  public void accept(Owner owner) {
    source.propagateEvent(new ResourceID(owner.name(), owner.namespace()));
  }
}
