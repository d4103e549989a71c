package io.soundbite.operator.api.v1alpha1;

/**
 * One of the five stacks, counted.
 *
 * @param resources how many resources it has, AWS and Kubernetes
 * @param ready how many are as desired
 * @param drifted how many differ
 */
public record StackStatus(String name, Integer resources, Integer ready, Integer drifted) {}
