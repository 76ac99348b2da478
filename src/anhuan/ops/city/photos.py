"""Drawn stand-ins for photographs: a place before, half-way and after its problem is put right.

`photo(scene, stage)` returns the bytes of a JPEG of 1200 × 900. Nothing but the signs of the
place is written in it. The same call always returns the same bytes.
"""

import random
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import Final

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw

WIDTH: Final = 1200
HEIGHT: Final = 900
STAGES: Final = ("before", "partly", "after")
_FLOOR_Y: Final = 640
_QUALITY: Final = 80


def photo(scene: str, stage: str, variant: int = 0) -> bytes:
    """JPEG bytes of `scene` (one of `SCENES`) at `stage` (one of `STAGES`).

    `variant` moves the loose things about. Raises KeyError or ValueError for unknown words.
    """
    amount = {"before": 2, "partly": 1, "after": 0}[stage]
    loose = random.Random(f"{scene}/{variant}")
    image = _room(loose)
    SCENES[scene](ImageDraw.Draw(image), amount, loose)
    return _encode(_as_camera(image, random.Random(f"{scene}/{stage}/{variant}")))


def _encode(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling=2)
    return out.getvalue()


def _as_camera(image: Image.Image, dice: random.Random) -> Image.Image:
    """Lens shade and sensor grain, so that the pictures behave like photographs in size."""
    shade = Image.radial_gradient("L").resize((WIDTH, HEIGHT))
    dark = Image.new("RGB", (WIDTH, HEIGHT), (28, 30, 32))
    image = Image.composite(dark, image, shade.point([v * 3 // 10 for v in range(256)]))
    small = Image.frombytes("L", (400, 300), dice.randbytes(120_000))
    grain = small.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR).convert("RGB")
    return Image.blend(image, grain, 0.05).filter(ImageFilter.GaussianBlur(0.6))


def _room(dice: random.Random) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (176, 176, 170))
    draw = ImageDraw.Draw(image)
    for y in range(_FLOOR_Y):
        level = 168 + y // 22
        draw.line((0, y, WIDTH, y), fill=(level, level, level - 6))
    for y in range(_FLOOR_Y, HEIGHT):
        level = 118 - (y - _FLOOR_Y) // 9
        draw.line((0, y, WIDTH, y), fill=(level, level - 1, level - 4))
    draw.polygon([(0, 0), (150, 0), (150, _FLOOR_Y), (0, 830)], fill=(150, 151, 147))
    draw.line((0, 470, WIDTH, 470), fill=(122, 142, 160), width=10)
    for _ in range(26):
        x, y = dice.randrange(WIDTH), dice.randrange(_FLOOR_Y + 20, HEIGHT)
        draw.ellipse((x, y, x + dice.randrange(30, 140), y + 9), fill=(104, 103, 99))
    return image


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    with as_file(files(pylopdf_fonts_zh_cn) / "NotoSansSC-Regular.otf") as path:
        return ImageFont.truetype(str(path), size)


def _sign(draw: Draw, box: tuple[int, int, int, int], words: str, colour: Colour) -> None:
    draw.rectangle(box, fill=colour, outline=(235, 235, 230), width=3)
    size = min((box[3] - box[1]) * 3 // 5, (box[2] - box[0]) // (len(words) + 1))
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    draw.text(centre, words, font=_font(size), fill="white", anchor="mm")


def _carton(draw: Draw, x: int, floor: int, size: int) -> None:
    top, side = floor - size, size // 3
    draw.rectangle((x, top, x + size, floor), fill=(188, 148, 104))
    lid = [(x, top), (x + side, top - side), (x + size + side, top - side), (x + size, top)]
    draw.polygon(lid, fill=(206, 170, 126))
    flank = [
        (x + size, top), (x + size + side, top - side), (x + size + side, floor - side),
        (x + size, floor),
    ]  # fmt: skip
    draw.polygon(flank, fill=(154, 116, 78))
    draw.rectangle((x, top + size // 2 - 6, x + size, top + size // 2 + 6), fill=(222, 200, 160))


def _drum(draw: Draw, x: int, floor: int, colour: Colour) -> None:
    draw.rectangle((x, floor - 170, x + 120, floor), fill=colour)
    draw.ellipse((x, floor - 190, x + 120, floor - 150), fill=_lighter(colour))
    draw.ellipse((x, floor - 20, x + 120, floor + 20), fill=colour)
    for y in (floor - 115, floor - 60):
        draw.line((x, y, x + 120, y), fill=_lighter(colour), width=5)


def _lighter(colour: Colour) -> Colour:
    return min(colour[0] + 34, 255), min(colour[1] + 34, 255), min(colour[2] + 34, 255)


def _blocked_exit(draw: Draw, amount: int, dice: random.Random) -> None:
    _sign(draw, (510, 60, 730, 120), "安全出口", (46, 134, 84))
    draw.rectangle((440, 140, 800, _FLOOR_Y), fill=(96, 142, 126))
    for x in (458, 628):
        draw.rectangle((x, 160, x + 154, _FLOOR_Y), fill=(120, 164, 148))
        draw.rectangle((x + 14, 400, x + 140, 420), fill=(208, 214, 208))
    if not amount:
        for x, slope in ((420, -190), (820, 190)):
            lane = [(x - 9, 660), (x + 9, 660), (x + slope + 14, 890), (x + slope - 14, 890)]
            draw.polygon(lane, fill=(214, 180, 60))
    for layer in range(13 * amount):
        shift = dice.randrange(-8, 8)
        y = 850 - 11 * layer
        draw.rectangle((560 + shift, y - 9, 900 + shift, y), fill=(204, 178, 128))
    for n in range(2 * amount):
        _carton(draw, (250, 840, 330, 900)[n], (860, 870, 690, 660)[n], 160 - 12 * n)


def _oil_leak(draw: Draw, amount: int, dice: random.Random) -> None:
    draw.rectangle((260, 330, 760, 690), fill=(74, 108, 128))
    draw.rectangle((300, 370, 520, 500), fill=(52, 78, 94))
    draw.ellipse((560, 400, 720, 560), fill=(134, 144, 150), outline=(60, 66, 70), width=10)
    draw.rectangle((760, 520, 960, 552), fill=(140, 146, 150))
    _drum(draw, 960, 770, (48, 92, 140))
    for n in range(4 * amount):
        wide, high = dice.randrange(120, 300), dice.randrange(26, 60)
        x, y = 520 + dice.randrange(340), 715 + dice.randrange(30 + 45 * amount)
        draw.ellipse((x, y, x + wide, y + high), fill=(40 + n, 34 + n, 28))
        draw.arc(
            (x + 8, y + 5, x + wide - 20, y + high - 8), 190, 280, fill=(112, 104, 140), width=4
        )
    if amount < 2:
        draw.polygon(
            [(690, 770), (1160, 770), (1190, 830), (660, 830)], outline=(220, 190, 60), width=9
        )


def _open_cover(draw: Draw, amount: int, dice: random.Random) -> None:
    _sign(draw, (880, 220, 1080, 330), "当心坠落", (176, 128, 20))
    hole = (420, 700, 760, 840)
    if amount:
        draw.ellipse(hole, fill=(22, 22, 24), outline=(86, 86, 84), width=12)
        tilt = 60 + dice.randrange(30)
        draw.ellipse(
            (800, 690, 1090, 690 + tilt + 60), fill=(92, 90, 86), outline=(60, 60, 58), width=8
        )
    else:
        draw.ellipse(hole, fill=(96, 94, 90), outline=(60, 60, 58), width=12)
        for x in range(460, 730, 34):
            draw.line((x, 725, x, 815), fill=(70, 70, 68), width=8)
    if amount == 1:
        for x in (360, 590, 820):
            draw.polygon([(x, 620), (x - 36, 720), (x + 36, 720)], fill=(214, 92, 40))
        draw.line((360, 640, 820, 640), fill=(230, 226, 210), width=9)


def _open_board(draw: Draw, amount: int, dice: random.Random) -> None:
    draw.rectangle((420, 150, 760, 560), fill=(196, 198, 196), outline=(120, 122, 122), width=8)
    if not amount:
        draw.rectangle(
            (440, 170, 740, 540), fill=(206, 208, 206), outline=(150, 152, 152), width=4
        )
        draw.polygon([(590, 260), (650, 380), (530, 380)], fill=(226, 188, 40))
        draw.rectangle((700, 340, 718, 390), fill=(70, 72, 74))
        return
    draw.rectangle((446, 176, 734, 534), fill=(58, 62, 66))
    for row in (220, 370):
        for x in range(466, 716, 50):
            draw.rectangle((x, row, x + 40, row + 92), fill=(214, 216, 214))
            draw.rectangle((x + 12, row + 30, x + 28, row + 60), fill=(40, 42, 44))
    for _ in range(5 * amount - 3):
        x = 480 + dice.randrange(230)
        colour = dice.choice(((176, 52, 40), (52, 92, 150), (196, 160, 50)))
        bend = dice.randrange(-60, 60)
        draw.line(
            [(x, 460), (x + bend, 540), (x + bend // 2, 640)], fill=colour, width=7, joint="curve"
        )
    if amount == 2:
        _carton(draw, 380, 860, 170)
        _carton(draw, 610, 870, 150)


def _dust_heap(draw: Draw, amount: int, dice: random.Random) -> None:
    draw.rectangle((0, 0, WIDTH, 470), fill=(182, 198, 208))
    draw.rectangle((0, 470, WIDTH, HEIGHT), fill=(138, 128, 112))
    heap = [(120, 760), (360, 420), (520, 350), (700, 390), (880, 470), (1100, 760)]
    draw.polygon(heap, fill=(164, 146, 116))
    covered = {2: [], 1: [*heap[:4], (640, 760)], 0: heap}[amount]
    if covered:
        draw.polygon(covered, fill=(58, 104, 66))
        for x in range(260, 800, 60):
            if amount == 0 or x < 500:
                draw.line((x, 760, x + 120, 480), fill=(48, 90, 56), width=3)
    for _ in range(90 * amount):
        x, y = 640 + dice.randrange(520), 250 + dice.randrange(330)
        r = dice.randrange(3, 11)
        draw.ellipse((x, y, x + 2 * r, y + r), fill=(186, 174, 152))
    draw.rectangle((0, 770, WIDTH, 800), fill=(116, 108, 96))


def _waste_store(draw: Draw, amount: int, dice: random.Random) -> None:
    draw.rectangle(
        (180, 120, 1040, _FLOOR_Y), fill=(200, 198, 186), outline=(120, 118, 110), width=8
    )
    if amount < 2:
        _sign(draw, (480, 150, 760, 220), "危险废物", (196, 140, 20))
    for n in range(5):
        x = 230 + 158 * n
        lean = dice.randrange(24) if amount else 0
        if not amount:
            draw.rectangle((x - 14, 700, x + 134, 730), fill=(44, 70, 120))
        _drum(draw, x, 700 + lean, (150, 62, 44) if n % 2 else (50, 84, 128))
    for _ in range(3 * amount):
        x, y = 230 + dice.randrange(640), 740 + dice.randrange(70)
        draw.ellipse((x, y, x + 190, y + 34), fill=(52, 44, 34))


def _gas_hose(draw: Draw, amount: int, dice: random.Random) -> None:
    draw.rectangle((120, 430, 900, 700), fill=(160, 166, 170), outline=(108, 112, 116), width=6)
    for x in (260, 560):
        draw.ellipse((x, 400, x + 190, 460), fill=(44, 46, 48))
    draw.rectangle((940, 420, 1090, 780), fill=(120, 128, 132))
    draw.ellipse((940, 390, 1090, 470), fill=(136, 144, 148))
    draw.rectangle((992, 340, 1038, 410), fill=(86, 90, 94))
    hose: Colour = (116, 122, 130) if not amount else (176, 96, 60)
    draw.line(
        [(1010, 350), (880, 300), (760, 360), (700, 520)], fill=hose, width=20, joint="curve"
    )
    for _ in range(7 * amount):
        x = 740 + dice.randrange(150)
        draw.line((x, 305 + dice.randrange(50), x + 14, 345), fill=(40, 30, 24), width=5)
    if amount < 2:
        draw.rectangle(
            (180, 170, 300, 270), fill=(236, 236, 230), outline=(120, 120, 116), width=5
        )
        draw.ellipse((224, 204, 256, 236), fill=(40, 150, 70) if not amount else (190, 50, 40))


def _missing_guard(draw: Draw, amount: int, dice: random.Random) -> None:
    draw.rectangle((220, 470, 980, 560), fill=(96, 122, 104))
    draw.rectangle((280, 560, 360, 820), fill=(78, 100, 86))
    draw.rectangle((840, 560, 920, 820), fill=(78, 100, 86))
    draw.ellipse((480, 300, 720, 540), fill=(198, 202, 204), outline=(120, 124, 126), width=6)
    for n in range(24):
        x = 484 + n * 10
        draw.line((x, 372 - abs(12 - n) * 5, x + 6, 392), fill=(150, 154, 156), width=3)
    if not amount:
        draw.chord(
            (450, 270, 750, 570), 180, 360, fill=(214, 150, 40), outline=(140, 96, 20), width=6
        )
    elif amount == 1:
        draw.arc((450, 270, 750, 570), 190, 300, fill=(214, 150, 40), width=20)
    for _ in range(40 * amount):
        x = 240 + dice.randrange(720)
        draw.line((x, 462, x + dice.randrange(4, 18), 470), fill=(206, 176, 122), width=4)
    draw.ellipse((880, 490, 930, 540), fill=(190, 40, 34) if amount < 2 else (70, 72, 72))


SCENES: Final[Mapping[str, Callable[[Draw, int, random.Random], None]]] = {
    "blocked-exit": _blocked_exit,
    "oil-leak": _oil_leak,
    "open-cover": _open_cover,
    "open-board": _open_board,
    "dust-heap": _dust_heap,
    "waste-store": _waste_store,
    "gas-hose": _gas_hose,
    "missing-guard": _missing_guard,
}
# Which scene stands for a category of problems; everything else shows a machine.
_SCENE_OF: Final = {
    "疏散": "blocked-exit", "可燃物": "blocked-exit", "防火分隔": "blocked-exit",
    "住人": "blocked-exit", "储罐": "oil-leak", "腐蚀": "oil-leak", "废水": "oil-leak",
    "有限空间": "open-cover", "基坑": "open-cover", "高处": "open-cover", "电气": "open-board",
    "用电": "open-board", "充电": "open-board", "扬尘": "dust-heap", "颗粒物": "dust-heap",
    "建筑": "blocked-exit",
    "固体废物": "waste-store", "危险废物": "waste-store", "危险物品": "waste-store",
    "危险化学品": "waste-store", "燃气": "gas-hose", "气瓶": "gas-hose", "煤气": "gas-hose",
}  # fmt: skip


def scene_of(category: str) -> str:
    return _SCENE_OF.get(category, "missing-guard")
