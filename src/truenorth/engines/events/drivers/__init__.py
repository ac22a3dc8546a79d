"""Drivers: which early behaviours go with a conversion or with coming back."""

from truenorth.engines.events.drivers.plan import Conversion, Drivers, Return
from truenorth.engines.events.drivers.result import Driver, DriversResult

__all__ = ["Conversion", "Driver", "Drivers", "DriversResult", "Return"]
