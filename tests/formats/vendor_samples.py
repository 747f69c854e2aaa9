"""Small files as recognisers and diarizers write them; the people and what they say are invented."""

from __future__ import annotations

import json
from typing import Any

SAID = [("S0", "Is the ferry late?", 0.5, 1.7), ("S1", "Yes, by an hour.", 2.0, 3.2)]
"""What all samples say: label, words, start and end in seconds."""


def _timed(words: str, start: float, end: float) -> list[tuple[str, float, float]]:
    """Spread words over a stretch of time."""
    parts = words.split()
    step = (end - start) / len(parts)
    return [
        (part, round(start + step * number, 3), round(start + step * (number + 1), 3))
        for number, part in enumerate(parts)
    ]


def _bare(word: str) -> str:
    return word.strip(".,?").lower()


WHISPER: dict[str, Any] = {
    "text": " Is the ferry late? Yes, by an hour.",
    "language": "en",
    "segments": [
        {
            "id": number,
            "start": start,
            "end": end,
            "text": f" {words}",
            "tokens": [50364],
            "words": [
                {"word": f" {word}", "start": begin, "end": finish, "probability": 0.98}
                for word, begin, finish in _timed(words, start, end)
            ],
        }
        for number, (_, words, start, end) in enumerate(SAID)
    ],
}

WHISPERX: dict[str, Any] = {
    "segments": [
        {
            "start": start,
            "end": end,
            "text": words,
            "speaker": label,
            "words": [
                {"word": word, "start": begin, "end": finish, "score": 0.9, "speaker": label}
                for word, begin, finish in _timed(words, start, end)
            ],
        }
        for label, words, start, end in SAID
    ],
    "word_segments": [],
}


def _aws_items() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for _, words, start, end in SAID:
        for word, begin, finish in _timed(words, start, end):
            content = word.rstrip(".,?")
            items.append(
                {
                    "type": "pronunciation",
                    "start_time": str(begin),
                    "end_time": str(finish),
                    "alternatives": [{"confidence": "0.99", "content": content}],
                }
            )
            if content != word:
                items.append({"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": word[-1]}]})
    return items


AWS: dict[str, Any] = {
    "jobName": "harbour",
    "accountId": "0",
    "results": {
        "transcripts": [{"transcript": "Is the ferry late? Yes, by an hour."}],
        "speaker_labels": {
            "speakers": 2,
            "segments": [
                {
                    "start_time": str(start),
                    "end_time": str(end),
                    "speaker_label": label,
                    "items": [
                        {"start_time": str(begin), "end_time": str(finish), "speaker_label": label}
                        for _, begin, finish in _timed(words, start, end)
                    ],
                }
                for label, words, start, end in SAID
            ],
        },
        "items": _aws_items(),
    },
    "status": "COMPLETED",
}

AWS_CHANNELS: dict[str, Any] = {
    "results": {
        "transcripts": [{"transcript": "Is the ferry late? Yes, by an hour."}],
        "channel_labels": {
            "channels": [
                {"channel_label": "S0", "items": _aws_items()[:5]},
                {"channel_label": "S1", "items": _aws_items()[5:]},
            ],
            "number_of_channels": 2,
        },
        "items": _aws_items(),
    }
}

DEEPGRAM: dict[str, Any] = {
    "metadata": {"duration": 4.0},
    "results": {
        "channels": [
            {
                "alternatives": [
                    {
                        "transcript": "is the ferry late yes by an hour",
                        "words": [
                            {
                                "word": _bare(word),
                                "punctuated_word": word,
                                "start": begin,
                                "end": finish,
                                "speaker": number,
                                "speaker_confidence": 0.7,
                            }
                            for number, (_, words, start, end) in enumerate(SAID)
                            for word, begin, finish in _timed(words, start, end)
                        ],
                    }
                ]
            }
        ]
    },
}

DEEPGRAM_UTTERANCES: dict[str, Any] = {
    "results": {
        "channels": DEEPGRAM["results"]["channels"],
        "utterances": [
            {
                "start": start,
                "end": end,
                "channel": 0,
                "speaker": number,
                "transcript": words,
                "words": [
                    {"word": _bare(word), "punctuated_word": word, "start": begin, "end": finish, "speaker": number}
                    for word, begin, finish in _timed(words, start, end)
                ],
            }
            for number, (_, words, start, end) in enumerate(SAID)
        ],
    }
}

ASSEMBLYAI: dict[str, Any] = {
    "id": "x",
    "status": "completed",
    "text": "Is the ferry late? Yes, by an hour.",
    "utterances": [
        {
            "speaker": label,
            "text": words,
            "start": round(start * 1000),
            "end": round(end * 1000),
            "confidence": 0.9,
            "words": [
                {"text": word, "start": round(begin * 1000), "end": round(finish * 1000), "speaker": label}
                for word, begin, finish in _timed(words, start, end)
            ],
        }
        for label, words, start, end in SAID
    ],
}

