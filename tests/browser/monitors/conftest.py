"""A city for the instruments alone: what they send makes alarms, and these make cases."""

from tests.browser.cities import cookies, own_city

__all__ = ["city", "cookies"]

city = own_city("monitors-city")
