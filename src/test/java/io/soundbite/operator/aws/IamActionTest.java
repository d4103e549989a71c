package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamActionTest {

  @ParameterizedTest
  @CsvSource({
    "DynamoDb, CreateTable, dynamodb:CreateTable",
    "S3, CreateBucket, s3:CreateBucket",
    "S3, HeadBucket, s3:ListBucket",
    "S3, PutBucketEncryption, s3:PutEncryptionConfiguration",
    "SQS, CreateQueue, sqs:CreateQueue",
    "SNS, CreateTopic, sns:CreateTopic",
    "ECR, CreateRepository, ecr:CreateRepository",
    "IAM, CreateRole, iam:CreateRole",
    "CloudWatch, PutMetricAlarm, cloudwatch:PutMetricAlarm",
    "CloudWatchLogs, CreateLogGroup, logs:CreateLogGroup",
    "STS, GetCallerIdentity, sts:GetCallerIdentity",
    "ResourceGroupsTaggingApi, GetResources, tag:GetResources",
    "ServiceQuotas, GetServiceQuota, servicequotas:GetServiceQuota",
    "S3, ListBuckets, s3:ListAllMyBuckets",
  })
  void namesCallsAsPoliciesDo(String service, String operation, String action) {
    assertThat(IamAction.of(service, operation)).isEqualTo(action);
  }
}