REV: dict[str, Any] = {
    "monologues": [
        {
            "speaker": 0,
            "elements": [
                {"type": "text", "value": "Is", "ts": 0.5, "end_ts": 0.8, "confidence": 1.0},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "the", "ts": 0.8, "end_ts": 1.1, "confidence": 1.0},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "ferry", "ts": 1.1, "end_ts": 1.4, "confidence": 1.0},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "late", "ts": 1.4, "end_ts": 1.7, "confidence": 1.0},
                {"type": "punct", "value": "?"},
            ],
        },
        {
            "speaker": 1,
            "elements": [
                {"type": "text", "value": "Yes", "ts": 2.0, "end_ts": 2.3, "confidence": 1.0},
                {"type": "punct", "value": ", "},
                {"type": "text", "value": "by", "ts": 2.3, "end_ts": 2.6, "confidence": 1.0},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "an", "ts": 2.6, "end_ts": 2.9, "confidence": 1.0},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "hour", "ts": 2.9, "end_ts": 3.2, "confidence": 1.0},
                {"type": "punct", "value": "."},
            ],
        },
    ]
}


def _google_words(*, tagged: bool) -> list[dict[str, Any]]:
    return [
        {"startTime": f"{begin}s", "endTime": f"{finish}s", "word": word} | ({"speakerTag": number} if tagged else {})
        for number, (_, words, start, end) in enumerate(SAID, start=1)
        for word, begin, finish in _timed(words, start, end)
    ]


GOOGLE: dict[str, Any] = {
    "results": [
        {
            "alternatives": [
                {"transcript": "Is the ferry late? Yes, by an hour.", "words": _google_words(tagged=False)}
            ],
            "languageCode": "en-us",
        },
        {"alternatives": [{"words": _google_words(tagged=True)}]},
    ]
}

PODCAST: dict[str, Any] = {
    "version": "1.0.0",
    "segments": [
        {"speaker": label, "startTime": start, "endTime": end, "body": words} for label, words, start, end in SAID
    ],
}

PODCAST_WORDS: dict[str, Any] = {
    "version": "1.0.0",
    "segments": [
        {"startTime": begin, "endTime": finish, "body": word} | ({"speaker": label} if place == 0 else {})
        for label, words, start, end in SAID
        for place, (word, begin, finish) in enumerate(_timed(words, start, end))
    ],
}

SEGLST: list[dict[str, Any]] = [
    {"session_id": "harbour", "speaker": label, "words": words, "start_time": start, "end_time": end}
    for label, words, start, end in SAID
]

SEGMENTS: dict[str, Any] = {
    "output": {"diarization": [{"speaker": label, "start": start, "end": end} for label, _, start, end in SAID]}
}

RTTM = "".join(
    f"SPEAKER harbour 1 {start:.3f} {end - start:.3f} <NA> <NA> {label} <NA> <NA>\n" for label, _, start, end in SAID
)
STM = ";; by hand\n" + "".join(f"harbour 1 {label} {start} {end} <o,f0> {words}\n" for label, words, start, end in SAID)
CTM = "".join(
    f"harbour {label} {begin} {finish - begin:.3f} {word} 0.97\n"
    for label, words, start, end in SAID
    for word, begin, finish in _timed(words, start, end)
)
CSV = "Speaker,Start,End,Text\n" + "".join(f'{label},{start},{end},"{words}"\n' for label, words, start, end in SAID)
WHISPER_TSV = "start\tend\ttext\n" + "".join(
    f"{start * 1000:.0f}\t{end * 1000:.0f}\t{words}\n" for _, words, start, end in SAID
)

JSON_SAMPLES: dict[str, tuple[str, Any]] = {
    "Whisper": ("whisper", WHISPER),
    "WhisperX": ("whisper", WHISPERX),
    "AWS, speakers": ("aws", AWS),
    "AWS, channels": ("aws", AWS_CHANNELS),
    "Deepgram": ("deepgram", DEEPGRAM),
    "Deepgram, utterances": ("deepgram", DEEPGRAM_UTTERANCES),
    "AssemblyAI": ("assemblyai", ASSEMBLYAI),
    "Rev": ("rev", REV),
    "Google": ("google", GOOGLE),
    "Podcasting 2.0": ("podcast", PODCAST),
    "Podcasting 2.0, word by word": ("podcast", PODCAST_WORDS),
    "SegLST": ("seglst", SEGLST),
}
"""What it is, the id of its format, and the JSON: all say what `SAID` says."""

SAMPLES: dict[str, tuple[str, str]] = {
    **{name: (format, json.dumps(value)) for name, (format, value) in JSON_SAMPLES.items()},
    "STM": ("stm", STM),
    "CTM": ("ctm", CTM),
    "CSV": ("csv", CSV),
    "Whisper's TSV": ("csv", WHISPER_TSV),
}
