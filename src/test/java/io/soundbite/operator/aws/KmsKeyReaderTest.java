package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

class KmsKeyReaderTest {
  private static final String ALIAS = "alias/soundbite";
  private static final String ARN = "arn:aws:kms:us-east-1:123456789012:key/1";

  private final FakeKms kms = new FakeKms();

  @Test
  void anAliasIsTheKeyThatItStandsFor() {
    kms.key = key("Enabled").build();
    kms.policy = "{\"Version\":\"2012-10-17\"}";

    assertThat(read()).isEqualTo(new Result.Ok<>(usable(Optional.of(Policy.parse(kms.policy)))));
    assertThat(kms.asked)
        .containsExactly("DescribeKey " + ALIAS, "GetKeyPolicy " + ARN + " default");
  }

  @Test
  void aPolicyThatMayNotBeReadIsNone() {
    kms.key = key("Enabled").build();

    assertThat(read()).isEqualTo(new Result.Ok<>(usable(Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource({
    "Disabled, it is disabled; run: aws kms enable-key --key-id 1",
    "PendingImport, its key material has not been imported yet; import it",
    "Unavailable, 'its state is Unavailable; wait until it is Enabled, or name another'"
  })
  void aKeyThatIsNotEnabledCanNotBeUsed(String state, String why) {
    kms.key = key(state).build();

    assertThat(read()).isEqualTo(new Result.Ok<>(new KmsKey.Unusable(Optional.of(ARN), why)));
    assertThat(kms.asked).as("its policy is of no interest").hasSize(1);
  }

  @Test
  void aKeyThatIsToBeDeletedCanNotBeUsed() {
    kms.key = key("PendingDeletion").deletionDate(Instant.parse("2026-12-01T00:00:00Z")).build();

    assertThat(why())
        .contains("to be deleted at 2026-12-01T00:00:00Z")
        .contains("aws kms cancel-key-deletion --key-id 1");
  }

  @Test
  void aKeyOfAnotherKindCanNotBeUsed() {
    kms.key = key("Enabled").keySpec("RSA_2048").keyUsage("ENCRYPT_DECRYPT").build();
    assertThat(why()).contains("RSA_2048 for ENCRYPT_DECRYPT").contains("SYMMETRIC_DEFAULT");

    kms.key = key("Enabled").keySpec("HMAC_256").keyUsage("GENERATE_VERIFY_MAC").build();
    assertThat(why()).contains("HMAC_256 for GENERATE_VERIFY_MAC");
  }

  @Test
  void aKeyThatAwsManagesCanNotBeUsed() {
    kms.key = key("Enabled").keyManager(KeyManagerType.AWS).build();

    assertThat(why()).contains("AWS manages it").contains("name a key of your own");
  }

  /** The one that is asked answers of its own region; another would be an endpoint's mistake. */
  @Test
  void aKeyOfAnotherRegionCanNotBeUsed() {
    kms.key = key("Enabled").arn(ARN.replace("us-east-1", "eu-west-1")).build();

    assertThat(why()).contains("another region than us-east-1").contains("the replica there");
  }

  @Test
  void aNameThatStandsForNothingSaysSo() {
    assertThat(read())
        .isEqualTo(
            new Result.Ok<>(
                new KmsKey.Unusable(
                    Optional.empty(),
                    "there is no such key in us-east-1; create it, or name another")));
  }

  @Test
  void whoIsDeniedLearnsWhatToGrant() {
    kms.refusal = "AccessDeniedException";

    assertThat(read())
        .isInstanceOfSatisfying(
            Result.Failed.class,
            it -> {
              assertThat(it.failure().kind()).isEqualTo(Failure.Kind.DENIED);
              assertThat(it.failure().message()).contains("deploy/iam/operator-kms-policy.json");
              assertThat(it.failure().resource()).isEqualTo(ALIAS);
            });
  }

  @Test
  void whatPassesIsNoWordOnTheKey() {
    kms.refusal = "ThrottlingException";

    assertThat(read())
        .isInstanceOfSatisfying(
            Result.Failed.class,
            it -> assertThat(it.failure().kind()).isEqualTo(Failure.Kind.THROTTLED));
  }

  private Result<KmsKey> read() {
    return new KmsKeyReader(kms, "us-east-1", ALIAS).read();
  }

  private String why() {
    return read() instanceof Result.Ok<KmsKey>(KmsKey.Unusable(var arn, var why)) ? why : "";
  }

  private static KmsKey usable(Optional<Policy> policy) {
    return new KmsKey.Usable(ARN, policy);
  }

  private static KeyMetadata.Builder key(String state) {
    return KeyMetadata.builder()
        .keyId("1")
        .arn(ARN)
        .keyState(state)
        .keySpec("SYMMETRIC_DEFAULT")
        .keyUsage("ENCRYPT_DECRYPT")
        .keyManager(KeyManagerType.CUSTOMER);
  }
}
