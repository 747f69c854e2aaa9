"""Which language a text is in."""

from __future__ import annotations

import time

import pytest

from quotes.language.detection import detect_language

ENGLISH = "The ferry was late again, and the men who wait for it every morning had begun to say so to each other."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ENGLISH, "en", id="English"),
        pytest.param(ENGLISH.upper(), "en", id="English in capitals"),
        pytest.param("UM I DON'T KNOW UH THEY WAS LIKE YOU KNOW GOING HOME AND THAT", "en", id="spoken English"),
        pytest.param("I ain't got nothin' to say to 'em, an' that's all there is.", "en", id="dialect"),
        pytest.param(f"{ENGLISH} “Je ne sais pas,” he said, “c'est la vie.”", "en", id="English with a French line"),
        pytest.param("La ministre a déclaré qu'elle ne démissionnerait pas.", "fr", id="French"),
        pytest.param("Die Ministerin sagte, dass sie nicht zurücktreten werde.", "de", id="German"),
        pytest.param("El ministro dijo que no iba a renunciar a su cargo.", "es", id="Spanish"),
        pytest.param("Il ministro ha detto che non si dimetterà per questo.", "it", id="Italian"),
        pytest.param("O ministro disse que não vai renunciar ao cargo.", "pt", id="Portuguese"),
        pytest.param("De minister zei dat hij niet zou aftreden voor het einde van de week.", "nl", id="Dutch"),
        pytest.param("Ministern sade att hon inte skulle avgå.", "sv", id="Swedish"),
        pytest.param("Министр заявил, что не уйдёт в отставку.", "ru", id="Russian"),
        pytest.param("Міністр заявив, що він не піде у відставку.", "uk", id="Ukrainian"),
        pytest.param("Ο υπουργός δήλωσε ότι δεν θα παραιτηθεί.", "el", id="Greek"),
        pytest.param("قال الوزير إنه لن يستقيل من منصبه", "ar", id="Arabic"),
        pytest.param("השר אמר שהוא לא יתפטר", "he", id="Hebrew"),
        pytest.param("部长说他不会辞职。", "zh", id="Chinese"),
        pytest.param("大臣は辞任しないと述べた。", "ja", id="Japanese"),
        pytest.param("장관은 사임하지 않겠다고 말했다.", "ko", id="Korean"),
        pytest.param("มันเป็นวันที่ดี", "th", id="Thai"),
        pytest.param("", None, id="nothing"),
        pytest.param("42 / 7 --> 00:01:02", None, id="no letters"),
        pytest.param("Yes.", None, id="one word"),
        pytest.param("S.V. Do S.V. Do", None, id="initials"),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    """The language is told from script and commonest words, or left open."""
    assert detect_language(text) == expected


@pytest.mark.timed
def test_a_long_text_costs_no_more_than_a_short_one() -> None:
    """Only a sample is looked at: ten million code points take a moment."""
    text = (ENGLISH + "\n") * 100_000
    started = time.perf_counter()
    assert detect_language(text) == "en"
    assert time.perf_counter() - started < 1.0
