"""A city for the pages of the manual alone: journeys bring people to places, and lists begin with
others then."""

from tests.browser.cities import cookies, own_city

__all__ = ["city", "cookies"]

city = own_city("pages-city")
