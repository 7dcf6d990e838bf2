"""Draw a chart as SVG with matplotlib: direct labels, no frame, as few lines as it takes.

The same chart gives the same bytes. Letters are drawn as outlines of the packaged font: what a
reader's device has for fonts would move the labels, and a screen reader is told the text
alternative and reads the table.
"""

from __future__ import annotations

import io
import warnings

from briefpress.charts.bars import Bars
from briefpress.charts.canvas import fonts, tidied
from briefpress.charts.columns import Columns
from briefpress.charts.lines import Lines
from briefpress.charts.picture import Picture
from briefpress.charts.plot import Plot
from briefpress.charts.room import PAGE, Room
from briefpress.charts.sheet import Sheet
from briefpress.themes.tokens import Tokens

TEXT = 8.5  # points


def draw(picture: Picture, tokens: Tokens, room: Room = PAGE) -> str:
    """Return *picture* in the colours of *tokens* as an SVG document that takes *room*; raise
    `Unprintable` and `Crowded`."""
    # Imported here: it takes half a second, which a brief without charts need not spend.
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    # Not the user's matplotlibrc.
    settings = {**mpl.rcParamsDefault, "svg.fonttype": "path", "svg.hashsalt": "briefpress"}
    with (
        warnings.catch_warnings(),
        mpl.rc_context(settings),
        fonts(picture.letters, TEXT) as faces,
    ):
        warnings.simplefilter("ignore", mpl.MatplotlibDeprecationWarning)
        figure = Figure()
        FigureCanvasSVG(figure)
        language, is_mirrored = picture.language, picture.is_mirrored
        sheet = Sheet(figure, room, faces, tokens, language=language, is_mirrored=is_mirrored)
        sheet.part_lines([*picture.series, *picture.categories, picture.unit])
        _plot(sheet, picture).draw()
        file = io.StringIO()
        empty = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(file, format="svg", transparent=True, metadata=empty)
    return tidied(file.getvalue())


def _plot(sheet: Sheet, picture: Picture) -> Plot:
    """Return *picture* as it is drawn: columns that would not have their names lie down as bars."""
    if picture.kind == "line":
        return Lines(sheet, picture)
    columns = Columns(sheet, picture)
    return columns if picture.kind == "column" and columns.has_room() else Bars(sheet, picture)
