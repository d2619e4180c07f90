"""Query strings nobody means well with, or nobody meant to send."""

from urllib.parse import quote

TYPED = {
    "ten thousand letters": "x" * 10_000,
    "ten thousand words": "a " * 5_000,
    "a zero": "helmet\x00",
    "open quotes": '"helmet',
    "quotes only": '""""',
    "an operator": "NEAR(helmet tank, 3)",
    "stars": "*",
    "a prefix of nothing": "^ - + : { } ( )",
    "emoji": "🪖 😀",
    "marks that turn the text": "\u202ehelmet\u202c \u200f",
    "half a character": "%ff%fe",
    "a template": "{{ 7*7 }}{% now %}",
}
PAIRS = {
    "the same key 200 times": "&".join("category=tank" for _ in range(200)),
    "200 keys": "&".join(f"key{number}=1" for number in range(200)),
    "200 values nobody has": "&".join(f"place=x{number}" for number in range(200)),
    "no number": "page=1e9&per=-1&limit=none",
    "a page beyond all": "page=99999999999999999999",
    "a box of words": "bbox=a,b,c,d",
    "a box without end": "bbox=nan,inf,-inf,1e400",
    "a day that is none": "from=2015-99-99&to=0000",
}
QUERIES = {
    **{name: f"q={word if '%' in word else quote(word)}" for name, word in TYPED.items()},
    **PAIRS,
}
