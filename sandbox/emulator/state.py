"""All that one account holds, as plain values: to compare one state with another."""

from collections.abc import Mapping
from datetime import date

from moto.core.base_backend import BackendDict, BaseBackend

PLAIN = (str, int, float, bool)
LISTS_ONLY = {"resourcegroupstaggingapi"}  # holds nothing but the pages it has given out


def state(account):
    """By service and region, as moto keeps it; what is empty is left out."""
    return {
        backends.service_name: regions
        for backends in list(BackendDict._instances)
        if backends.service_name not in LISTS_ONLY and account in backends and (regions := held(backends[account]))
    }


def held(regions):
    plains = {name: plain(vars(backend), ()) for name, backend in list(regions.items())}
    return {name: value for name, value in plains.items() if value.keys() - {"region_name", "account_id", "partition"}}


def plain(value, above):
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if id(value) in above or isinstance(value, BaseBackend):
        return None  # the way back up
    above = (*above, id(value))
    if isinstance(value, Mapping):
        return present((str(key), plain(each, above)) for key, each in list(value.items()))
    if isinstance(value, (list, tuple)):
        return [plain(each, above) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each, above) for each in value), key=repr)
    if hasattr(value, "__dict__") and not callable(value):
        return present((key, plain(each, above)) for key, each in vars(value).items())
    return None


def present(items):
    return {key: value for key, value in items if value not in (None, "", [], {})}
