"""What makes a log checkable by outsiders: one spelling of every value, and hashes that bind each event to the past."""

from lianqi.kernel.chain.canonical import LARGEST_INTEGER, NotCanonical, canonical_json, digest, is_canonical
from lianqi.kernel.chain.hashes import (
    GENESIS,
    SALT_BYTES,
    EventFields,
    check_content_hash,
    check_event_hash,
    check_next_root,
    content_hash,
    event_hash,
    is_hash,
    next_root,
)

__all__ = [
    "GENESIS",
    "LARGEST_INTEGER",
    "SALT_BYTES",
    "EventFields",
    "NotCanonical",
    "canonical_json",
    "check_content_hash",
    "check_event_hash",
    "check_next_root",
    "content_hash",
    "digest",
    "event_hash",
    "is_canonical",
    "is_hash",
    "next_root",
]
