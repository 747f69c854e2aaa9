"""Countries, their people and adjectives, large places, the calendar: capitalised words that are no person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from quotes.lexicon.files import read_table

__all__ = ["calendar_words", "countries", "days", "demonyms", "months", "peoples", "places"]


@cache
def countries() -> Mapping[str, str]:
    """Return names and abbreviations of countries and continents as they are written, with the usual name of each.

    The keys keep their case: ``US`` is a country, ``us`` is not.

    Raises:
        LexiconError: if the data file is malformed.

    Example:
        >>> countries()["U-S"], countries()["DPRK"], "us" in countries()
        ('United States', 'North Korea', False)
    """
    return MappingProxyType(
        {
            form: entry["name"]
            for entry in read_table("places.toml")["country"]
            for form in (entry["name"], *entry.get("aliases", ()))
        }
    )


@cache
def demonyms() -> Mapping[str, str]:
    """Return words for the people and things of a country, as they are written, with the country's usual name.

    Plurals by rule are there too.

    Example:
        >>> demonyms()["Chinese"], demonyms()["South Koreans"]
        ('China', 'South Korea')
    """
    found: dict[str, str] = {}
    for entry in read_table("places.toml")["country"]:
        for form in entry.get("demonyms", ()):
            found.setdefault(form, entry["name"])
            if not form.endswith(("s", "sh", "ch", "se", "x", "men")):
                found.setdefault(form + "s", entry["name"])
    return MappingProxyType(found)


@cache
def peoples() -> frozenset[str]:
    """Return names of peoples, faiths and languages that are no country's demonym, as they are written.

    Example:
        >>> "Kurdish" in peoples()
        True
    """
    return frozenset(read_table("places.toml")["peoples"]["names"])


@cache
def places() -> frozenset[str]:
    """Return large cities, states, regions and seats of power with their abbreviations, as they are written.

    Some are names of persons too (Austin, Virginia): a given name before or after decides elsewhere.

    Example:
        >>> "Kyiv" in places(), "Calif." in places()
        (True, True)
    """
    return frozenset(read_table("places.toml")["places"]["names"])


@cache
def landscape_words() -> frozenset[str]:
    """Return words that make a capitalised name a place, as they are written in it (Creek, Valley).

    Example:
        >>> "Harbour" in landscape_words(), "Hill" in landscape_words()
        (True, False)
    """
    return frozenset(read_table("places.toml")["landscape"]["words"])


@cache
def days() -> frozenset[str]:
    """Return the days of the week and their abbreviations, without full stops.

    Example:
        >>> {"Monday", "Tues"} <= days()
        True
    """
    calendar = read_table("places.toml")["calendar"]
    return frozenset((*calendar["days"], *calendar["day_abbreviations"]))


@cache
def months() -> Mapping[str, int]:
    """Return the months and their abbreviations, without full stops, with their number, 1 to 12.

    Example:
        >>> months()["Sept"], months()["May"]
        (9, 5)
    """
    calendar = read_table("places.toml")["calendar"]
    numbers = {name[:3]: number for number, name in enumerate(calendar["months"], 1)}
    return MappingProxyType(
        {name: numbers[name[:3]] for name in (*calendar["months"], *calendar["month_abbreviations"])}
    )


@cache
def calendar_words() -> frozenset[str]:
    """Return days, months and feasts as they are written.

    Example:
        >>> {"Monday", "June", "Easter"} <= calendar_words()
        True
    """
    return days() | set(months()) | frozenset(read_table("places.toml")["calendar"]["feasts"])
