"""Service Quotas, for what the operator makes: AWS's defaults, and what an account was given instead."""

from moto.iam.models import iam_backends

from answers import error, json_answer

# By service and code, as Service Quotas lists them: name, default, and the one region that knows it.
KNOWN = {
    ("dynamodb", "L-F98FE922"): ("Maximum number of tables", 2_500, None),
    ("monitoring", "L-2FF78D7B"): ("Number of alarms", 5_000, None),
    ("ecr", "L-CFEB8E8D"): ("Registered repositories", 100_000, None),
    ("s3", "L-DC2B2D3D"): ("General purpose buckets", 10_000, "us-east-1"),
}
ROLES = ("iam", "L-FE177D64")  # asked for by GetAccountSummary, which moto answers
applied = {}


def apply(account, service, code, value):
    """From now on the account has this quota."""
    if (service, code) == ROLES:
        iam_backends[account]["aws"].account_summary._roles_quota = value
    elif (service, code) in KNOWN:
        applied[account, service, code] = value
    else:
        raise ValueError(f"unknown quota {service} {code}")


def forget(account=None):
    for key in [key for key in applied if account in (None, key[0])]:
        del applied[key]


def get_service_quota(call, _forward):
    """An applied value; quotas that were never changed have none."""
    return answer(call, applied.get((call.account, call.params.get("ServiceCode"), call.params.get("QuotaCode"))))


def get_default_quota(call, _forward):
    known = KNOWN.get((call.params.get("ServiceCode"), call.params.get("QuotaCode")))
    return answer(call, known and known[1])


def answer(call, value):
    service, code = call.params.get("ServiceCode"), call.params.get("QuotaCode")
    name, _default, region = KNOWN.get((service, code), (None, None, None))
    if value is None or region not in (None, call.region):
        return error(call, 400, "NoSuchResourceException", "The request failed because the specified quota does not exist.")
    quota = {
        "ServiceCode": service,
        "QuotaCode": code,
        "QuotaName": name,
        "Value": float(value),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": region is not None,
    }
    return json_answer(200, {"Quota": quota}, "application/x-amz-json-1.1")
