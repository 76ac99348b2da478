"""Four words for a leaf hash, to be read aloud and compared (``docs/ledger.md`` §8).

Each word is a quality and a thing, ten bits; four words are the first 40 bits of the hash. The
syllables of a table differ without their tones, so that no two words sound alike on the telephone.
The words help people find a wrong slip; only the hash proves anything.
"""

from typing import Final

WORDS: Final = 4

_QUALITIES: Final = (
    "青 green|白 white|红 red|黄 yellow|蓝 blue|紫 violet|金 golden|银 silver|"
    "高 high|远 far|大 big|小 little|古 ancient|早 early|晚 late|暖 warm|"
    "凉 cool|明 bright|东 eastern|西 western|南 southern|北 northern|春 spring|夏 summer|"
    "秋 autumn|石 stone|竹 bamboo|铁 iron|玉 jade|雪 snow|月 moon|长 long"
)
_THINGS: Final = (
    "山 hill|河 river|湖 lake|海 sea|云 cloud|风 wind|雨 rain|花 flower|"
    "草 grass|树 tree|林 forest|叶 leaf|兔 hare|马 horse|牛 ox|羊 sheep|"
    "鹿 deer|燕 swallow|桥 bridge|船 boat|灯 lamp|钟 bell|鼓 drum|塔 tower|"
    "门 gate|田 field|麦 wheat|茶 tea|果 fruit|井 well|琴 lute|笔 brush"
)
QUALITIES: Final = tuple(pair.split() for pair in _QUALITIES.split("|"))
THINGS: Final = tuple(pair.split() for pair in _THINGS.split("|"))

_BITS: Final = 5
_WORD: Final = 2 * _BITS
_BYTES: Final = WORDS * _WORD // 8
_MASK: Final = (1 << _BITS) - 1


def check_phrase(leaf: bytes) -> tuple[str, ...]:
    """The four words in Chinese, two characters each, of a leaf hash of 32 bytes."""
    return tuple(QUALITIES[high][0] + THINGS[low][0] for high, low in _places(leaf))


def english_check_phrase(leaf: bytes) -> tuple[str, ...]:
    """The same four words in English, two words each."""
    return tuple(f"{QUALITIES[high][1]} {THINGS[low][1]}" for high, low in _places(leaf))


def _places(leaf: bytes) -> list[tuple[int, int]]:
    bits = int.from_bytes(leaf[:_BYTES], "big")
    words = [bits >> (_WORD * place) for place in reversed(range(WORDS))]
    return [(word >> _BITS & _MASK, word & _MASK) for word in words]
