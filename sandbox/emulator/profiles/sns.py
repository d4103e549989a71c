"""SNS: subscriptions by e-mail that nobody has confirmed, and policies in AWS's form."""

from xml.sax.saxutils import unescape

from moto.sns.models import sns_backends

from . import principals
from .rules import Refusal, after, before
from .xmls import named, parsed_xml, text_of, with_xml

BY_MAIL = ("email", "email-json")
KEPT = 48 * 3600  # seconds for which an unconfirmed subscription is kept
LISTS = ("ListSubscriptionsByTopic", "ListSubscriptions")


def pending(context):
    """When subscriptions that are not confirmed were made, by their ARN."""
    return context.memory("sns.pending")


def subscriptions(context):
    return sns_backends[context.call.account][context.call.region].subscriptions


@before("sns.confirmation", "sns")
def forget(context):
    """What was not confirmed in time is gone. Done before each call, since nobody else would."""
    for arn, made in list(pending(context).items()):
        if context.now >= made + KEPT:
            subscriptions(context).pop(arn, None)
            del pending(context)[arn]


@before("sns.confirmation", "sns", "Subscribe")
def subscribe(context):
    context.before = set(subscriptions(context))


@after("sns.confirmation", "sns", "Subscribe")
def subscribed(context, answer):
    """Whoever subscribes an address again subscribes the same one."""
    root = parsed_xml(answer)
    if root is None or context.params.get("Protocol") not in BY_MAIL:
        return None
    element = named(root, "SubscriptionArn")[0]
    if element.text not in context.before:
        pending(context)[element.text] = context.now
    if element.text not in pending(context) or context.params.get("ReturnSubscriptionArn") == "true":
        return None
    element.text = "pending confirmation"
    return with_xml(answer, root)


@after("sns.confirmation", "sns", *LISTS)
def listed(context, answer):
    root = parsed_xml(answer)
    changed = False
    for element in named(root, "SubscriptionArn") if root is not None else []:
        if element.text in pending(context):
            element.text, changed = "PendingConfirmation", True
    return with_xml(answer, root) if changed else None


@before("sns.confirmation", "sns", "ConfirmSubscription")
def confirm(context):
    """Nobody gets mail here: its token is the address that it went to."""
    topic, token = context.params.get("TopicArn"), context.params.get("Token")
    for arn in pending(context):
        subscription = subscriptions(context)[arn]
        if subscription.endpoint == token and subscription.topic.arn == topic:
            del pending(context)[arn]
            return None
    return Refusal("InvalidParameter", "Invalid token")


@before("sns.confirmation", "sns", "Unsubscribe")
def unsubscribe(context):
    """A subscription that is not confirmed has no ARN to be removed by."""
    arn = context.params.get("SubscriptionArn", "")
    if arn in pending(context) or not arn.startswith("arn:"):
        text = "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements"
        return Refusal("InvalidParameter", text)
    return None


@before("sns.policy", "sns", "SetTopicAttributes")
def policy(context):
    if context.params.get("AttributeName") != "Policy":
        return None
    if principals.unknown_in(context, context.params.get("AttributeValue") or ""):
        return Refusal("InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound")
    return None


@after("sns.normalised", "sns", "SetTopicAttributes")
def policy_saved(context, answer):
    if answer.status < 300 and context.params.get("AttributeName") == "Policy":
        principals.saved(context, "sns", context.params["TopicArn"], context.params["AttributeValue"])


@after("sns.normalised", "sns", "GetTopicAttributes")
def attributes_shown(context, answer):
    root = parsed_xml(answer)
    changed = False
    for entry in named(root, "entry") if root is not None else []:
        if text_of(entry, "key") == "Policy":
            value = named(entry, "value")[0]
            shown = principals.shown(context, "sns", context.params["TopicArn"], unescape(value.text))
            changed, value.text = changed or shown != value.text, shown
    return with_xml(answer, root) if changed else None
