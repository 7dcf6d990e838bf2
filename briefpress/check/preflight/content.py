"""Follow what the content streams of a page paint, through forms, patterns, masks and glyphs.

The page's own stream is run as a RIP would run it, but instead of painting, each step yields a
`Mark`: what is painted, in which colour, where and how large, or what it uses besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from briefpress.check.preflight.colour import (
    CMYK,
    GREY,
    RGB,
    Colour,
    Space,
    entry,
    read_space,
)
from briefpress.check.preflight.geometry import Box, Matrix, Point
from briefpress.check.preflight.marks import Mark, State

MOST_STEPS = 1_000_000
"""After so many operators a page is given up: forms within forms can multiply without end."""

MOST_NESTED = 20

_INVISIBLE = 3
"""The mode of text that is not painted (ISO 32000-1, table 106)."""

OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k"
    b" l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W"
    b" W* y ' \" INLINE IMAGE".decode().split()
)
"""All that PDF 1.7 knows (ISO 32000-1, table 51)."""


@dataclass
class _Run:
    """One content stream on its way: what it needs, and its paths and text so far."""

    resources: Any
    states: list[State]
    base: Matrix
    """Of the stream's parent, to which patterns are fixed."""
    depth: int
    path: list[list[Point]] = field(default_factory=list)
    clips: bool = False
    text_matrix: Matrix = Matrix()
    line_matrix: Matrix = Matrix()

    @property
    def state(self) -> State:
        return self.states[-1]

    def change(self, **changes: Any) -> None:
        self.states[-1] = replace(self.states[-1], **changes)

    def restore(self) -> None:
        if len(self.states) > 1:
            self.states.pop()


Operands = list[Any]


