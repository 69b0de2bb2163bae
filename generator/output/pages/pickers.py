"""The choice of a year and a city on pages that show one number of each body."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.analysis.spread import Spread, shown
from generator.words import translate

# Cities that a page offers at most; the others are found by search.
MOST_CITIES = 100


@dataclass(frozen=True, slots=True)
class CityChoice:
    """A city with the texts of the page when it is selected; an empty name means all cities."""

    name: str
    words: dict[str, str]


def year_addresses(years: Iterable[int]) -> list[tuple[int, str]]:
    """The years of a page with their relative addresses: the newest at its own, others in files of the same folder."""
    return [(year, f"{year}.html" if at else "./") for at, year in enumerate(years)]


def city_choices(spread: Spread, words_of: Callable[[Spread], dict[str, str]]) -> list[CityChoice]:
    """All cities and each city of a spread, with their words and the legend of its own dots."""
    names = list(dict.fromkeys(point.city for point in sorted(spread.points, key=lambda point: point.city)))
    found = [CityChoice("", words_of(spread))] if spread.points else []
    for name in names[:MOST_CITIES]:
        of_city = spread.of_city(name)
        found.append(CityChoice(name, {**words_of(of_city), "own": own_words(name, of_city)}))
    return found


def own_words(city: str, spread: Spread) -> str:
    """The legend of the dots of one city."""
    if spread.median is None:
        return translate("spread.own_few", city=city, count=len(spread.points), **spread.words)
    return translate(
        "spread.own", city=city, count=len(spread.points), median=shown(spread.median) + spread.unit, **spread.words
    )


def signs_of(spread: Spread) -> list[str]:
    """The kinds of dots of a strip, where there are two."""
    kinds = {point.is_exact for point in spread.points}
    return ["bound", "exact"] if len(kinds) > 1 else []
