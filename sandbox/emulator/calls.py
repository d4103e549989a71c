"""What a request asks for: account, service, operation and resource."""

import json
import re
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qs, unquote

from moto.core.request import Request
from moto.core.routing import get_service_router
from moto.iam.models import get_account_id_from

# Services that sign under another name than the one everybody knows them by.
SIGNING_NAMES = {"monitoring": "cloudwatch", "tagging": "resourcegroupstaggingapi"}

S3_CONTROL = "/v20180820/"

READ_PREFIXES = (
    "Get", "Describe", "List", "Head", "BatchGet", "BatchCheck", "Generate", "Query",
    "Scan", "Select", "Filter", "Lookup", "Search", "Simulate", "Test", "Validate",
    "TransactGet", "AssumeRole",
)  # fmt: skip

# Where a call names what it is about, the most telling field first.
RESOURCE_FIELDS = (
    "TableName", "QueueName", "QueueUrl", "TopicArn", "RoleName", "RoleArn", "AlarmName", "AlarmNames",
    "DashboardName", "DashboardNames", "logGroupName", "repositoryName", "repositoryNames",
    "OpenIDConnectProviderArn", "AliasName", "KeyId", "clusterName", "ResourceArn", "ResourceARN", "resourceArn",
    "SourceArn",
    "ResourceARNList", "QuotaCode", "Url", "Name", "AlarmNamePrefix", "logGroupNamePrefix",
)  # fmt: skip

CREDENTIAL = re.compile(r"(?:Credential=|^)([^/,\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")


@dataclass
class Call:
    account: str
    region: str
    service: str
    operation: str
    protocol: str  # json, query or rest
    caller: str  # access key
    params: dict = field(default_factory=dict)
    body: bytes = b""
    by_rules: bool = False  # whether the account's profile has rules
    rule: str | None = None  # the one that gave or changed the answer

    @property
    def write(self):
        return not self.operation.startswith(READ_PREFIXES)

    @property
    def resource(self):
        if "Bucket" in self.params:
            return "/".join(str(self.params[k]) for k in ("Bucket", "Key") if k in self.params)
        if "associationId" in self.params:
            return f"{self.params.get('clusterName')}/{self.params['associationId']}"
        for name in RESOURCE_FIELDS:
            value = self.params.get(name)
            if isinstance(value, list):
                value = value[0] if value else None
            if isinstance(value, str) and value:
                return short_name(value)
        return None


def short_name(value):
    """The name in an ARN or queue URL; any other value as it is."""
    if value.startswith("arn:"):
        return re.sub(r"^[a-z-]+[:/]", "", value.split(":", 5)[-1])
    if re.match(r"https?://.*/\d{12}/", value):
        return value.rsplit("/", 1)[-1]
    return value


def service_name(name):
    name = name.lower()
    return SIGNING_NAMES.get(name, name)


def identify(environ):
    """Reads the request's body, and leaves it to be read again."""
    body = replace_body(environ, environ["wsgi.input"].read(content_length(environ)))
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    key, region, service = credential(environ, query)
    if service == "s3" and environ.get("PATH_INFO", "").startswith(S3_CONTROL):
        service = "s3control"  # which signs as S3
    if re.fullmatch(r"\d{12}", key):
        account = environ["HTTP_X_MOTO_ACCOUNT_ID"] = key
    else:
        account = environ.get("HTTP_X_MOTO_ACCOUNT_ID") or get_account_id_from(key)
    operation, protocol, params = operation_of(environ, service, body, query)
    return Call(account, region, service_name(service), operation, protocol, key, params, body)


def content_length(environ):
    if environ.get("wsgi.input_terminated"):
        return -1
    return int(environ.get("CONTENT_LENGTH") or 0)


def replace_body(environ, body):
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return body


def credential(environ, query):
    for text in (environ.get("HTTP_AUTHORIZATION", ""), *query.get("X-Amz-Credential", [])):
        found = CREDENTIAL.search(text)
        if found:
            return found.groups()
    # Unsigned: AssumeRoleWithWebIdentity is the only call that is made so here.
    return "", "us-east-1", "sts" if environ["REQUEST_METHOD"] == "POST" else "s3"


def operation_of(environ, service, body, query):
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rpartition(".")[2], "json", json_object(body)
    form = query
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    if "Action" in form:
        names = {re.sub(r"\.member\.1$", "", name): values[0] for name, values in form.items()}
        return form["Action"][0], "query", names
    try:
        operation, params = get_service_router(service).match(Request(dict(environ)))
        return operation.name, "rest", with_query(params, query) if service == "eks" else params
    except Exception:  # no such service or operation: the journal still says what came
        path = unquote(environ.get("PATH_INFO", "/"))
        return f"{environ['REQUEST_METHOD']} {path}", "rest", {}


def with_query(params, query):
    """The path's parameters by the names of the API reference, and the query's."""
    named = {"clusterName" if name == "name" else name: value for name, value in params.items()}
    return {**{name: values[0] if len(values) == 1 else values for name, values in query.items()}, **named}


def json_object(body):
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
