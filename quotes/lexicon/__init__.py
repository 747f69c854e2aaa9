"""Words and signs the package knows, kept as data: typed loaders over the files in ``data/``.

Each loader reads its file once and keeps the result, which cannot be changed. Each file says where its entries come
from, under which licence, when and how it was made. Code elsewhere names categories and never lists words.
"""

from __future__ import annotations

from quotes.lexicon.cues import (
    CueForm,
    CueKind,
    HouseVerb,
    Inflection,
    cue_nouns,
    cue_phrases,
    cue_verbs,
    hearing_verbs,
)
from quotes.lexicon.files import Gender
from quotes.lexicon.function_words import FunctionWordKind, function_words
from quotes.lexicon.furniture import FurnitureKind, furniture
from quotes.lexicon.given import given_names, name_spellings, nicknames, surnames
from quotes.lexicon.house import NO_HOUSE, House
from quotes.lexicon.labels import ClipEdge, LabelWordKind, clip_edge, is_direction, label_words
from quotes.lexicon.marks import MarkFamily, MarkForm, MarkShape, mark_forms, mark_pairs
from quotes.lexicon.nouns import NounForm, document_nouns, group_nouns, person_nouns
from quotes.lexicon.organisations import known_organisations, organisation_heads, organisation_suffixes
from quotes.lexicon.places import calendar_words, countries, days, demonyms, months, peoples, places
from quotes.lexicon.pronouns import Pronoun, PronounKind, pronouns
from quotes.lexicon.titles import (
    Honorific,
    HonorificKind,
    given_name_honorifics,
    honorifics,
    joined_particles,
    name_particles,
    name_suffixes,
    particles_also_given,
)

__all__ = [
    "NO_HOUSE",
    "ClipEdge",
    "CueForm",
    "CueKind",
    "FunctionWordKind",
    "FurnitureKind",
    "Gender",
    "Honorific",
    "HonorificKind",
    "House",
    "HouseVerb",
    "Inflection",
    "LabelWordKind",
    "MarkFamily",
    "MarkForm",
    "MarkShape",
    "NounForm",
    "Pronoun",
    "PronounKind",
    "calendar_words",
    "clip_edge",
    "countries",
    "cue_nouns",
    "cue_phrases",
    "cue_verbs",
    "days",
    "demonyms",
    "document_nouns",
    "function_words",
    "furniture",
    "given_name_honorifics",
    "given_names",
    "group_nouns",
    "hearing_verbs",
    "honorifics",
    "is_direction",
    "joined_particles",
    "known_organisations",
    "label_words",
    "mark_forms",
    "mark_pairs",
    "months",
    "name_particles",
    "name_spellings",
    "name_suffixes",
    "nicknames",
    "organisation_heads",
    "organisation_suffixes",
    "particles_also_given",
    "peoples",
    "person_nouns",
    "places",
    "pronouns",
    "surnames",
]
