"""ECR: image indexes, cross-account pulls, and normalised policies."""

import json

from moto.ecr.models import ecr_backends

import gaps
from answers import json_answer

from . import principals
from .rules import Refusal, after, before, parsed, with_json

INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
NO_CHILD = "The image manifest is referencing an image that doesn't exist."
INVALID = (
    "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'"
)


def repository_of(context):
    owner = context.params.get("registryId") or context.call.account
    return ecr_backends[owner][context.call.region].repositories.get(context.params.get("repositoryName"))


def children(manifest, media_type=None):
    """Returns the digests that an index references; none for any other manifest."""
    try:
        value = json.loads(manifest)
    except ValueError:
        return []
    if (media_type or value.get("mediaType")) not in INDEXES:
        return []
    return [each.get("digest") for each in value.get("manifests", [])]


@before("ecr.index", "ecr", "PutImage")
def put(context):
    """Refuses an index whose images are missing."""
    repository = repository_of(context)
    listed = children(context.params.get("imageManifest", ""), context.params.get("imageManifestMediaType"))
    there = {image.get_image_digest() for image in repository.images} if repository else set()
    if repository and set(listed) - there:
        return Refusal("ReferencedImagesNotFoundException", NO_CHILD)
    return None


@before("ecr.index", "ecr", "BatchDeleteImage")
def delete(context):
    """Fails the deletion of images that an index references."""
    repository, asked = repository_of(context), context.params.get("imageIds") or []
    if not repository:
        return None
    gone = {it.get("imageDigest") for it in asked if not it.get("imageTag")}
    held = {}
    for image in repository.images:
        if image.get_image_digest() not in gone:
            for child in children(image.image_manifest, image.image_manifest_media_type):
                held.setdefault(child, []).append(image.get_image_digest())
    refused = [it for it in asked if not it.get("imageTag") and it.get("imageDigest") in held]
    if not refused:
        return None
    failures = [failure(it, held[it["imageDigest"]]) for it in refused]
    rest = [it for it in asked if it not in refused]
    if rest:
        answer = context.ask(body=json.dumps({**context.params, "imageIds": rest}).encode())
        value = parsed(answer) or {}
        return with_json(answer, {**value, "failures": [*value.get("failures", []), *failures]})
    return json_answer(200, {"imageIds": [], "failures": failures}, "application/x-amz-json-1.1")


def failure(image, indexes):
    return {
        "imageId": image,
        "failureCode": "ImageReferencedByManifestList",
        "failureReason": f"Requested image referenced by manifest list: [{', '.join(indexes)}]",
    }


@before("ecr.pull", "ecr", "GetDownloadUrlForLayer", "BatchCheckLayerAvailability")
def pull(context):
    """Refuses layers of another account's images without a repository policy."""
    owner, repository = context.params.get("registryId"), repository_of(context)
    action = f"ecr:{context.call.operation}"
    if owner in (None, context.call.account) or (repository and gaps.is_allowed(repository.policy, action)):
        return None
    text = f"{context.call.account} is not authorized to perform: {action}"
    return Refusal("AccessDeniedException", f"{text} on resource: {context.call.resource}")


@before("ecr.policy", "ecr", "SetRepositoryPolicy")
def policy(context):
    if principals.unknown_in(context, context.params.get("policyText") or ""):
        return Refusal("InvalidParameterException", INVALID)
    return None


@after("ecr.normalised", "ecr", "SetRepositoryPolicy", "GetRepositoryPolicy")
def policy_shown(context, answer):
    value, name = parsed(answer), context.params.get("repositoryName")
    if not value or "policyText" not in value:
        return None
    if context.call.write:
        principals.saved(context, "ecr", name, context.params["policyText"])
    shown = principals.shown(context, "ecr", name, value["policyText"])
    return with_json(answer, {**value, "policyText": shown})
