"""Files as survey programs deliver them, in Norwegian; every answer is made up."""

from tests.vendors.forms import FORMS
from tests.vendors.fresh import FRESH
from tests.vendors.made_up import Vendor, write
from tests.vendors.sheets import SHEETS
from tests.vendors.survey_programs import PROGRAMS

__all__ = ["FRESH", "VENDORS", "Vendor", "write"]

VENDORS = (*PROGRAMS, *FORMS, *SHEETS)
"""Files that the rules of the proposal were written beside."""
