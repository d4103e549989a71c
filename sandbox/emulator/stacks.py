"""CloudFormation: what moto leaves out of it, as AWS documents it. Imported by the first call
to CloudFormation, since that makes moto load every service that it has.
"""

import json
import sys
import types

# API Gateway's, and not installed: no stack here has an API of that kind.
VALIDATOR = {
    "openapi_spec_validator": ("validate",),
    "openapi_spec_validator.validation": (),
    "openapi_spec_validator.validation.exceptions": ("OpenAPIValidationError",),
}
for _name, _classes in VALIDATOR.items():
    sys.modules.setdefault(_name, types.ModuleType(_name))
    for _each in _classes:
        setattr(sys.modules[_name], _each, type(_each, (Exception,), {}))

from moto.awslambda.models import LambdaBackend  # noqa: E402
from moto.cloudformation import parsing  # noqa: E402
from moto.cloudformation.models import Stack  # noqa: E402
from moto.cloudformation.responses import CloudFormationResponse  # noqa: E402
from moto.cloudwatch.models import cloudwatch_backends  # noqa: E402
from moto.core.common_models import CloudFormationModel  # noqa: E402
from moto.core.responses import ActionResult  # noqa: E402
from moto.dynamodb.models import dynamodb_backends  # noqa: E402
from moto.sns.models import sns_backends  # noqa: E402

import gaps  # noqa: E402

UNTAGGED = {"AWS::CDK::Metadata", "AWS::CloudWatch::Dashboard", "AWS::IAM::Policy"}


class StackAlarm(CloudFormationModel):
    """moto makes no alarms for stacks."""

    __module__ = "moto.cloudwatch.models"  # where moto reads of which service it is

    def __init__(self, name):
        self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type():
        return "AlarmName"

    @staticmethod
    def cloudformation_type():
        return "AWS::CloudWatch::Alarm"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        asked = cloudformation_json["Properties"]
        cloudwatch_backends[account_id][region_name].put_metric_alarm(
            name=resource_name,
            namespace=asked["Namespace"],
            metric_name=asked["MetricName"],
            comparison_operator=asked["ComparisonOperator"],
            evaluation_periods=asked["EvaluationPeriods"],
            period=asked["Period"],
            threshold=asked["Threshold"],
            statistic=asked["Statistic"],
            description=asked.get("AlarmDescription"),
            dimensions=asked.get("Dimensions", []),
            alarm_actions=asked.get("AlarmActions", []),
            treat_missing_data=asked.get("TreatMissingData"),
            tags=asked["Tags"],
        )
        return cls(resource_name)

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, _json, account_id, region_name):
        cloudwatch_backends[account_id][region_name].delete_alarms([resource_name])


class StackMetadata(CloudFormationModel):
    """What CDK puts into each stack; it stands for nothing."""

    __module__ = "moto.cloudformation.models"

    def __init__(self, name):
        self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type():
        return None

    @staticmethod
    def cloudformation_type():
        return "AWS::CDK::Metadata"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, *_, **__):
        return cls(resource_name)

    @classmethod
    def delete_from_cloudformation_json(cls, *_):
        pass


def create(moto):
    def tagged(logical_id, resource_json, resources_map, account_id, region_name):
        """With the tags by which AWS tells whose a stack's resource is."""
        kind = resource_json["Type"]
        if kind not in UNTAGGED:
            asked = resource_json.get("Properties", {})
            tags = [*asked.get("Tags", []), *stack_tags(logical_id, resources_map)]
            resource_json = {**resource_json, "Properties": {**asked, "Tags": tags}}
        made = moto(logical_id, resource_json, resources_map, account_id, region_name)
        if kind == "AWS::S3::Bucket":
            gaps.as_buckets_are_made(account_id, region_name, made.name)
        if kind == "AWS::IAM::Role":  # moto keeps what the template has, and can't give that out
            for name, policy in made.policies.items():
                made.put_policy(name, policy if isinstance(policy, str) else json.dumps(policy))
        if kind == "AWS::DynamoDB::Table" and (recovery := asked.get("PointInTimeRecoverySpecification")):
            dynamodb_backends[account_id][region_name].update_continuous_backups(made.name, recovery)
        if kind == "AWS::SNS::Topic":
            given = {tag["Key"]: tag["Value"] for tag in tags}
            sns_backends[account_id][region_name].tag_resource(made.arn, given)
        return made

    return tagged


def stack_tags(logical_id, resources_map):
    tags = {
        "stack-name": resources_map["AWS::StackName"],
        "stack-id": resources_map["AWS::StackId"],
        "logical-id": logical_id,
    }
    return [{"Key": f"aws:cloudformation:{name}", "Value": value} for name, value in tags.items()]


parsing.parse_and_create_resource = create(parsing.parse_and_create_resource)


class Gone(dict):
    """What a deleted stack is made of: moto's own mapping creates a resource when it is looked at."""

    resolved_parameters = {}
    no_echo_parameter_keys = ()
    exports = ()


def summary(stack, resource, status):
    return {
        "LogicalResourceId": resource.logical_resource_id,
        "PhysicalResourceId": getattr(resource, "physical_resource_id", None),
        "ResourceType": resource.cf_resource_type,
        "ResourceStatus": status,
        "LastUpdatedTimestamp": stack.creation_time,
    }


def delete(moto):
    def listed(stack):
        """A deleted stack is listed for ninety days, by what became of its resources."""
        policies = {name: it.get("DeletionPolicy") for name, it in stack.template_dict["Resources"].items()}
        held = list(stack.stack_resources)
        moto(stack)
        stack.resource_map = stack.output_map = Gone()
        stack.sandbox_resources = [
            summary(stack, it, f"DELETE_{'SKIPPED' if policies[it.logical_resource_id] == 'Retain' else 'COMPLETE'}")
            for it in held
        ]

    return listed


def list_stack_resources(response):
    stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
    gone = getattr(stack, "sandbox_resources", None)
    listed = gone or [summary(stack, it, "CREATE_COMPLETE") for it in stack.stack_resources]
    return ActionResult({"StackResourceSummaries": listed})


Stack.delete = delete(Stack.delete)
CloudFormationResponse.list_stack_resources = list_stack_resources
# Functions are there, and nothing runs in them: a message that one is given goes back to its queue.
LambdaBackend.send_sqs_batch = lambda *_: False
