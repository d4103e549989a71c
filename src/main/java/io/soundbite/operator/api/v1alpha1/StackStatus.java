package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One of the five stacks, counted. */
public record StackStatus(
    @Required
        @JsonPropertyDescription(
            "Name of the stack: SoundBite-<environment>- and Database, Storage, Queue, Compute or"
                + " API.")
        String name,
    @JsonPropertyDescription("How many resources the stack has, in AWS and in Kubernetes.")
        Integer resources,
    @JsonPropertyDescription("How many of them are as they should be.") Integer ready,
    @JsonPropertyDescription("How many of them differ from what they should be.")
        Integer drifted) {}
