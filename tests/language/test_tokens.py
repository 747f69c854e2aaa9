"""Words and punctuation with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.language.tokens import find_tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Mara's dog", "Mara 's dog", id="possessive"),
        pytest.param("Mara’s dog", "Mara ’s dog", id="curly possessive"),
        pytest.param("They didn't, we’re", "They did n't , we ’re", id="clitics"),
        pytest.param("can't won't", "ca n't wo n't", id="irregular negations"),
        pytest.param("she'd've", "she 'd 've", id="two clitics"),
        pytest.param("DON'T", "DO N'T", id="capitals"),
        pytest.param("the pilots' strike", "the pilots ' strike", id="plural possessive"),
        pytest.param("O'Brien o’clock", "O'Brien o’clock", id="inner apostrophe"),
        pytest.param("Kim Dae-Ho's", "Kim Dae-Ho 's", id="hyphenated name"),
        pytest.param("U-S and U-N test-fired", "U-S and U-N test-fired", id="hyphens"),
        pytest.param("U.S. a.m. J. Lt. Mr.", "U.S. a.m. J. Lt. Mr.", id="abbreviations"),
        pytest.param("It was I.", "It was I .", id="the pronoun is no initial"),
        pytest.param("He left.", "He left .", id="full stop"),
        pytest.param("12,000 3.5% 10:30 $5", "12,000 3.5 % 10:30 $ 5", id="numbers"),
        pytest.param("2024-02-06 1990s 90-day", "2024-02-06 1990s 90-day", id="numbers with letters"),
        pytest.param("“No,” he said—loudly... ''Yes''", "“ No , ” he said — loudly ... '' Yes ''", id="marks"),
        pytest.param("AT&T (UK)", "AT&T ( UK )", id="ampersand"),
        pytest.param("_very_ good", "_ very _ good", id="underscores"),
        pytest.param("see https://a.example/b?c=1.", "see https://a.example/b?c=1 .", id="address"),
        pytest.param("cafe\u0301's", "cafe\u0301 's", id="combining accent"),
        pytest.param("Привет, мир", "Привет , мир", id="another script"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    """Text is cut much as in the Penn Treebank, with hyphenated words and abbreviations whole."""
    assert " ".join(token.text for token in find_tokens(text)) == expected


def test_offsets_count_from_the_whole_text() -> None:
    """Looking at a part gives places in the whole."""
    text = "One two three"
    assert find_tokens(text, 4, 7) == [(4, 7, "two")]


@given(st.text(max_size=200))
def test_every_visible_character_is_in_one_token(text: str) -> None:
    """Tokens are slices, in order, and leave out nothing but white space."""
    position = 0
    for start, end, word in find_tokens(text):
        assert text[start:end] == word
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()
