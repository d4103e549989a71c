"""SNS: e-mail subscriptions that are pending confirmation, and normalised policies."""

from xml.sax.saxutils import unescape

from moto.sns.models import sns_backends

from . import principals
from .rules import Refusal, after, before
from .xmls import named, parsed_xml, text_of, with_xml

BY_MAIL = ("email", "email-json")
KEPT = 48 * 3600  # seconds for which an unconfirmed subscription is kept
LISTS = ("ListSubscriptionsByTopic", "ListSubscriptions")


def pending(context):
    """Returns when pending subscriptions were made, by ARN."""
    return context.memory("sns.pending")


def subscriptions(context):
    return sns_backends[context.call.account][context.call.region].subscriptions


@before("sns.confirmation", "sns")
def forget(context):
    """Deletes subscriptions that were not confirmed in time, before each call."""
    for arn, made in list(pending(context).items()):
        if context.now >= made + KEPT:
            subscriptions(context).pop(arn, None)
            del pending(context)[arn]


@before("sns.confirmation", "sns", "Subscribe")
def subscribe(context):
    context.before = set(subscriptions(context))


@after("sns.confirmation", "sns", "Subscribe")
def subscribed(context, answer):
    """Answers "pending confirmation" until the address is confirmed."""
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
    """Takes the address for its token, since the emulator sends no mail."""
    topic, token = context.params.get("TopicArn"), context.params.get("Token")
    for arn in pending(context):
        subscription = subscriptions(context)[arn]
        if subscription.endpoint == token and subscription.topic.arn == topic:
            del pending(context)[arn]
            return None
    return Refusal("InvalidParameter", "Invalid token")


@before("sns.confirmation", "sns", "Unsubscribe")
def unsubscribe(context):
    """Refuses to remove a pending subscription, which has no ARN yet."""
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
