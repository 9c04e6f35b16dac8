"""Charts that slides draw themselves, so that whoever has the slide can edit figures, colours and labels."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from typing import Any, TypeAlias

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt
from xlsxwriter.utility import xl_range_abs

from components.charts.lines import in_lines, letters
from components.charts.theme import LIGHT
from components.export.plots import Axis, Mark, Plot, Series, step_of
from components.export.table import neutralised
from equity.language import DIGITS_IN_A_ROW, Language

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in EMU."""

TOLD_IN_ALT = 12
"""Figures named in the alternative text; the others are counted."""

LARGER, MARKER, LINE = 2, 9, Pt(2)
"""Points by which a title is larger than other words, of a mark and of a line."""

SHEET = "Sheet1"
KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "groups": XL_CHART_TYPE.LINE_MARKERS,
    "years": XL_CHART_TYPE.XY_SCATTER,
}
RING = 5
"""By how much a mark is larger than the one drawn over it."""

PLOT_SHARE = 0.75
"""How much of the width of a chart its axis takes, about."""

LINE_LETTERS = 34
"""Latin letters of a name beside a bar before it goes on in the next line."""

MANY_BARS = 12
YEARS = 8
"""Years named on an axis, at most."""

TAGS = {"en": "en-GB", "zh": "zh-CN"}
"""The language of a text, as office software names it."""

SYMBOLS = {
    "exact": XL_MARKER_STYLE.CIRCLE,
    "approximate": XL_MARKER_STYLE.CIRCLE,
    "floor": XL_MARKER_STYLE.TRIANGLE,
    "ceiling": XL_MARKER_STYLE.DIAMOND,
}
"""Marks by what their figure leaves open, all but the exact ones pale inside. No office suite has a triangle that
points down: `◇` stands for the screen's `▽`."""

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def label_format(text: str, value: float) -> str | None:
    """The number format that shows `value` as `text`, words and all; `None` where none does.

    >>> label_format("at least 95%", 95.0), label_format("9.47 billion", 9.4712)
    ('"at least "0"%"', '0.00" billion"')
    >>> label_format("8000", 0.8) is None
    True
    """
    found = list(NUMBER.finditer(text))
    if len(found) != 1:
        return None
    number = found[0][0]
    places = len(number.partition(".")[2])
    written = f"{abs(value):,.{places}f}" if "," in number else f"{abs(value):.{places}f}"
    before, after = text[: found[0].start()], text[found[0].end() :]
    if written != number or (value < 0) != before.endswith("−"):
        return None
    pattern = ("#,##0" if "," in number else "0") + ("." + "0" * places if places else "")
    return _literal(before.removesuffix("−")) + pattern + _literal(after)


