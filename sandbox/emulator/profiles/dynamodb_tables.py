"""DynamoDB: durations of table states, as aws-controllers-k8s measured them in October 2026.

[Q n] is finding DDB-TABLE-n in docs/api-quirks of its dynamodb-controller.
"""

from dataclasses import dataclass, field

NEVER = float("-inf")

CREATING, CREATING_WITH_INDEX = 8, 16  # [Q 9, 148]
DELETING = 6  # [Q 76, 104]
PARTS_KNOWN = 2.6  # after CreateTable: when backups, TTL and policies know of the table [Q 115]
TAGS_KNOWN = 1  # before ACTIVE: when tags do [Q 101]
BACKUPS_USABLE, BACKUPS_SHOWN = 2.6, 3.1  # after ACTIVE [Q 111, 115]
TAGS_FORGOTTEN, BACKUPS_FORGOTTEN = 1.6, 1.03  # after DeleteTable [Q 104, 455]

TAG_LOCK, TAG_LAG = 1.7, 1.9  # [Q 172, 406]
TTL_COOLDOWN = 1_870  # documented as an hour [Q 143]
PROTECTION_COOLDOWN = 15  # [Q 17, 445]

INDEX_ALLOCATED, INDEX_ACTIVE, INDEX_DELETING = 40, 520, 4.5  # [Q 148, 376]
THROUGHPUT, STREAM, TABLE_CLASS = 2, 4.5, 5  # [Q 58, 50, 284]
TO_PROVISIONED, TO_ON_DEMAND, BACK_TO_ON_DEMAND = 80, 150, 4.5  # [Q 56]
SWITCHES, DAY = 4, 24 * 3600  # to on-demand, in any 24 hours


@dataclass
class Tags:
    """The last effective tag write, and the tags that are read until it is visible."""

    at: float = NEVER
    put: dict | None = None  # None: it removed some
    before: list = field(default_factory=list)

    def locked(self, now):
        return now < self.at + TAG_LOCK

    def lagging(self, now):
        return now < self.at + TAG_LAG

    def admits(self, put, now):
        """Returns whether a write passes the lock: only one that contains the pairs in flight [Q 440]."""
        if not self.locked(now):
            return True
        return self.put is not None and put is not None and self.put.items() <= put.items()


@dataclass
class TableState:
    created: float = NEVER
    active: float = NEVER
    updating: float = NEVER  # until when
    reason: str = ""  # of the last UPDATING
    built: dict = field(default_factory=dict)  # index: when its creation began
    dying: dict = field(default_factory=dict)  # index: when its deletion began, and its description
    tags: Tags = field(default_factory=Tags)
    ttl_changed: float = NEVER
    protection_changed: float = NEVER
    was_on_demand: bool = False
    switched: list = field(default_factory=list)  # when to on-demand

    @classmethod
    def new(cls, now, with_index, on_demand):
        creating = CREATING_WITH_INDEX if with_index else CREATING
        return cls(created=now, active=now + creating, was_on_demand=on_demand)

    def status(self, now):
        if now < self.active:
            return "CREATING"
        busy = now < self.updating or self.deleting_indexes(now) or self.allocating_indexes(now)
        return "UPDATING" if busy else "ACTIVE"

    def allocating_indexes(self, now):
        return [name for name, began in self.built.items() if now < began + INDEX_ALLOCATED]

    def creating_indexes(self, now):
        return [name for name, began in self.built.items() if now < began + INDEX_ACTIVE]

    def deleting_indexes(self, now):
        return {name: shown for name, (began, shown) in self.dying.items() if now < began + INDEX_DELETING}

    def knows_parts(self, now):
        return now >= self.created + PARTS_KNOWN

    def knows_tags(self, now):
        return now >= self.active - TAGS_KNOWN

    def backups_usable(self, now):
        return now >= self.active + BACKUPS_USABLE

    def backups_shown(self, now):
        return now >= self.active + BACKUPS_SHOWN

    def ttl_may_change(self, now):
        return now >= self.ttl_changed + TTL_COOLDOWN

    def protection_may_change(self, now):
        return now >= self.protection_changed + PROTECTION_COOLDOWN

    def busy(self, seconds, reason, now):
        self.updating, self.reason = now + seconds, reason


@dataclass
class Deleted:
    """A table in DELETING, which moto has removed already."""

    at: float
    description: dict
    tags: list

    def shown(self, now):
        return now < self.at + DELETING

    def shows_tags(self, now):
        return now < self.at + TAGS_FORGOTTEN

    def shows_backups(self, now):
        return now < self.at + BACKUPS_FORGOTTEN
