"""Machine pinyin in brackets after a character (“網(wǎng)”), as some copied documents have it."""

import re
import unicodedata
from typing import Final

HAN: Final = "\u3400-\u9fff\U00020000-\U0003ffff"
TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếềê"
PINYIN: Final = re.compile(f"(?<=[{HAN}])[(（]([a-zü{TONED}]{{1,7}})[)）]")
SYLLABLE: Final = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iuü]?(?:a[io]?|e[i]?|o[u]?|an|en|ang|eng|ong)"
    r"|iu|iao|ui|uai|in|un|ing|ün|üe|[iuü]|er)"
)


def without_pinyin(text: str) -> str:
    """Remove machine pinyin in brackets: lower-case syllables directly after a character."""
    return PINYIN.sub(lambda match: "" if _is_syllable(match[1]) else match[0], text)


def _is_syllable(letters: str) -> bool:
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", letters)
        if not unicodedata.combining(letter) or letter == "\u0308"
    )
    bare = unicodedata.normalize("NFC", bare)
    if bare != letters and bare in ("n", "ng", "m", "hm"):
        return True
    return (bare != letters or len(letters) > 1) and SYLLABLE.fullmatch(bare) is not None