def _literal(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""


def draw(shapes: Any, plot: Plot, box: Box, size: int, language: Language) -> Any:
    """Add a plot to the shapes of a slide: a chart with its figures in a workbook of its own.

    `size` is that of its words, in points. What the chart shows stands in words in its alternative text.
    """
    frame = shapes.add_chart(KINDS[plot.kind], *(Emu(each) for each in box), _data(plot))
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", _alternative(plot, language))
    properties.set("name", plot.title)
    chart = frame.chart
    size -= 2 * (len(plot.categories) > MANY_BARS)
    if plot.kind == "years":
        _in_one_table(chart, plot, language)
    chart.font.size, chart.font.color.rgb = Pt(size), rgb(LIGHT.ink)
    _name_language(chart._chartSpace, language)
    _title(chart, plot, size)
    _axes(chart, plot, size, language)
    for drawn, series in zip(chart.plots[0].series, plot.series, strict=True):
        _series(drawn, series, plot)
    if plot.kind == "bars":
        chart.plots[0].gap_width = max(45, 400 // len(plot.categories))
        chart.plots[0].overlap = 100  # a place has a bar in one series only
        chart.plots[0].vary_by_categories = False
    if plot.spanned:
        _spanned(chart.plots[0]._element)
    _legend(chart, plot, size)
    return frame


def _name_language(space: Any, language: Language) -> None:
    first = space.find(qn("c:date1904"))
    space.insert(0 if first is None else 1, _element("c:lang", val=TAGS[language.code]))


def _data(plot: Plot) -> CategoryChartData | XyChartData:
    if plot.kind == "years":
        scatter = XyChartData()
        for each in plot.series:
            points = scatter.add_series(str(neutralised(each.name)))
            for x, y in zip(plot.rows, _column(plot, each), strict=True):
                points.add_data_point(x, y)
        return scatter
    data = CategoryChartData()
    data.categories = [
        "\n".join(in_lines(str(neutralised(each)), LINE_LETTERS, letters)) for each in plot.categories
    ]
    for each in plot.series:
        data.add_series(str(neutralised(each.name)), _column(plot, each))
    return data


def _column(plot: Plot, series: Series) -> list[float | None]:
    """The figures of a series, row by row; `None` where it has none."""
    held = dict(zip(plot.places(series), (mark.y for mark in series.marks), strict=True))
    return [held.get(place) for place in range(len(plot.rows))]


def _in_one_table(chart: Any, plot: Plot, language: Language) -> None:
    """Give a scatter one table of years and series.

    The library would write a table a series, which is hard to edit, and of which one office suite draws a part only.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(
            0, 0, [language("slides.year"), *(str(neutralised(each.name)) for each in plot.series)]
        )
        sheet.write_column(1, 0, plot.rows)
        for place, each in enumerate(plot.series, start=1):
            sheet.write_column(1, place, _column(plot, each))
    chart.part.chart_workbook.update_from_xlsx_blob(file.getvalue())
    last = len(plot.rows)
    for place, drawn in enumerate(chart.plots[0].series, start=1):
        name, years, values = (drawn._element.find(f".//{qn(tag)}") for tag in ("c:tx", "c:xVal", "c:yVal"))
        for held, cells in (
            (name, xl_range_abs(0, place, 0, place)),
            (years, xl_range_abs(1, 0, last, 0)),
            (values, xl_range_abs(1, place, last, place)),
        ):
            held.find(f".//{qn('c:f')}").text = f"{SHEET}!{cells}"
    # A run of years is a series of its own: a row that it has no figure in does not end it.
    chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")


def _alternative(plot: Plot, language: Language) -> str:
    """What the chart shows, in words: its panel, its figures as far as a listener follows, and what is hidden."""
    shown = [each for each in plot.series if each.kind != "rule"]
    several = len({each.name for each in shown}) > 1
    told = []
    for each in shown:
        named = each.named if plot.kind == "bars" else several or plot.kind == "years"
        for mark in each.marks:
            where = str(math.floor(mark.x)) if plot.kind == "years" else plot.categories[int(mark.x)]
            told.append(" ".join(filter(None, (each.name if named else "", where, mark.words))))
    more = len(told) - TOLD_IN_ALT
    told = told[:TOLD_IN_ALT] + ([language.plural("cite.more_numbers", more)] if more > 0 else [])
    if plot.kind == "bars":
        held = {int(mark.x) for each in shown for mark in each.marks}
        told += [name for place, name in enumerate(plot.categories) if place not in held]
    heading = language("separator").join(filter(None, (plot.title, plot.context)))
    return language("slides.alt", panel=heading, figures=language.list(told))


def _title(chart: Any, plot: Plot, size: int) -> None:
    chart.has_title = True
    frame = chart.chart_title.text_frame
    for place, text in enumerate(filter(None, (plot.title, plot.context))):
        paragraph = frame.add_paragraph() if place else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = (Pt(size), False) if place else (Pt(size + LARGER), True)
        run.font.color.rgb = rgb(LIGHT.muted if place else LIGHT.ink)


def _axes(chart: Any, plot: Plot, size: int, language: Language) -> None:
    values, other, axis = chart.value_axis, chart.category_axis, plot.axis
    values.minimum_scale, values.maximum_scale = axis.low, axis.high
    if axis.step:
        values.major_unit = axis.step
    else:
        scaling = values._element.find(qn("c:scaling"))
        scaling.insert(0, _element("c:logBase", val="10"))
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(LIGHT.grid)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format = _tick_format(axis, language)
    values.tick_labels.number_format_is_linked = False
    if axis.title:
        values.has_title = True
        values.axis_title.text_frame.text = axis.title
        words = values.axis_title.text_frame.paragraphs[0].font
        words.size, words.bold, words.color.rgb = Pt(size), False, rgb(LIGHT.muted)
    other.format.line.color.rgb = rgb(LIGHT.missing)
    other.has_major_gridlines = False
    other.major_tick_mark = XL_TICK_MARK.NONE
    other.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plot.kind == "bars":
        other.reverse_order = True
        values._element.find(qn("c:crosses")).set("val", "max")  # the top, turned round
        other._element.find(qn("c:lblOffset")).addnext(_element("c:tickLblSkip", val="1"))
    if plot.kind == "years":
        first, last = plot.years
        step = max(1, round(step_of(last - first, YEARS)))
        other.minimum_scale, other.maximum_scale = first // step * step, -(-last // step) * step
        other.major_unit = step
        other.tick_labels.number_format, other.tick_labels.number_format_is_linked = "0", False


def _tick_format(axis: Axis, language: Language) -> str:
    """The number format of an axis: a comma only where it counts further than the language writes without one."""
    furthest = max(abs(axis.low), abs(axis.high))
    whole = "#,##0" if furthest >= 10 ** DIGITS_IN_A_ROW[language.code] else "0"
    unit = '"%"' if axis.percent else ""
    if axis.step == 0:
        # Powers of ten: those below one alone have decimals, and no point may stand after the others.
        return f"[<1]0.######{unit};{whole}{unit}"
    places = len(f"{axis.step:.6f}".rstrip("0").partition(".")[2])
    return whole + ("." + "0" * places if places else "") + unit


def _series(drawn: Any, series: Series, plot: Plot) -> None:
    """The look of one series, its labels and its intervals."""
    element = drawn._element
    colour = rgb(series.colour)
    if plot.kind == "bars":
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = colour
        drawn.invert_if_negative = False
        for mark in series.marks:
            if mark.colour != series.colour:
                point = drawn.points[int(mark.x)]
                point.format.fill.solid()
                point.format.fill.fore_color.rgb = rgb(mark.colour)
                index = point._element.xpath(f"c:dPt/c:idx[@val='{int(mark.x)}']")[0]
                index.addnext(_element("c:invertIfNegative", val="0"))
    else:
        drawn.smooth = False
        line = drawn.format.line
        if series.joined:
            line.width, line.color.rgb = LINE, colour
        else:
            line.fill.background()
        _markers(drawn, series, plot)
    places = plot.places(series)
    before = element.find(qn("c:xVal" if plot.kind == "years" else "c:cat"))
    before.addprevious(_labels(plot, series))
    for axis, spans in (("x", _since(series, places)), ("y", _intervals(series, places))):
        if spans:
            direction = axis if plot.kind == "years" else ""
            ink = LIGHT.ink if plot.kind == "bars" else series.colour
            before.addprevious(_errors(spans, len(plot.rows), direction, ink, series.kind == "rule"))


def _markers(drawn: Any, series: Series, plot: Plot) -> None:
    """Full marks for exact figures, hollow ones for others, plus signs for other sources, none on upright lines."""
    marker = drawn.marker
    if series.kind == "rule":
        marker.style = XL_MARKER_STYLE.NONE
        return
    other = series.kind == "other"
    _marker(marker, XL_MARKER_STYLE.PLUS if other else XL_MARKER_STYLE.CIRCLE, series.colour)
    for place, mark in zip(plot.places(series), series.marks, strict=True):
        if mark.certainty != "exact" or mark.above:
            point = drawn.points[place]
            size = MARKER + RING * mark.above
            _marker(point.marker, SYMBOLS[mark.certainty], series.colour, size, mark.certainty != "exact")
            if series.joined:
                point.format.line.width, point.format.line.color.rgb = LINE, rgb(series.colour)
            else:
                point.format.line.fill.background()


def _marker(marker: Any, style: Any, colour: str, size: int = MARKER, pale: bool = False) -> None:
    marker.style, marker.size = style, size
    marker.format.fill.solid()
    # White inside a ring would be lost where a suite draws no outlines.
    marker.format.fill.fore_color.rgb = rgb(LIGHT.pale(colour) if pale else colour)
    marker.format.line.color.rgb = rgb(colour)
    if pale or style == XL_MARKER_STYLE.PLUS:
        marker.format.line.width = LINE


def _since(series: Series, places: list[int]) -> dict[int, tuple[float, float]]:
    """How far before a mark what it tells of began."""
    pairs = zip(places, series.marks, strict=True)
    return {place: (mark.x - mark.since, 0.0) for place, mark in pairs if mark.since is not None}


def _intervals(series: Series, places: list[int]) -> dict[int, tuple[float, float]]:
    """How far below and above a mark its interval reaches."""
    pairs = zip(places, series.marks, strict=True)
    return {
        place: (mark.y - mark.interval[0], mark.interval[1] - mark.y)
        for place, mark in pairs
        if mark.interval
    }


def _labels(plot: Plot, series: Series) -> Any:
    """Labels that show the figures and follow them when they are edited, as far as a number format can say them."""
    labels = _element("c:dLbls")
    for place, mark in zip(plot.places(series), series.marks, strict=True):
        if not mark.label:
            continue
        label = _element("c:dLbl", _element("c:idx", val=str(place)))
        if plot.kind == "bars" and mark.interval:
            label.append(_moved((mark.interval[1] - mark.y) / (plot.axis.high - plot.axis.low)))
        pattern = label_format(mark.label, mark.y)
        if pattern is None:
            label.append(_rich(mark.label))
        else:
            label.append(_element("c:numFmt", formatCode=pattern, sourceLinked="0"))
        label.append(_element("c:dLblPos", val=_side(plot, series, mark)))
        label.extend(_shown(values=True))
        labels.append(label)
    labels.extend(_shown(values=False))
    return labels


def _side(plot: Plot, series: Series, mark: Mark) -> str:
    """On which side of a mark its label stands: of the groups of a row, below the lower ones."""
    if plot.kind == "bars":
        return "outEnd"
    if series.kind == "rule":
        return "r"
    row = [each.y for other in plot.series for each in other.marks if each.x == mark.x and each.label]
    return "b" if plot.kind == "groups" and mark.y < max(row) else "t"


def _moved(share: float) -> Any:
    """A label past the end of an interval, which is a share of the axis away from the end of the bar."""
    x = f"{share * PLOT_SHARE + 0.005:.4f}"
    return _element("c:layout", _element("c:manualLayout", _element("c:x", val=x), _element("c:y", val="0")))


def _shown(*, values: bool) -> list[Any]:
    names = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    return [_element(f"c:show{name}", val=str(int(values and name == "Val"))) for name in names]


def _rich(text: str) -> Any:
    words = _element("a:t")
    words.text = text
    paragraph = _element("a:p", _element("a:r", words))
    return _element("c:tx", _element("c:rich", _element("a:bodyPr"), paragraph))


def _errors(
    spans: dict[int, tuple[float, float]], count: int, direction: str, colour: str, rule: bool
) -> Any:
    """Error bars of which each point has its own ends; `direction` is needed in a scatter only."""
    ends = [
        _element(f"c:{side}", _numbers([spans.get(place, (0.0, 0.0))[end] for place in range(count)]))
        for side, end in (("plus", 1), ("minus", 0))
    ]
    fill = _element("a:solidFill", _element("a:srgbClr", val=colour.removeprefix("#")))
    dash = [_element("a:prstDash", val="dash")] if rule else []
    return _element(
        "c:errBars",
        *([_element("c:errDir", val=direction)] if direction else []),
        _element("c:errBarType", val="both"),
        _element("c:errValType", val="cust"),
        _element("c:noEndCap", val="1"),
        *ends,
        _element("c:spPr", _element("a:ln", fill, *dash, w=str(Pt(1 if rule else 1.5)))),
    )


def _numbers(values: Sequence[float]) -> Any:
    points = [
        _element("c:pt", _element("c:v", text=repr(float(value))), idx=str(place))
        for place, value in enumerate(values)
    ]
    return _element(
        "c:numLit",
        _element("c:formatCode", text="General"),
        _element("c:ptCount", val=str(len(values))),
        *points,
    )


def _spanned(plot: Any) -> None:
    """A thin line from the lowest to the highest group of each row."""
    fill = _element("a:solidFill", _element("a:srgbClr", val=LIGHT.missing.removeprefix("#")))
    line = _element("c:hiLowLines", _element("c:spPr", _element("a:ln", fill, w=str(Pt(1.5)))))
    plot.find(qn("c:marker")).addprevious(line)


def _legend(chart: Any, plot: Plot, size: int) -> None:
    """The groups by name, once each."""
    chart.has_legend = plot.legend
    if not plot.legend:
        return
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(size)
    position = chart.legend._element.find(qn("c:legendPos"))
    for place, each in reversed(list(enumerate(plot.series))):
        if not each.named:
            entry = _element(
                "c:legendEntry", _element("c:idx", val=str(place)), _element("c:delete", val="1")
            )
            position.addnext(entry)


def _element(tag: str, *children: Any, text: str = "", **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(name, value)
    element.extend(children)
    if text:
        element.text = text
    return element


def rgb(colour: str) -> RGBColor:
    """A colour as office files hold it."""
    return RGBColor.from_string(colour.removeprefix("#"))
