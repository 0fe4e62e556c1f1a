"""Figures, each with its 口径, and the position of the ledger that they rest on."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from lianqi.kernel.scoring import MEASURES, Reading
from lianqi.server.api.answers import ALWAYS
from lianqi.server.api.asking import Bearer, asker
from lianqi.server.api.scopes import FIGURES
from lianqi.server.api.values import Bilingual, Line, Month, Told, both
from lianqi.server.cases import figures as cells

router = Router(tags=["figures · 数字"])


class Measure(Told):
    """A count, or a sum of minutes."""

    id: str
    name: str
    value: int


class Figure(Told):
    """A rate or a mean with its formula. Shown with its interval, and ranked only where there are enough."""

    id: str
    name: Bilingual
    formula: Bilingual
    leaves_out: Bilingual
    is_rate: bool
    numerator: int
    denominator: int
    quotient: int | None = Field(description="a rate in parts per 10,000, a mean rounded down; null over nothing")
    low: int | None = Field(description="lower end of the 95 % interval, parts per 10,000")
    high: int | None
    ranked: bool = Field(description="false: 样本不足，不排名")


class FigureSet(Told):
    """Figures as of one position of the ledger and its root. Confidential reports are in none."""

    position: int
    root: str
    measures: list[Measure]
    figures: list[Figure]


class OfUnit(FigureSet):
    """The figures of one unit; "" where no unit had the case yet. They sum up to the park's."""

    unit: str


@router.get(
    "",
    operation_id="show_figures",
    summary="Figures of the park · 园区数字",
    auth=Bearer(FIGURES),
    response={200: FigureSet, **ALWAYS},
)
def show_figures(
    request: HttpRequest,
    since: Month | None = None,
    until: Month | None = None,
    unit: Line = "",
    class_id: Line = "",
    kind: Line = "",
) -> FigureSet:
    """The months from `since` to `until`, both included; of one unit, class or kind."""
    found = cells.figures(
        park=asker(request).park, since=since or "", until=until or "", unit=unit, class_id=class_id, kind=kind
    )
    return _told(found)


@router.get(
    "/by-unit",
    operation_id="show_figures_by_unit",
    summary="Figures of each unit · 各单位数字",
    auth=Bearer(FIGURES),
    response={200: list[OfUnit], **ALWAYS},
)
def show_figures_by_unit(request: HttpRequest, since: Month | None = None, until: Month | None = None) -> list[OfUnit]:
    """The same figures, unit by unit."""
    found = cells.by_unit(park=asker(request).park, since=since or "", until=until or "")
    return [OfUnit(**_told(each).model_dump(), unit=unit) for unit, each in found.items()]


def _told(found: cells.Figures) -> FigureSet:
    measures = [Measure(id=id, name=MEASURES[id][0], value=value) for id, value in found.measures.items()]
    return FigureSet(
        position=found.position, root=found.root, measures=measures, figures=[_figure(one) for one in found.readings]
    )


def _figure(reading: Reading) -> Figure:
    figure = reading.figure
    return Figure(
        id=figure.id,
        name=both(figure.name),
        formula=both(figure.formula),
        leaves_out=both(figure.leaves_out),
        is_rate=figure.is_rate,
        numerator=reading.numerator,
        denominator=reading.denominator,
        quotient=reading.quotient,
        low=reading.low,
        high=reading.high,
        ranked=reading.ranked,
    )
