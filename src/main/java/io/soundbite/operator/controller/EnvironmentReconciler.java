package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.kube.Pages;
import io.soundbite.operator.status.Claims;
import io.soundbite.operator.status.StatusFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Facts first; whoever is known to be somewhere, and alone there, has a {@link Turn}. */
@ControllerConfiguration(
    name = EnvironmentReconciler.NAME,
    finalizerName = Finalizer.NAME,
    fieldManager = "soundbite-operator",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = Relevant.class),
    retry = GenericRetry.class,
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 500, maxInterval = 300_000)
public class EnvironmentReconciler
    implements Reconciler<SoundBiteEnvironment>, // again, since JOSDK looks for it right here
        ConfigurableReconciler<SoundBiteEnvironment>,
        Cleaner<SoundBiteEnvironment> {
  static final String NAME = "soundbite";
  private static final Duration CONTESTED = Duration.ofSeconds(30);

  private final Workings workings;
  private final Clock clock;

  public EnvironmentReconciler(Workings workings) {
    this.workings = workings;
    this.clock = workings.clock();
  }

  /** The namespaces that are watched, by everything that watches. */
  @Override
  public void updateConfigurationFrom(
      ControllerConfigurationOverrider<SoundBiteEnvironment> configuration) {
    var namespaces = workings.settings().namespaces();
    if (namespaces.isEmpty()) {
      configuration.watchingAllNamespaces();
    } else {
      configuration.settingNamespaces(namespaces);
    }
    configuration.withItemStore(LeanStore.of(namespaces));
    configuration.withInformerListLimit(Pages.SIZE);
  }

  @Override
  public List<EventSource<?, SoundBiteEnvironment>> prepareEventSources(
      EventSourceContext<SoundBiteEnvironment> context) {
    return Stream.<EventSource<?, SoundBiteEnvironment>>concat(
            Children.eventSources(context).stream(),
            Stream.of(workings.wake().eventSource(), PromotionSource.eventSource(context)))
        .toList();
  }

  /** Whatever it ends with, status says it. */
  @Override
  public UpdateControl<SoundBiteEnvironment> reconcile(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    var control = reconciled(resource, context);
    if (!control.isPatchStatus()) {
      return control;
    }
    new StatusWriter(context).write(control.getResource().orElseThrow());
    var written = UpdateControl.<SoundBiteEnvironment>noUpdate();
    control.getScheduleDelay().ifPresent(written::rescheduleAfter);
    return written;
  }

  private UpdateControl<SoundBiteEnvironment> reconciled(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    var owner = workings.scopes().owner(resource);
    try {
      var control = attempt(resource, context);
      workings.attempts().succeeded(owner);
      if (control.isNoUpdate()) {
        workings.statusWrites().succeeded(owner);
      }
      return control;
    } catch (RuntimeException | Error e) {
      return failed(resource, e);
    } finally {
      forgetIfGone(resource, context);
    }
  }

  private void forgetIfGone(SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    workings.forgetIfGone(
        resource, context.getPrimaryCache().get(ResourceID.fromResource(resource)));
  }

  /** An operator that stops has found nothing out: it reports nothing of {@code thrown}. */
  private static void rethrowIfStopping(Throwable thrown) {
    if (Thread.currentThread().isInterrupted()) {
      throw KubernetesClientException.launderThrowable(thrown);
    }
  }

  private StatusFactory factory(SoundBiteEnvironment resource, EnvironmentStatus before) {
    return new StatusFactory(before, resource.getMetadata().getGeneration(), clock.instant());
  }

  private UpdateControl<SoundBiteEnvironment> failed(
      SoundBiteEnvironment resource, Throwable thrown) {
    rethrowIfStopping(thrown);
    var attempt = workings.attempts().failed(workings.scopes().owner(resource), thrown);
    if (resource.unreadable().isPresent()) {
      return UpdateControl.<SoundBiteEnvironment>noUpdate()
          .rescheduleAfter(attempt.pause(clock.instant()));
    }
    var before = EnvironmentStatus.of(resource);
    var factory = factory(resource, before);
    var status = attempt.isTold() ? factory.stopped(attempt.problem()) : before;
    workings.show(resource, before, status);
    if (attempt.isNews()) {
      workings.tell(resource, List.of(attempt.note()));
    }
    var control =
        status.equals(before)
            ? UpdateControl.<SoundBiteEnvironment>noUpdate()
            : UpdateControl.patchStatus(StatusPatch.of(resource, status));
    control.rescheduleAfter(attempt.pause(clock.instant()));
    return control;
  }

  private UpdateControl<SoundBiteEnvironment> attempt(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    var unreadable = Unreadable.why(resource, context.getClient());
    if (unreadable.isPresent()) {
      new Unreadable(workings, resource, context.getClient()).report(unreadable.get());
      return UpdateControl.noUpdate();
    }
    var before = EnvironmentStatus.of(resource);
    var factory = factory(resource, before);
    var conclusion = new Conclusion(workings, resource, context);
    var refusal = conclusion.refusal();
    if (refusal.isPresent()) {
      workings.forget(workings.scopes().owner(resource));
      return conclusion.of(factory.stopped(refusal.get()), Optional.empty());
    }
    workings.enter(resource);
    var facts = workings.facts().of(resource, before);
    if (facts.value().isEmpty()) {
      var problem = facts.problem().orElseThrow();
      return conclusion.of(factory.stopped(problem), facts.until());
    }
    var environment = Environment.of(resource, facts.value().get());
    var conflict =
        new Claims(resource, environment)
            .conflict(context.getPrimaryCache().list().filter(this::counts).toList());
    if (conflict.isPresent()) {
      return conclusion.of(
          factory.stopped(conflict.get()), Optional.of(clock.instant().plus(CONTESTED)));
    }
    if (before.aws() == null) {
      // Before anything is made, so that a deletion knows whether there can be anything; what is
      // there is read meanwhile.
      workings.look(resource, environment);
      return conclusion.of(
          factory.located(FactsSource.recorded(environment)), Optional.of(clock.instant()));
    }
    var outcome = new Turn(workings, context, resource, environment, factory).run();
    return conclusion.of(outcome.status(), outcome.due());
  }

  /** What was refused from the beginning takes no name from anybody. */
  private boolean counts(SoundBiteEnvironment claimant) {
    return claimant.unreadable().isEmpty()
        && (EnvironmentStatus.of(claimant).aws() != null || workings.ungranted(claimant).isEmpty());
  }

  @Override
  public DeleteControl cleanup(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    try {
      return resource
          .unreadable()
          .map(why -> new Unreadable(workings, resource, context.getClient()).cleanup(why))
          .orElseGet(() -> removed(resource, context));
    } finally {
      forgetIfGone(resource, context);
    }
  }

  private DeleteControl removed(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    var removal = new Removal(workings, resource, context);
    try {
      var unreadable = Unreadable.why(resource, context.getClient());
      if (unreadable.isPresent()) {
        return new Unreadable(workings, resource, context.getClient()).cleanup(unreadable.get());
      }
      var control = removal.run();
      workings.attempts().succeeded(workings.scopes().owner(resource));
      return control;
    } catch (RuntimeException | Error e) {
      rethrowIfStopping(e);
      return removal.failed(e);
    }
  }

  /**
   * Called when the status could not be written. A lost race is no error: JOSDK runs again on what
   * is there now.
   */
  @Override
  public ErrorStatusUpdateControl<SoundBiteEnvironment> updateErrorStatus(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context, Exception error) {
    try {
      return unwritten(resource, context, thrown(error));
    } finally {
      forgetIfGone(resource, context);
    }
  }

  /** JOSDK wraps what a reconcile throws. */
  private static Throwable thrown(Exception error) {
    return error instanceof OperatorException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private ErrorStatusUpdateControl<SoundBiteEnvironment> unwritten(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context, Throwable error) {
    var control = ErrorStatusUpdateControl.<SoundBiteEnvironment>noStatusUpdate();
    if (UnwrittenStatus.isRace(error) || Thread.currentThread().isInterrupted()) {
      return control;
    }
    if (UnwrittenStatus.isGone(error)) {
      workings.forget(workings.scopes().owner(resource));
      return control.withNoRetry();
    }
    var pause =
        new UnwrittenStatus(workings, resource, new StatusConditions(context.getClient()))
            .told(error);
    return control.withNoRetry().rescheduleAfter(pause);
  }
}