class Follower:
    """Runs the content of one page."""

    def __init__(self) -> None:
        self._steps = 0
        self._once: set[tuple[object, ...]] = set()
        self._streams: dict[tuple[int, int], list[Any]] = {}
        self._handlers: dict[str, Callable[[_Run, Operands, str], Iterator[Mark] | None]] = {
            "q": lambda run, _, __: run.states.append(run.state),
            "Q": lambda run, _, __: run.restore(),
            "cm": self._matrix,
            "w": lambda run, given, _: run.change(line_width=float(given[0])),
            "gs": self._settings,
            "ri": lambda run, given, _: iter((Mark("intent", run.state, thing=given[0]),)),
            "Do": self._object,
            "sh": self._shading,
            "INLINE IMAGE": lambda run, given, _: self._image(run, given[0].obj),
            "Tf": self._font,
            "Tr": lambda run, given, _: run.change(text_mode=int(given[0])),
            "TL": lambda run, given, _: run.change(leading=float(given[0])),
            "BT": lambda run, _, __: _place_text(run, Matrix()),
            "Tm": lambda run, given, _: _place_text(run, Matrix(*map(float, given[:6]))),
            "Td": _next_line,
            "TD": _next_line,
            "T*": _next_line,
        }
        families = (
            (("g", "rg", "k", "G", "RG", "K"), _device_colour),
            (("cs", "CS"), _choose_space),
            (("sc", "scn", "SC", "SCN"), _colour),
            (("m", "l", "c", "v", "y", "re", "h"), _build),
            (("W", "W*"), lambda run, _, __: setattr(run, "clips", True)),
            (("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"), self._paint),
            (("Tj", "TJ", "'", '"'), self._show),
        )
        for names, handler in families:
            self._handlers |= dict.fromkeys(names, handler)

    def page(self, page: pikepdf.Page, resources: Any, box: Box) -> Iterator[Mark]:
        """Yield the marks of a page, whose paper is *box*."""
        yield from self._group(page.obj, State())
        yield from self._follow(page.obj, resources, State(clip=box), Matrix(), 0)

    def appearance(self, form: Any) -> Iterator[Mark]:
        """Yield the marks of an annotation's picture."""
        yield from self._form(form, State(), None, 0)

    def _follow(
        self, stream: Any, resources: Any, state: State, base: Matrix, depth: int
    ) -> Iterator[Mark]:
        if depth > MOST_NESTED:
            yield Mark("broken", state, text=b"is drawn inside itself")
            return
        try:
            steps = self._parsed(stream)
        except (
            pikepdf.PdfError,
            ValueError,
            TypeError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            yield Mark("broken", state, text=f"cannot be read ({error})".encode())
            return
        run = _Run(resources, [state], base, depth)
        for step in steps:
            self._steps += 1
            if self._steps > MOST_STEPS:
                yield Mark("broken", state, text=b"is too complicated to be looked at")
                return
            name = str(step.operator)
            handler = self._handlers.get(name)
            if handler is None:
                if name not in OPERATORS:
                    yield Mark("unknown", run.state, text=name.encode())
                continue
            try:
                yield from handler(run, list(step.operands), name) or ()
            except (
                ArithmeticError,
                AttributeError,
                LookupError,
                TypeError,
                ValueError,
                pikepdf.PdfError,
            ):
                yield Mark("broken", run.state, text=f"has a wrong “{name}”".encode())

    def _parsed(self, stream: Any) -> list[Any]:
        """Parse a stream, once however often it is drawn."""
        key = stream.objgen
        if key == (0, 0):
            return list(pikepdf.parse_content_stream(stream))
        if key not in self._streams:
            self._streams[key] = list(pikepdf.parse_content_stream(stream))
        return self._streams[key]

    def _first_time(self, thing: Any, colour: Colour | None = None) -> bool:
        """Whether *thing* was not yet seen on this page, in that *colour* if it has none of its
        own; of what has no number, always."""
        if thing.objgen == (0, 0):
            return True
        key = thing.objgen, colour and (colour.space.root.model, colour.values)
        new = key not in self._once
        self._once.add(key)
        return new

    def _matrix(self, run: _Run, given: Operands, _: str) -> None:
        run.change(matrix=Matrix(*map(float, given[:6])).then(run.state.matrix))

    def _settings(self, run: _Run, given: Operands, _: str) -> Iterator[Mark]:
        settings = entry(run.resources, "/ExtGState", str(given[0]))
        if settings is None:
            yield Mark("broken", run.state, text=f"lacks its settings {given[0]}".encode())
            return
        changes: dict[str, Any] = {}
        if "/LW" in settings:
            changes["line_width"] = float(settings.LW)
        if "/OP" in settings:
            changes["overprint_stroke"] = bool(settings.OP)
            changes["overprint_fill"] = bool(settings.get("/op", settings.OP))
        elif "/op" in settings:
            changes["overprint_fill"] = bool(settings.op)
        if "/OPM" in settings:
            changes["overprint_mode"] = int(settings.OPM)
        if "/Font" in settings:
            changes |= {"font": settings.Font[0], "font_size": float(settings.Font[1])}
        run.change(**changes)
        yield Mark("settings", run.state, thing=settings)
        group = entry(settings, "/SMask", "/G")
        if group is not None and self._first_time(group):
            yield from self._form(group, run.state, run.resources, run.depth)

    def _object(self, run: _Run, given: Operands, _: str) -> Iterator[Mark]:
        thing = entry(run.resources, "/XObject", str(given[0]))
        if thing is None:
            yield Mark("broken", run.state, text=f"lacks its part {given[0]}".encode())
        elif thing.get("/Subtype") == "/Image":
            yield from self._image(run, thing)
        else:
            yield from self._form(thing, run.state, run.resources, run.depth)

    def _image(self, run: _Run, image: Any) -> Iterator[Mark]:
        box = Box(0, 0, 1, 1).transformed(run.state.matrix).within(run.state.clip)
        is_stencil = bool(image.get("/ImageMask", False))
        space = image.get("/ColorSpace")
        if is_stencil:
            yield from self._patterned(run, run.state.fill)
        if box:
            yield Mark(
                "image",
                run.state,
                run.state.fill if is_stencil else None,
                image,
                box,
                space=None if space is None else read_space(space, run.resources),
            )

    def _form(self, form: Any, state: State, parent: Any, depth: int) -> Iterator[Mark]:
        matrix = Matrix(*map(float, form.get("/Matrix", Matrix()))).then(state.matrix)
        clip = state.clip
        if "/BBox" in form:
            clip = Box.read(form.BBox).transformed(matrix).within(clip)
        yield Mark("form", state, thing=form, box=clip)
        if clip is None and state.clip is not None:
            return  # it lies wholly outside what is shown
        yield from self._group(form, state)
        inner = replace(state, matrix=matrix, clip=clip)
        yield from self._follow(form, form.get("/Resources", parent), inner, matrix, depth + 1)

    def _group(self, owner: Any, state: State) -> Iterator[Mark]:
        group = entry(owner, "/Group")
        if group is not None:
            space = group.get("/CS")
            found = None if space is None else read_space(space, entry(owner, "/Resources"))
            yield Mark("form", state, thing=group, space=found)

    def _shading(self, run: _Run, given: Operands, _: str) -> Iterator[Mark]:
        shading = entry(run.resources, "/Shading", str(given[0]))
        space = read_space(entry(shading, "/ColorSpace"), run.resources)
        yield Mark("shading", run.state, thing=shading, box=run.state.clip, space=space)

    def _font(self, run: _Run, given: Operands, _: str) -> Iterator[Mark]:
        font = entry(run.resources, "/Font", str(given[0]))
        run.change(font=font, font_size=float(given[1]))
        if font is None:
            yield Mark("broken", run.state, text=f"lacks its font {given[0]}".encode())

    def _show(self, run: _Run, given: Operands, name: str) -> Iterator[Mark]:
        if name in ("'", '"'):
            _next_line(run, [], "T*")
        state = run.state
        matrix = run.text_matrix.then(state.matrix)
        pieces = given[-1] if name == "TJ" else [given[-1]]
        codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
        if not codes:
            return
        size = abs(state.font_size) * matrix.height
        x, y = matrix.point(0, 0)
        box = Box(x, y, x + size / 2, y + size / 2)
        if state.text_mode in (0, 2, 4, 6):
            yield from self._patterned(run, state.fill)
            yield Mark("text", state, state.fill, state.font, box, size, text=codes)
        if state.text_mode in (1, 2, 5, 6):
            yield from self._patterned(run, state.stroke)
            yield Mark("text", state, state.stroke, state.font, box, size, is_line=True, text=codes)
        if state.text_mode == _INVISIBLE:
            yield Mark("invisible", state, None, state.font, box, size, text=codes)
        glyphs = entry(state.font, "/CharProcs")
        if glyphs is not None and self._first_time(state.font):
            scale = Matrix(state.font_size, 0, 0, state.font_size)
            own = Matrix(*map(float, state.font.FontMatrix)).then(scale).then(matrix)
            resources = state.font.get("/Resources", run.resources)
            for glyph in glyphs.values():
                inner = replace(state, matrix=own, clip=None)
                yield from self._follow(glyph, resources, inner, own, run.depth + 1)

    def _paint(self, run: _Run, _: Operands, name: str) -> Iterator[Mark]:
        state = run.state
        shapes = [Box.around(points) for points in run.path if points]
        whole = Box.around(corner for box in shapes for corner in box.corners) if shapes else None
        strokes = name in ("S", "s", "B", "B*", "b", "b*")
        if whole and name in ("f", "F", "f*", "B", "B*", "b", "b*"):
            yield from self._patterned(run, state.fill)
            for shape in shapes:
                box = shape.within(state.clip)
                # Of a line that is filled as well there is no more than the line.
                if box and not (strokes and shape.is_flat):
                    thin = min(box.width, box.height)
                    yield Mark("fill", state, state.fill, box=box, size=thin)
        if whole and strokes:
            yield from self._patterned(run, state.stroke)
            width = state.line_width * min(state.matrix.width, state.matrix.height)
            for shape in shapes:
                if box := shape.grown(width / 2).within(state.clip):
                    yield Mark("stroke", state, state.stroke, box=box, size=width, is_line=True)
        if run.clips and whole:
            # What lies outside is not shown; a box without room says that nothing is.
            nothing = Box(whole.left, whole.bottom, whole.left, whole.bottom)
            run.change(clip=whole.within(state.clip) or nothing)
        run.path, run.clips = [], False

    def _patterned(self, run: _Run, colour: Colour) -> Iterator[Mark]:
        """Yield the marks of the pattern that something is painted with, once on a page."""
        pattern = colour.pattern
        if pattern is None:
            return
        paint = None
        if entry(pattern, "/PaintType") == 2 and colour.space.base:
            paint = Colour(colour.space.base, colour.values)
        if not self._first_time(pattern, paint):
            return
        if isinstance(pattern, pikepdf.Stream):
            inner = State(Matrix(*map(float, pattern.get("/Matrix", Matrix()))).then(run.base))
            if paint:
                inner = replace(inner, fill=paint, stroke=paint)
            resources = pattern.get("/Resources")
            yield from self._follow(pattern, resources, inner, inner.matrix, run.depth + 1)
        else:
            shading = entry(pattern, "/Shading")
            space = read_space(entry(shading, "/ColorSpace"), run.resources)
            yield Mark("shading", run.state, thing=shading, box=run.state.clip, space=space)


def _place_text(run: _Run, matrix: Matrix) -> None:
    run.text_matrix = run.line_matrix = matrix


def _next_line(run: _Run, given: Operands, name: str) -> None:
    x, y = (0.0, -run.state.leading) if name == "T*" else (float(given[0]), float(given[1]))
    if name == "TD":
        run.change(leading=-y)
    _place_text(run, Matrix(e=x, f=y).then(run.line_matrix))


def _device_colour(run: _Run, given: Operands, name: str) -> None:
    space = {"g": GREY, "rg": RGB, "k": CMYK}[name.lower()]
    colour = Colour(space, tuple(map(float, given)))
    run.change(**{"fill" if name.islower() else "stroke": colour})


def _choose_space(run: _Run, given: Operands, name: str) -> None:
    space = read_space(given[0], run.resources)
    first = 1.0 if space.model == "ink" else 0.0
    values = (0.0, 0.0, 0.0, 1.0) if space.model == "CMYK" else (first,) * space.count
    run.change(**{"fill" if name.islower() else "stroke": Colour(space, values)})


def _colour(run: _Run, given: Operands, name: str) -> None:
    paint = "fill" if name.islower() else "stroke"
    space: Space = getattr(run.state, paint).space
    pattern = None
    if given and isinstance(given[-1], pikepdf.Name):
        pattern = entry(run.resources, "/Pattern", str(given.pop()))
    run.change(**{paint: Colour(space, tuple(map(float, given)), pattern)})


def _build(run: _Run, given: Operands, name: str) -> None:
    """Take the points of a path; of a curve those that steer it, which is a little too much."""
    numbers = list(map(float, given))
    if name == "re":
        x, y, width, height = numbers
        box = Box.around([(x, y), (x + width, y + height)])
        run.path.append([run.state.matrix.point(*corner) for corner in box.corners])
        return
    points = [
        run.state.matrix.point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)
    ]
    if name == "m" or not run.path:
        run.path.append([])
    run.path[-1] += points
