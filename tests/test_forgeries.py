"""What a PDF shows, and what it says of itself and of its structure, is held against its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from forging import (
    add_a_page,
    belong_to_another,
    call_it_otherwise_throughout,
    call_pages_otherwise,
    do_more_than_lead,
    draw_no_pictures,
    enlarge_a_page,
    forget_names,
    join_cells,
    join_items,
    lead_all_elsewhere,
    lead_bookmarks_lower,
    lead_inner_links,
    lead_to_whole_pages,
    make_it_older,
    mark_what_is_not,
    move_the_head,
    open_an_address,
    place_elsewhere,
    read_otherwise,
    set_in_small_letters,
    show_another_thumbnail,
    show_no_text,
    swap_addresses,
    swap_bookmarks,
    swap_owners,
    swap_places_of_links,
    take_a_label,
    take_links_off_the_page,
    write_by_another,
)
from spoiling import put
from test_tagging import built as built  # its PDF, too

from briefpress.check.structure import compare

FAULTS = [
    (read_otherwise("/Alt", "Other words"), "text"),
    (read_otherwise("/E", "Other words"), "text"),
    (read_otherwise("/Lang", "de"), "language"),
    (show_no_text, "hidden"),
    (set_in_small_letters, "hidden"),
    (draw_no_pictures, "place"),
    (place_elsewhere, "place"),
    (swap_addresses, "link"),
    (swap_places_of_links, "link"),
    (lead_inner_links(-40), "link"),
    (lead_inner_links(90), "link"),
    (lead_to_whole_pages, "link"),
    (forget_names, "name"),
    (belong_to_another, "parent"),
    (swap_owners, "parent"),
    (move_the_head, "cells"),
    (join_cells, "cells"),
    (join_items, "list"),
    (take_a_label, "label"),
    (put("P", "/E", "Other words"), "expansion"),
    (put("P", "/S", "/Private"), "role"),
    (put("Document", "/Lang", "fr"), "language"),
    (call_it_otherwise_throughout, "metadata"),
    (write_by_another, "metadata"),
    (mark_what_is_not, "bookmark"),
    (add_a_page, "page"),
    (swap_bookmarks, "bookmark"),
    (take_links_off_the_page, "link"),
    (open_an_address, "entry"),
    (call_pages_otherwise, "entry"),
    (lead_bookmarks_lower, "bookmark"),
    (do_more_than_lead("/A", "/Next"), "entry"),
    (do_more_than_lead("/AA", "/E"), "entry"),
    (do_more_than_lead("/PA"), "entry"),
    (enlarge_a_page, "entry"),
    (lead_all_elsewhere, "entry"),
    (show_another_thumbnail, "entry"),
    (make_it_older, "metadata"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "rule"), FAULTS)
def test_a_fault_is_found(built: Path, spoil: Callable[[pikepdf.Pdf], None], rule: str) -> None:
    with pikepdf.open(built) as pdf:
        spoil(pdf)
        spoiled = io.BytesIO()
        pdf.save(spoiled)
    report = compare(built.with_suffix(".html").read_text("utf-8"), spoiled.getvalue())
    assert rule in {finding.rule for finding in report.findings}
