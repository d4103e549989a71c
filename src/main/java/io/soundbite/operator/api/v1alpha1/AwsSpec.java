package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the environment's AWS resources are, and what the operator may do with resources it finds.
 */
@ValidationRule(
    value = "!has(self.podEndpoint) || has(self.endpoint)",
    fieldPath = ".podEndpoint",
    message =
        "spec.aws.podEndpoint is allowed only with spec.aws.endpoint, whose address it gives as"
            + " pods see it")
@ValidationRule(
    value = "!has(self.roleArn) || !has(self.endpoint)",
    fieldPath = ".roleArn",
    message =
        "spec.aws.roleArn is not allowed with spec.aws.endpoint, which is called with dummy"
            + " credentials: no role is assumed there")
@ValidationRule(
    value =
        "!has(self.kmsKey) || !self.kmsKey.startsWith('arn:') || self.kmsKey.contains(':kms:' +"
            + " self.region + ':')",
    fieldPath = ".kmsKey",
    message =
        "spec.aws.kmsKey must be a key of spec.aws.region: a key encrypts in its own region only; of"
            + " a multi-Region key name the replica there")
@ValidationRule(
    value = "!has(self.adoptFrom) || self.adoptionPolicy == 'Adopt'",
    fieldPath = ".adoptFrom",
    message = "spec.aws.adoptFrom is allowed only with spec.aws.adoptionPolicy: Adopt")
@ValidationRule(
    value = "!has(self.deleteData) || !self.deleteData || self.deletionPolicy == 'Delete'",
    fieldPath = ".deleteData",
    message = "spec.aws.deleteData: true is allowed only with spec.aws.deletionPolicy: Delete")
