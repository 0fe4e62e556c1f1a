"""For outsiders: check what a park publishes, without its server and without trusting it."""

from lianqi.verify.log import Finding, Report, verify_log
from lianqi.verify.refusals import CATALOGUE

__all__ = ["CATALOGUE", "Finding", "Report", "verify_log"]
