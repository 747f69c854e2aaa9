"""Phrases grown by what stands beside them and belongs to them: a title, an apposition, a complement."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.language.passages import Unit
from quotes.lexicon import given_names
from quotes.lexicon.portfolios import portfolios, relations
from quotes.people.chunks import Phrase, gender_of_words, is_address, is_organisation, is_somebodys, words_of
from quotes.people.names import parse_name
from quotes.spans import Span

__all__ = ["join_appositions", "join_titles", "reach_of_roles"]

_NAMES = frozenset({"NNP", "NNPS"})
_CLOSERS = frozenset({",", ".", ";", "—", "–"})
_ROLE_LINKS = frozenset({"of", "for", "to", "at", "in", "on", "with", "from", "and"})


def join_titles(text: str, units: Sequence[Unit], phrases: list[Phrase]) -> list[Phrase]:
    """Join "U-S Secretary" + of + "Defence Peter Maddox": a role whose complement runs into the name."""
    joined: list[Phrase] = []
    for phrase in phrases:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.form == "name"
            and before.sort == "organisation"
            and phrase.sort == "person"
            and phrase.role is not None
            and not phrase.plural
            and phrase.first == before.last + 1
            and units[before.last].text.lower() == "of"
            and units[phrase.first].tag not in ("DT", "PRP$")
        ):  # "Department of Health information officer Ada Quill"
            first = before.first + (units[before.first].tag == "DT")
            role = Span(units[first].start, phrase.role.end)
            span = Span(before.span.start, phrase.span.end)
            core = phrase.core if phrase.name is not None else span
            joined[-1] = phrase._replace(first=before.first, span=span, core=core, role=role)
            continue
        if (
            before is not None
            and before.role is not None
            and before.name is None
            and before.sort == "person"
            and phrase.first == before.last + 1
            and units[before.last].text.lower() in ("of", "for")
            and phrase.sentence == before.sentence
            and units[phrase.last - 1].tag in _NAMES
        ):
            split = _split_portfolio([unit.text for unit in units[phrase.first : phrase.last]])
            if split:
                name_first = phrase.first + split
                core = Span(units[name_first].start, units[phrase.last - 1].end)
                name = parse_name(core.of(text))
                joined[-1] = before._replace(
                    last=phrase.last,
                    span=Span(before.span.start, phrase.span.end),
                    core=core,
                    name=name,
                    form="name",
                    role=Span(before.role.start, units[name_first - 1].end),
                    head=units[phrase.last - 1].text.lower(),
                    gender=before.gender or gender_of_words(name, ()),
                )
                continue
        joined.append(phrase)
    return joined


def _split_portfolio(words: Sequence[str]) -> int:
    """Find where the name begins after "Secretary of": 1 for "Defence Peter Maddox", 0 where no name follows."""
    known = portfolios()
    for position in range(1, len(words)):
        before = words[position - 1].lower()
        rest = words[position:]
        if len(rest) > 4 or is_organisation(rest):
            continue
        if (
            before in known
            and rest[0][0].isupper()
            and not (len(rest) == 1 and rest[0].lower() in known)
            and rest[0].lower() not in known
        ):
            return position
        if is_address(rest[0].lower()) and len(rest) > 1:
            return position
        if len(rest) in (2, 3) and rest[0].lower() in given_names():
            return position
    return 0


def join_appositions(text: str, units: Sequence[Unit], phrases: list[Phrase]) -> list[Phrase]:
    """Join a role and a name that stand beside each other: "the ambassador to the U-N, Ada Quill," and the reverse."""
    joined: list[Phrase] = []
    position = 0
    while position < len(phrases):
        phrase = phrases[position]
        grown = None
        if phrase.form != "pronoun" and phrase.sort == "person":
            if phrase.name is None:
                grown = _role_then_name(text, units, phrases, position)
                grown = grown or _role_and_role(units, phrases, position)
            elif not _opens_role(text, units, phrases, position + 1):
                grown = _name_then_role(text, units, phrases, position)
        elif phrase.is_bare_name and not _opens_role(text, units, phrases, position + 1):
            grown = _name_then_role(text, units, phrases, position)
        if grown is None:
            grown = _with_complement(units, phrases, position)
        if grown is not None:
            phrase, position = grown
            joined.append(phrase)
        else:
            joined.append(phrase)
            position += 1
    return joined


def _opens_role(text: str, units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> bool:
    """Whether the phrase there is the role of a name behind it: "in Parliament, the minister, Ada Quill, said"."""
    if position >= len(phrases) or phrases[position].name is not None or phrases[position].sort != "person":
        return False
    return _role_then_name(text, units, phrases, position) is not None


def _with_complement(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> tuple[Phrase, int] | None:
    """Grow "the director of the clinic", "a spokesman for the union", "the Ministry of Health": what it is of."""
    phrase = phrases[position]
    if position + 1 >= len(phrases) or phrase.name is not None or phrase.form == "pronoun":
        return None
    after = phrases[position + 1]
    between = units[phrase.last : after.first]
    if len(between) != 1 or after.sentence != phrase.sentence or after.form == "pronoun" or after.name is not None:
        return None
    link = between[0].text.lower()
    titled = phrase.form == "name" and phrase.sort in ("organisation", "place") and after.form == "name"
    if not (link in ("of", "for") and phrase.role is not None) and not (link == "of" and titled):
        return None
    if titled and units[after.first].tag == "DT":
        return None
    role = Span(phrase.role.start, after.span.end) if phrase.role is not None else None
    span = Span(phrase.span.start, after.span.end)
    return phrase._replace(last=after.last, span=span, core=span, role=role), position + 2


def _links(between: Sequence[Unit], words: Sequence[str]) -> bool:
    return len(between) == 1 and between[0].text.lower() in words


def _reach_of_role(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> int:
    """Give the position of the last phrase of the role that begins at ``position`` ("to the United Nations")."""
    last = position
    while last + 1 < len(phrases) and last - position < 4:
        here, after = phrases[last], phrases[last + 1]
        between = units[here.last : after.first]
        if after.sentence != here.sentence or after.form == "pronoun":
            break
        if after.name is not None and not (_links(between, ("of", "for", "to")) and after.role is None):
            break
        if (
            (
                len(between) == 1
                and between[0].text.lower() in _ROLE_LINKS
                and (between[0].text.lower() != "and" or last > position)
            )
            or (len(between) == 1 and between[0].tag == "POS")
            or (not between and here.last == after.first)
        ):
            last += 1
        else:
            break
    return last


def reach_of_roles(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> int:
    """Give the position of the last phrase of the roles from ``position`` on: "founder and director of the clinic"."""
    last = ahead = _reach_of_role(units, phrases, position)
    while ahead + 1 < len(phrases):
        after = phrases[ahead + 1]
        between = words_of(units[phrases[ahead].last : after.first])
        is_another = after.name is None and after.form == "description" and after.role is not None and not after.plural
        if not is_another or after.sentence != phrases[position].sentence:
            break
        if between == ["and"] or (between == [",", "and"] and ahead > last):
            return _reach_of_role(units, phrases, ahead + 1)
        if between != [","]:
            break
        ahead += 1
    return last


def _role_and_role(units: Sequence[Unit], phrases: Sequence[Phrase], position: int) -> tuple[Phrase, int] | None:
    """Grow "founder and director Ada Quill": two roles before one name, no article between them."""
    phrase = phrases[position]
    if phrase.role is None or phrase.plural or units[phrase.first].text.lower() in ("a", "an"):
        return None
    reach = _reach_of_role(units, phrases, position)
    if reach + 1 >= len(phrases):
        return None
    named = phrases[reach + 1]
    if named.name is None or named.role is None or named.sentence != phrase.sentence or named.members:
        return None
    if not _links(units[phrases[reach].last : named.first], ("and",)) or units[named.first].tag in ("DT", "PRP$"):
        return None
    if not units[named.first].text[:1].islower() and units[phrase.last - 1].text[:1].isupper():
        return None  # "Mayor and Senator Ada Quill": two people as likely
    span = Span(phrase.span.start, named.span.end)
    role = Span(phrase.role.start, named.role.end)
    return named._replace(first=phrase.first, span=span, role=role, is_definite=phrase.is_definite), reach + 2


def _is_title(text: str, phrase: Phrase) -> bool:
    """Whether the role before a name is nothing but the title that belongs to it: "Cllr", "Sgt."."""
    honorific = phrase.name.honorific if phrase.name is not None else None
    return honorific is not None and phrase.role is not None and phrase.role.of(text) == honorific


def _role_then_name(
    text: str, units: Sequence[Unit], phrases: Sequence[Phrase], position: int
) -> tuple[Phrase, int] | None:
    """Grow "the U-S ambassador to the U-N, Ada Quill": one person, the role from its article to the comma."""
    phrase = phrases[position]
    for reach in range(_reach_of_role(units, phrases, position), position - 1, -1):
        if reach + 1 >= len(phrases):
            continue
        name = phrases[reach + 1]
        between = words_of(units[phrases[reach].last : name.first])
        if name.name is None and reach == position and between == [","]:
            name = _name_of_bare(text, units, phrase, name)
        if name.name is None or name.sentence != phrase.sentence:
            continue
        if name.role is not None and not (_is_title(text, name) and between == [","]):
            continue
        copula = between in (["is"], ["was"]) and phrase.is_definite
        if (between in ([","], [], ["—"], ["–"], ["-"]) or copula) and phrase.role is not None and not phrase.plural:
            after = units[name.last].text if name.last < len(units) else "."
            if between == [","] and after.lower() in ("and", "or") and reach == position:
                continue
            if not between and reach > position and phrases[reach].role is None and phrases[reach].sort == "place":
                continue
            grown = phrase._replace(
                last=name.last,
                span=Span(phrase.span.start, name.span.end),
                core=name.core,
                name=name.name,
                head=name.head,
                form="name",
                role=Span(phrase.role.start, phrases[reach].span.end),
                title=name.role,
                gender=name.gender or phrase.gender,
            )
            return grown, reach + 2
    return None


def _name_of_bare(text: str, units: Sequence[Unit], phrase: Phrase, bare: Phrase) -> Phrase:
    """Read one capitalised word behind "his brother," or "her assistant," as a name, though places bear it too.

    Behind a relative in the singular, set off by commas, it is a name whatever it looks like: "Pell's sister, Odalys,".
    """
    is_owned = is_somebodys(units[phrase.first].text) or "POS" in [u.tag for u in units[phrase.first : phrase.last]]
    if not bare.is_bare_name or bare.role is not None or not is_owned:
        return bare
    after = units[bare.last].text if bare.last < len(units) else "."
    is_kin = phrase.gender is not None and phrase.head in relations() and after in _CLOSERS
    if not is_kin and units[bare.first].text.lower() not in given_names():
        return bare
    return bare._replace(name=parse_name(bare.core.of(text)), sort="person")


def _name_then_role(
    text: str, units: Sequence[Unit], phrases: Sequence[Phrase], position: int
) -> tuple[Phrase, int] | None:
    """Grow "Ada Quill, chief executive of the ferry company,"."""
    phrase = phrases[position]
    at = position + 1
    comma = phrase.last
    if words_of(units[comma : comma + 1]) == [","] and at < len(phrases) and phrases[at].head.isdigit():
        # ", 18, of Irvine"
        comma, at = phrases[at].last, at + 1
    if at >= len(phrases) or comma >= len(units):
        return None
    role = phrases[at]
    if role.sentence != phrase.sentence or role.name is not None or role.form == "pronoun":
        return None
    between = words_of(units[comma : role.first])
    if between in ([","], ["—"], ["–"], ["("]) and role.sort == "person" and not role.plural and role.role is not None:
        reach = reach_of_roles(units, phrases, at)
        while (
            reach > at
            and phrases[reach].last < len(units)
            and units[phrases[reach].last].tag.startswith("VB")
            and reach > at + 1
        ):
            reach -= 1
        end = phrases[reach]
        after = units[end.last].text.lower() if end.last < len(units) else "."
        if after in ("and", "or") and reach == at:
            return None
        role_span = Span(role.role.start, end.span.end)
        grown = phrase._replace(
            last=end.last,
            span=Span(phrase.span.start, end.span.end),
            role=role_span,
            title=phrase.role,
            gender=phrase.gender or role.gender,
        )
        return grown, reach + 1
    return None
