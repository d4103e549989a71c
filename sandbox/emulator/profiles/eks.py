"""EKS: a role that was made a moment ago can't be associated yet."""

import json

from . import normalise, principals
from .rules import Refusal, before


@before("eks.role", "eks", "CreatePodIdentityAssociation", "UpdatePodIdentityAssociation")
def role(context):
    try:
        arn = json.loads(context.call.body or b"{}").get("roleArn", "")
    except ValueError:
        return None
    if not normalise.ROLE.fullmatch(arn) or principals.is_known(context, arn):
        return None
    return Refusal("InvalidParameterException", "Role provided in the request does not exist.")