public record AwsSpec(
    @Default("us-east-1")
        @Size(max = 32)
        @ValidationRule(
            value = "self.matches('" + Rules.REGION + "')",
            message = "spec.aws.region must be the code of an AWS region, such as us-east-1")
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "spec.aws.region is immutable: resources do not move between regions; create a new"
                    + " environment instead")
        @JsonPropertyDescription(
            "AWS region of every resource, such as eu-west-1; it also decides the partition."
                + " Immutable. Default: us-east-1.")
        String region,
    @Size(max = 600)
        @ValidationRule(
            value = "self.matches('" + Rules.ROLE_ARN + "')",
            message =
                "spec.aws.roleArn must be the ARN of an IAM role, such as"
                    + " arn:aws:iam::123456789012:role/soundbite-operator")
        @JsonPropertyDescription(
            "ARN of an IAM role that the operator assumes, usually in another account; the external"
                + " id is <cluster id>/<namespace>/<name>. Not allowed with endpoint. Default: none,"
                + " the operator's own identity and account.")
        @Nullable String roleArn,
    @Size(max = 300)
        @ValidationRule(
            value = "self.matches('" + Rules.ENDPOINT + "')",
            message =
                "spec.aws.endpoint must be an http or https URL of a host and perhaps a port, such"
                    + " as http://localstack.soundbite:4566")
        @JsonPropertyDescription(
            "LocalStack mode: every AWS call goes to this http or https URL, with dummy"
                + " credentials. Goes with the feature localstack, neither without the other."
                + " Default: none, AWS itself.")
        @Nullable String endpoint,
    @Size(max = 300)
        @ValidationRule(
            value = "self.matches('" + Rules.ENDPOINT + "')",
            message =
                "spec.aws.podEndpoint must be an http or https URL of a host and perhaps a port,"
                    + " such as http://localstack.soundbite:4566")
        @JsonPropertyDescription(
            "The endpoint as pods see it (AWS_ENDPOINT_URL), where that differs: for a pod,"
                + " 127.0.0.1 is the pod itself. Allowed only with endpoint. Default: endpoint.")
        @Nullable String podEndpoint,
    @Size(max = 350)
        @ValidationRule(
            value = "!self.matches('" + Rules.KEY_ID + "')",
            message =
                "spec.aws.kmsKey must not be the id of a key alone, which does not say whose it is:"
                    + " write the key's ARN, such as"
                    + " arn:aws:kms:us-east-1:123456789012:key/<id>")
        @ValidationRule(
            value = "self.matches('" + Rules.KEY_ID + "') || self.matches('" + Rules.KMS_KEY + "')",
            message =
                "spec.aws.kmsKey must be the ARN of a KMS key, or an alias such as alias/soundbite")
        @ValidationRule(
            value = "!self.matches('(^|:)alias/aws/')",
            message =
                "spec.aws.kmsKey must not be a key that AWS manages: each belongs to one service, and"
                    + " nobody can change its key policy; create a key of your own")
        @JsonPropertyDescription(
            "KMS key that encrypts the bucket, the table, the queues, the topic, the log groups and,"
                + " from its creation on, the image repository: the ARN of a key or of an alias, or"
                + " alias/<name> of the environment's own account. The operator neither creates,"
                + " changes nor deletes it. Another key is used at once; without one what is"
                + " encrypted stays so until the annotation soundbite.io/allow-downgrade permits"
                + " otherwise. Default: none, the services' own keys.")
        @Nullable String kmsKey,
    @Default("Refuse")
        @JsonPropertyDescription(
            "What to do with AWS resources that bear the environment's names but no owner. Refuse:"
                + " touch nothing and report a naming conflict. Adopt: show the plan, then take"
                + " them over and bring them to the blueprint. Default: Refuse.")
        AdoptionPolicy adoptionPolicy,
    @Size(max = 400)
        @ValidationRule(
            value = "self == 'cloudformation' || self.matches('^[^/ ]+/[^/ ]+/[^/ ]+$')",
            message =
                "spec.aws.adoptFrom must be cloudformation, or a former owner written"
                    + " <cluster>/<namespace>/<name>")
        @JsonPropertyDescription(
            "Whose resources Adopt may take over besides unowned ones: cloudformation for those of"
                + " a CloudFormation stack, or a former owner written <cluster"
                + " id>/<namespace>/<name>. Allowed only with adoptionPolicy Adopt. Default: none.")
        @Nullable String adoptFrom,
    @Default("Retain")
        @JsonPropertyDescription(
            "What becomes of the AWS resources when this custom resource is deleted. Retain: they"
                + " stay, and are found again when it comes back. Delete: they are removed, pods"
                + " first; what holds data stays unless deleteData is true, and the repository for"
                + " as long as another environment runs its images."
                + " Default: Retain.")
        DeletionPolicy deletionPolicy,
    @Default("false")
        @JsonPropertyDescription(
            "Whether deletion also destroys data: the table's items, the bucket's objects, the"
                + " repository's images; deletion protection is lifted for it. While false, these"
                + " stay with their owner's tag, everything else goes, and the custom resource waits"
                + " for this to become true, for them to be emptied, or for deletionPolicy Retain."
                + " Allowed only with deletionPolicy Delete. Default: false.")
        Boolean deleteData) {

  /** Applies the schema's defaults. */
  public AwsSpec {
    region = Objects.requireNonNullElse(region, "us-east-1");
    adoptionPolicy = Objects.requireNonNullElse(adoptionPolicy, AdoptionPolicy.REFUSE);
    deletionPolicy = Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.RETAIN);
    deleteData = Objects.requireNonNullElse(deleteData, false);
  }

  /** What an absent {@code spec.aws} means. */
  public static AwsSpec defaults() {
    return new AwsSpec(
        "us-east-1",
        null,
        null,
        null,
        null,
        AdoptionPolicy.REFUSE,
        null,
        DeletionPolicy.RETAIN,
        false);
  }

  /** Whether resources that carry no owner are taken over. */
  public enum AdoptionPolicy {
    @JsonProperty("Refuse")
    REFUSE,
    @JsonProperty("Adopt")
    ADOPT
  }

  /** What becomes of AWS resources when the custom resource is deleted. */
  public enum DeletionPolicy {
    @JsonProperty("Retain")
    RETAIN,
    @JsonProperty("Delete")
    DELETE
  }
}
