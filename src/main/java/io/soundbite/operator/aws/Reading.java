package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.Ownership;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One reading of a resource, and the one rule for what its answers leave out: that is Unobservable,
 * unless AWS documents what absence means ({@link DocumentedAbsence}). An Unobservable component
 * counts as wanted, so that it is neither drift nor written, and is named for the log.
 */
final class Reading {
  private final Set<String> unobservable = ConcurrentHashMap.newKeySet();

  /**
   * Returns what the answer shows of a component.
   *
   * @param value null when the answer lacks it
   * @param wanted counts as shown then
   */
  <T> T shown(String component, @Nullable T value, T wanted) {
    if (value != null) {
      return value;
    }
    unobservable.add(component);
    return wanted;
  }

  /**
   * Returns what the answer shows of a component, or what its absence means. An answer that lacks
   * what AWS always returns is none of AWS's, and its absences mean nothing: to be asked after the
   * rest.
   *
   * @param meaning what AWS documents absence to mean
   */
  <T> T documented(DocumentedAbsence absence, @Nullable T value, T meaning, T wanted) {
    return shown(
        absence.component(), value == null && unobservable.isEmpty() ? meaning : value, wanted);
  }

  /**
   * Returns a setting that has a call of its own.
   *
   * @param none what it is where the service says that there is no such setting
   * @param call the setting, null when the answer lacks it
   */
  <T> T setting(String component, T wanted, T none, Supplier<? extends @Nullable T> call) {
    try {
      return shown(component, call.get(), wanted);
    } catch (SdkException e) {
      return setting(component, wanted, none, e);
    }
  }

  /**
   * Returns a setting of which nothing is wanted, and that has a call of its own; empty text where
   * it is not set.
   *
   * @param call the setting, null when the answer lacks it
   */
  String unwanted(String component, Supplier<? extends @Nullable String> call) {
    return setting(component, "", "", call);
  }

  /**
   * Returns a setting that need not be there, and has a call of its own.
   *
   * @param call the setting, null when the answer lacks it
   */
  <T> Optional<T> optional(
      String component, Optional<T> wanted, Supplier<? extends @Nullable T> call) {
    try {
      T value = call.get();
      return value == null ? shown(component, null, wanted) : Optional.of(value);
    } catch (SdkException e) {
      return setting(component, wanted, Optional.empty(), e);
    }
  }

  private <T> T setting(String component, T wanted, T none, SdkException e) {
    return switch (SettingError.of(e)) {
      case NONE -> none;
      case UNSUPPORTED -> shown(component, null, wanted);
      case OTHER -> throw e;
    };
  }

  /** The resource as read. */
  <D extends Desired> Found<D> found(D have, Ownership ownership) {
    return new Found<>(have, ownership, unobservable);
  }

  /**
   * Returns what an answer must have for anything to be concluded from it.
   *
   * @throws SdkException when it is null
   */
  static <T> T required(String member, @Nullable T value) {
    if (value == null) {
      throw IncompleteAnswer.without(member);
    }
    return value;
  }
}
