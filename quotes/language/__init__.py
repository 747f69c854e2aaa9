"""What the text looks like as language: paragraphs, sentences, tokens, tags, lemmas, and which language it is.

Every function here is a plain function from text to values; offsets are Unicode code points into the text, half-open.
The weights in ``data/`` are made by ``quotes.training`` and described in ``data/MODEL_CARD.md``.
"""
