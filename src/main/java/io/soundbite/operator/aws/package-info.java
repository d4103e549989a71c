/**
 * The AWS side: clients, errors as values, one {@link io.soundbite.operator.aws.AwsKind} per kind
 * of resource, and the sweeper that reads beside the reconcile thread.
 */
@NullMarked
package io.soundbite.operator.aws;

import org.jspecify.annotations.NullMarked;
