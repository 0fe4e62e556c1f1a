"""Every refusal of the kernel: its stable code, HTTP status and a sentence in both languages that says what to do."""

from types import MappingProxyType

from lianqi.kernel.messages import catalogue, loop
from lianqi.kernel.messages.message import Message, sentence

CATALOGUE = MappingProxyType({**catalogue.CATALOGUE, **loop.CATALOGUE})

__all__ = ["CATALOGUE", "Message", "sentence"]
