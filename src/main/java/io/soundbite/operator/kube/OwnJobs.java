package io.soundbite.operator.kube;

/**
 * The Jobs that the operator made, by uid. Names, labels and owner references of a Job are
 * anybody's to write who may create Jobs; the uid is the API server's, and is told to whoever
 * created it.
 */
public interface OwnJobs {
  /** Returns whether the operator made the Job of that uid. */
  boolean includes(String uid);

  /** Notes that the operator made the Job called {@code name}. */
  void made(String name, String uid);

  /** Returns one that takes every Job for the operator's. */
  static OwnJobs any() {
    return new OwnJobs() {
      @Override
      public boolean includes(String uid) {
        return true;
      }

      @Override
      public void made(String name, String uid) {}
    };
  }
}
