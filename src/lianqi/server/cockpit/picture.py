"""A week as one tall picture for a chat group: 1080 wide, drawn here, without a browser and without fonts of a system.

The typeface is Noto Sans SC (SIL Open Font License 1.1), built from its npm package with the other assets.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from lianqi.server.cockpit.week import Number, Week
from lianqi.server.ui.static_files import BUILT, manifest

WIDE = 1080
#: Everything is drawn twice as large and then halved, so that corners and curves are smooth.
_TWICE = 2
_EDGE, _GAP, _PAD = 48, 24, 32
_INK, _QUIET, _PAPER, _CARD, _LINE = "#17262b", "#445960", "#f4f6f4", "#ffffff", "#dde4e2"
_TOP, _ON_TOP, _PRIMARY, _SOFT, _RED = "#0b4f55", "#cfe6e5", "#0b5d63", "#bcd9d8", "#a3231a"
_COLOURS = 128

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=16)
def _font(size: int, bold: bool = False) -> Font:
    file = BUILT.parent / manifest()[f"ui/noto-sans-sc-{700 if bold else 400}.woff2"]
    return ImageFont.truetype(str(Path(file)), size * _TWICE)


def png(week: Week) -> bytes:
    """The picture of a week."""
    sheet = _Sheet()
    sheet.banner(week)
    first = list(week.numbers[:-3])
    # Four numbers two by two; where a unit has three of them, the last stands alone.
    for start in range(0, len(first), 2):
        sheet.cards(first[start : start + 2])
    sheet.rate(week.numbers[-3], week.share)
    sheet.cards(list(week.numbers[-2:]))
    sheet.foot(week)
    return sheet.png()


class _Sheet:
    """A long sheet that is drawn from the top down and cut where the drawing ends."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDE * _TWICE, 2_400 * _TWICE), _PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._y = 0

    def banner(self, week: Week) -> None:
        """Whose week, and which."""
        self._box(0, 0, WIDE, 260, _TOP, radius=0)
        self._text(_EDGE, 44, week.park, _font(34), _ON_TOP)
        self._text(_EDGE, 98, week.title, _font(54, True), "#ffffff")
        self._text(_EDGE, 186, week.days, _font(34), _ON_TOP)
        self._y = 260 + _EDGE - 8

    def cards(self, numbers: list[Number]) -> None:
        """One or two numbers side by side, as tall as the taller needs."""
        wide = (WIDE - 2 * _EDGE - _GAP * (len(numbers) - 1)) // len(numbers)
        told = [self._wrapped(one.behind, _font(27), wide - 2 * _PAD) for one in numbers]
        hows = [self._wrapped(one.how, _font(23), wide - 2 * _PAD) for one in numbers]
        high = max(_PAD * 2 + 150 + len(a) * 40 + len(b) * 34 + 10 for a, b in zip(told, hows, strict=True))
        for at, one in enumerate(numbers):
            x = _EDGE + at * (wide + _GAP)
            self._box(x, self._y, wide, high, _CARD, outline=_LINE)
            self._number(x + _PAD, one, told[at], hows[at])
        self._y += high + _GAP

    def rate(self, one: Number, share: tuple[int, int, int] | tuple[()]) -> None:
        """The rate over the whole width, its interval on a line from 0 to 100 %."""
        wide = WIDE - 2 * _EDGE
        told, how = self._wrapped(one.behind, _font(27), wide - 2 * _PAD), self._wrapped(one.how, _font(23), wide)
        line = 64 if share else 0
        high = _PAD * 2 + 150 + line + len(told) * 40 + len(how) * 34 + 10
        self._box(_EDGE, self._y, wide, high, _CARD, outline=_LINE)
        if share:
            self._interval(_EDGE + _PAD, self._y + _PAD + 166, wide - 2 * _PAD, share)
        self._number(_EDGE + _PAD, one, told, how, down=line)
        self._y += high + _GAP

    def foot(self, week: Week) -> None:
        """On what the numbers rest."""
        font = _font(23)
        for text in (f"{week.rests_on}　{week.now}", _confidential()):
            for line in self._wrapped(text, font, WIDE - 2 * _EDGE):
                self._text(_EDGE, self._y + 8, line, font, _QUIET)
                self._y += 38
        self._y += 36

    def png(self) -> bytes:
        """What was drawn so far, as PNG of few colours: it goes over telephones."""
        whole = self._image.crop((0, 0, WIDE * _TWICE, self._y * _TWICE)).reduce(_TWICE)
        out = BytesIO()
        whole.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()

    def _number(self, x: int, one: Number, behind: list[str], how: list[str], *, down: int = 0) -> None:
        y = self._y + _PAD - 6
        self._text(x, y, one.label, _font(32), _QUIET)
        self._text(x, y + 40, one.value, _font(76, True), _RED if one.tone == "bad" else _INK)
        y += 160 + down
        for line in behind:
            self._text(x, y, line, _font(27), _INK)
            y += 40
        y += 4
        for line in how:
            self._text(x, y, line, _font(23), _QUIET)
            y += 34

    def _interval(self, x: int, y: int, wide: int, share: tuple[int, int, int]) -> None:
        low, at, high = (x + wide * parts // 10_000 for parts in share)
        self._box(x, y + 11, wide, 2, _LINE, radius=0)
        self._box(low, y, max(8, high - low), 24, _SOFT, radius=12)
        self._box(at - 12, y, 24, 24, _PRIMARY, radius=12)

    def _box(
        self, x: int, y: int, wide: int, high: int, fill: str, *, radius: int = 20, outline: str | None = None
    ) -> None:
        box = (x * _TWICE, y * _TWICE, (x + wide) * _TWICE - 1, (y + high) * _TWICE - 1)
        self._draw.rounded_rectangle(box, radius * _TWICE, fill=fill, outline=outline, width=_TWICE)

    def _text(self, x: int, y: int, text: str, font: Font, colour: str) -> None:
        self._draw.text((x * _TWICE, y * _TWICE), text, font=font, fill=colour)

    def _wrapped(self, text: str, font: Font, wide: int) -> list[str]:
        """Lines that fit. Chinese may break anywhere but before a mark that closes; words and numbers stay whole."""
        lines: list[str] = []
        line = ""
        for piece in _pieces(text):
            if line and self._draw.textlength(line + piece, font=font) > wide * _TWICE:
                lines.append(line)
                line = piece.lstrip()
            else:
                line += piece
        return [*lines, line] if line else lines


def _pieces(text: str) -> list[str]:
    """The smallest parts that may stand at the beginning of a line."""
    pieces: list[str] = []
    for letter in text:
        joins = pieces and (letter in "，。；：、）％%件次" or (_latin(letter) and _latin(pieces[-1][-1])))
        if joins:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _latin(letter: str) -> bool:
    return (letter.isascii() and not letter.isspace()) or letter == "–"


def _confidential() -> str:
    return _("保密反映不计入任何数字；“现”字开头的是出图时的数，其余是本周的数。")
