"""Who may open which address: declared on every view, enforced in one place, refused at start where it is missing.

This answers only "may you come in here". Which rows a person sees there is the gate's to say (`cases.gate`), and what
they may do with them the kernel's (`guard`).
"""

from lianqi.server.access.rules import ENTERPRISE, PUBLIC, SIGNED_IN, TOKEN, Rule, access, duty, rule_of

__all__ = ["ENTERPRISE", "PUBLIC", "SIGNED_IN", "TOKEN", "Rule", "access", "duty", "rule_of"]
