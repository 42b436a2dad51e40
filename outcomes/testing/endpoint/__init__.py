"""A server on loopback that speaks the Messages API: checks, counts, caches, follows a script, and fails on purpose."""

from outcomes.testing.endpoint.allowance import RateLimit
from outcomes.testing.endpoint.answers import Answer, Say, Script, Use
from outcomes.testing.endpoint.call import Call
from outcomes.testing.endpoint.families import Family
from outcomes.testing.endpoint.faults import FAULTS, Fault
from outcomes.testing.endpoint.judging import Judge, is_grading
from outcomes.testing.endpoint.profiles import PROFILES, Profile
from outcomes.testing.endpoint.recorder import Recorder, Seen
from outcomes.testing.endpoint.refusal import Refusal
from outcomes.testing.endpoint.server import FakeEndpoint

__all__ = [
    "FAULTS",
    "PROFILES",
    "Answer",
    "Call",
    "FakeEndpoint",
    "Family",
    "Fault",
    "Judge",
    "Profile",
    "RateLimit",
    "Recorder",
    "Refusal",
    "Say",
    "Script",
    "Seen",
    "Use",
    "is_grading",
]
