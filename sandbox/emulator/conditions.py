"""What IAM's condition keys would hold: those that deploy/iam asks for."""

from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition


def conditions(call):
    """Before the call is carried out, which may change what they hold."""
    if call.operation == "AssumeRole" and "ExternalId" in call.params:
        return {"sts:ExternalId": call.params["ExternalId"]}
    if call.operation in ("CreatePodIdentityAssociation", "UpdatePodIdentityAssociation"):
        return {"iam:PassedToService": "pods.eks.amazonaws.com"}
    if call.service == "iam" and "RoleName" in call.params:
        boundary = call.params.get("PermissionsBoundary") or boundary_of(call)
        return {"iam:PermissionsBoundary": boundary} if boundary else {}
    return {}


def boundary_of(call):
    roles = iam_backends[call.account][get_partition(call.region)].roles.values()
    bound = (role.permissions_boundary_arn for role in roles if role.name == call.params["RoleName"])
    return next(bound, None)
