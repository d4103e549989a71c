package io.soundbite.operator.blueprint;

import java.util.Set;

/**
 * One resource as it should be. What is observed has the same type; a component that is null there
 * is Unobservable, and one that is null in what is desired is unmanaged. Constructors normalise, so
 * that comparison is plain equality by component.
 */
public sealed interface Desired
    permits CloudWatchAlarm,
        Dashboard,
        DynamoTable,
        EcrRepository,
        IamRole,
        KubeObject,
        LogGroup,
        MetricFilter,
        PodIdentityAssociation,
        S3Bucket,
        SnsTopic,
        SqsQueue {

  /** Which resource this is. */
  Key key();

  /** Ids of the resources that must be there before this one is made. */
  default Set<String> after() {
    return Set.of();
  }
}
