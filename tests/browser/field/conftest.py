"""A city for the phones alone: what they send moves cases that the journeys and the pages of the
manual begin with."""

from tests.browser.cities import cookies, own_city

__all__ = ["city", "cookies"]

city = own_city("field-city")
