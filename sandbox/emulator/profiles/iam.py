"""IAM: eventually consistent roles, pages, and refusals."""

from urllib.parse import quote, unquote

from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from . import normalise, principals
from .concurrent import clashes
from .lag import one_in
from .rules import Refusal, Wait, after, before
from .xmls import named, new_in, parsed_xml, text_of, with_xml

LISTING = 2  # seconds that a page of GetAccountAuthorizationDetails takes
PAGE = 50  # "IAM might return fewer than the MaxItems number of results"
PROPAGATION = (3, 10)  # seconds in which a change is known everywhere
FOUND = 2  # seconds in which a new role is found by its name

ROLE_WRITES = (
    "CreateRole", "DeleteRole", "UpdateRole", "UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePolicy",
    "AttachRolePolicy", "DetachRolePolicy", "TagRole", "UntagRole", "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
)  # fmt: skip
SIMULTANEOUS = (
    "The request was rejected because multiple requests to change this object were submitted"
    " simultaneously. Wait a few minutes and submit your request again."
)
# Those that declare ConcurrentModification.
SINGLE = ("CreateRole", "DeleteRole", "TagRole", "UntagRole")

TRUST = "AssumeRolePolicyDocument"
DOCUMENTS = (TRUST, "PolicyDocument", "Document")
WITH_DOCUMENTS = (
    "CreateRole", "GetRole", "ListRoles", "GetRolePolicy", "GetPolicyVersion",
    "GetAccountAuthorizationDetails",
)  # fmt: skip


def roles(context):
    """Returns moto's roles by name."""
    backend = iam_backends[context.call.account][get_partition(context.call.region)]
    return {role.name: role for role in backend.roles.values()}


def remembered(context, name):
    """Returns state that all regions share."""
    return context.account.memory(f"iam.{name}")


@before("iam.concurrent", "iam", *ROLE_WRITES)
def concurrent(context):
    clash = clashes(context, "iam.concurrent", context.params.get("RoleName"))
    declared = context.call.operation in SINGLE
    return Refusal("ConcurrentModification", SIMULTANEOUS, 409) if clash and declared else None


@before("iam.principals", "iam", "CreateRole", "UpdateAssumeRolePolicy")
def trust(context):
    given = context.params
    document = given.get("AssumeRolePolicyDocument") or given.get("PolicyDocument") or ""
    for arn in principals.unknown_in(context, document):
        return Refusal("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{arn}"')
    return None


@before("iam.eventual", "iam", "GetRole")
def found(context):
    name = context.params.get("RoleName")
    role = roles(context).get(name)
    if role and context.now < remembered(context, "found").get(role.id, 0):
        return Refusal("NoSuchEntity", f"The role with name {name} cannot be found.", 404)
    return None


@after("iam.eventual", "iam", *ROLE_WRITES)
def written(context, answer):
    name, now = context.params.get("RoleName"), context.now
    if answer.status >= 300:
        return
    propagated = now + context.between("iam.propagated", *PROPAGATION)
    remembered(context, "listed")[name] = now + context.between("iam.listed", *PROPAGATION)
    role = roles(context).get(name)
    if context.call.operation == "CreateRole":
        remembered(context, "found")[role.id] = now + one_in(4, context.draw("iam.found"), FOUND)
        remembered(context, "propagated")[role.id] = propagated
    if context.call.operation in ("CreateRole", "UpdateAssumeRolePolicy"):
        principals.saved(context, "iam", name, role.assume_role_policy_document)


@before("iam.listing", "iam", "GetAccountAuthorizationDetails")
def slow(_context):
    return Wait(LISTING)


@after("iam.listing", "iam", "GetAccountAuthorizationDetails")
def listing(context, answer):
    """Cuts the page out of the roles as they are listed."""
    root = parsed_xml(answer)
    lists = named(root, "RoleDetailList") if root is not None else []
    if not lists:
        return None
    details = as_listed(context, {text_of(it, "RoleName"): it for it in lists[0]})
    start, asked = int(context.params.get("Marker") or 0), int(context.params.get("MaxItems") or 100)
    end = start + min(asked, PAGE)
    for element in list(lists[0]):
        lists[0].remove(element)
    lists[0].extend(details[start:end])
    result = named(root, "GetAccountAuthorizationDetailsResult")[0]
    for element in named(result, "IsTruncated"):
        element.text = "true" if end < len(details) else "false"
    if end < len(details):
        new_in(result, "Marker", str(end))
    return with_xml(answer, root)


def as_listed(context, there):
    """Returns the roles as the listing shows them: until a write is visible, what it showed last."""
    listed, shown = remembered(context, "listed"), remembered(context, "shown")
    behind = {name for name, visible in listed.items() if context.now < visible}
    for name in {*there, *shown} - behind:
        if name in there:
            shown[name] = there[name]
        else:
            del shown[name]
    return [shown[name] for name in sorted(shown)]


@after("iam.deleted-principals", "iam", "GetRole", "ListRoles", "GetAccountAuthorizationDetails")
def trust_shown(context, answer):
    """Shows deleted roles in a trust policy by their id."""
    root = parsed_xml(answer)
    if root is None:
        return None
    saved, changed = principals.resolved(context, "iam"), False
    lists = [*named(root, "RoleDetailList"), *named(root, "Roles")]
    for role in [*named(root, "Role"), *[it for each in lists for it in each]]:
        document = role.find("{*}AssumeRolePolicyDocument")
        for arn, role_id in saved.get(text_of(role, "RoleName"), {}).items():
            shown = principals.renamed(arn, role_id)
            if shown != arn:
                document.text = decoded(document.text).replace(f'"{arn}"', f'"{shown}"')
                changed = True
    return with_xml(answer, root) if changed else None


@after("iam.encoded", "iam", *WITH_DOCUMENTS)
def encoded(_context, answer):
    """Percent-encodes documents by RFC 3986; moto leaves some as they are, and slashes in all. Shows an account
    that a trust policy names as its root."""
    root = parsed_xml(answer)
    if root is None:
        return None
    for name in DOCUMENTS:
        for document in named(root, name):
            text = decoded(document.text)
            document.text = quote(normalise.trust(text) if name == TRUST else text, safe="")
    return with_xml(answer, root)


def decoded(document):
    return document if document.lstrip().startswith("{") else unquote(document)
