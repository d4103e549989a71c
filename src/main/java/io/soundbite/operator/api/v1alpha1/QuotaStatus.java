package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How an AWS quota stands, of which the environment has something to make yet. */
public record QuotaStatus(
    @JsonPropertyDescription("The service, as Service Quotas names it: dynamodb, monitoring, …")
        String service,
    @JsonPropertyDescription("What is counted: tables, alarms, buckets, repositories or roles.")
        String resource,
    @JsonPropertyDescription("The quota, as Service Quotas names it: L-F98FE922.") String code,
    @JsonPropertyDescription("How many the account had when they were counted.") Long used,
    @JsonPropertyDescription("How many other environments are about to make.") Long claimed,
    @JsonPropertyDescription("How many this environment is to make.") Long needed,
    @JsonPropertyDescription("How many the account may have.") Long limit,
    @JsonPropertyDescription("Whether that would be more than the limit.") Boolean exceeded) {}
