package io.soundbite.operator.leadership;

import io.soundbite.operator.leadership.LeaseTerm.Moment;
import java.time.Duration;
import java.time.Instant;

/**
 * Knows whether this replica leads, from its own requests for the lease and not from what the
 * library that elects says. Once it has led and no longer does, it never leads again: its process
 * has to end.
 *
 * <p>Safe for use by many threads.
 */
public final class Leadership {
  /** Longer than a replica that waits, or that is still starting, is ever silent. */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  private final LeaseTerm term;
  private volatile Moment asked;
  private volatile boolean lost;
  private volatile boolean stopping;
  private volatile boolean returned;

  /** What a replica does about the lease. */
  public enum Role {
    /** It starts, or asks for the lease again and again. */
    WAITING,
    /** It holds a lease that is valid. */
    LEADING,
    /** It was asked to end, and does so without having lost its lease. */
    STOPPING,
    /** It has lost the lease, or no longer asks for it: its process has to end. */
    ENDED
  }

  /** One that has not asked yet. */
  public Leadership(LeaseTerm term) {
    this.term = term;
    this.asked = term.now();
  }

  /** Takes notice of a request about the lease. */
  public void asked() {
    asked = term.now();
  }

  /** Takes notice of a renewal that succeeded and was begun at {@code start}. */
  public void renewed(Moment start) {
    term.renewed(start);
  }

  /** Returns what tells renewals of others by the same clocks. */
  LeaseSightings sightings() {
    return new LeaseSightings(term);
  }

  /** Returns the moment at which this process's wall clock showed {@code time}. */
  Moment at(Instant time) {
    return term.at(time);
  }

  /**
   * Takes notice that the election is over for this replica. One that stops has ended it itself,
   * and still holds its lease.
   */
  public void lost() {
    lost = !stopping;
  }

  /** Takes notice that the process was asked to end. */
  public void stop() {
    stopping = true;
  }

  /** Takes notice that the lease was given back, or is about to be. */
  public void returned() {
    returned = true;
  }

  /** Returns whether a write may begin. */
  public boolean mayWrite() {
    return !lost && !returned && term.isValid();
  }

  /** Returns whether the lease may be asked for, or renewed. */
  public boolean mayHold() {
    return mayWrite() || (!lost && !stopping && !term.hasBegun());
  }

  /** Returns what this replica does now. */
  public Role role() {
    if (mayWrite()) {
      return stopping ? Role.STOPPING : Role.LEADING;
    }
    if (returned || (stopping && !term.hasBegun())) {
      return Role.STOPPING;
    }
    return lost || term.hasBegun() || isSilent() ? Role.ENDED : Role.WAITING;
  }

  private boolean isSilent() {
    return term.now().nanos() - asked.nanos() > LONGEST_SILENCE.toNanos();
  }
}
