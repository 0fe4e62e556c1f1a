"""Every refusal of the kernel: its stable code, HTTP status and a sentence in both languages that says what to do."""

from lianqi.kernel.messages.catalogue import CATALOGUE
from lianqi.kernel.messages.message import Message, sentence

__all__ = ["CATALOGUE", "Message", "sentence"]
