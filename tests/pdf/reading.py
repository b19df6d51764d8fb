"""What a finished PDF says about itself, read with other programs than the one that wrote it."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter

import page as page_validation
import pikepdf
import pypdfium2
from pypdfium2 import raw

_MM = 72 / 25.4
# Left edge and inner margin, right margin, and the least upper and lower margins of paper.css, in mm.
LEFT, RIGHT, TOP, BOTTOM = 9.5 + 1.5 + 10, 18, 10, 8.5


def page_count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def text(pdf: bytes, page: int = 0) -> str:
    """The text layer of a page, as a reader would copy it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].get_textpage().get_text_range()


def bare(some: str) -> str:
    """`some` without white space, hyphens, invisible marks and differences of case: what survives line breaks (the
    reader takes a hyphen at the end of a line for its own) and labels in capitals."""
    folded = unicodedata.normalize("NFKC", some).casefold()
    kept = (each for each in folded if not each.isspace() and each not in "-\ufffe")
    return "".join(each for each in kept if unicodedata.category(each) not in ("Cf", "Cc", "Co"))


def holds(layer: str, value: str) -> bool:
    """Whether the text layer holds `value`. Right-to-left text is compared letter by letter, since readers order it
    each in their own way, and a bracket in it is drawn with the other one's shape."""
    if any(unicodedata.bidirectional(each) in ("R", "AL", "AN") for each in value):
        one_bracket = str.maketrans(")]}»", "([{«")
        return not Counter(bare(value.translate(one_bracket))) - Counter(bare(layer.translate(one_bracket)))
    return bare(value) in bare(layer)


def font_sizes(pdf: bytes) -> set[float]:
    """The sizes in points that letters are set in."""
    sizes = set()
    with pypdfium2.PdfDocument(pdf) as document:
        layer = document[0].get_textpage()
        for index in range(layer.count_chars()):
            if raw.FPDFText_IsGenerated(layer, index) == 1 or chr(raw.FPDFText_GetUnicode(layer, index)).isspace():
                continue  # spaces that the reader made up, or moved about between right-to-left words
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(layer, index, matrix)
            sizes.add(round(raw.FPDFText_GetFontSize(layer, index) * abs(matrix.d), 2))
    return sizes


def outside_margins(pdf: bytes) -> str:
    """The characters that lie outside the page margins; '' where all is well."""
    strays = []
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        layer = page.get_textpage()
        for index in range(layer.count_chars()):
            left, bottom, right, top = layer.get_charbox(index)
            character = chr(raw.FPDFText_GetUnicode(layer, index))
            if raw.FPDFText_IsGenerated(layer, index) == 1 or character.isspace():
                continue
            inside = (
                left >= LEFT * _MM - 1.5
                and right <= width - RIGHT * _MM + 1.5
                and bottom >= BOTTOM * _MM
                and top <= height - TOP * _MM + 1.5
            )
            if not inside:
                strays.append(character)
    return "".join(strays)


def faults(pdf: bytes) -> list[str]:
    """What a PDF/UA-1 checker holds against the file."""
    report = page_validation.validate_pdf_bytes(pdf, profile="ua1")
    return sorted({f"{failure.rule_id}: {failure.message}" for failure in report.failures})


def fonts(pdf: bytes) -> set[str]:
    """Names of the embedded fonts, without the subset prefix."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {
            str(each.BaseFont).removeprefix("/").partition("+")[2]
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and "/BaseFont" in each
        }
    return {name.replace("-", " ") for name in found}


def structure(pdf: bytes, kind: str) -> list[str]:
    """The texts of all structure elements of one kind that have an alternative text ('/Figure')."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            str(each.Alt)
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind and "/Alt" in each
        ]


def metadata(pdf: bytes) -> dict[str, str]:
    """Document information and language."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {name: str(value) for name, value in document.docinfo.items()}
        found["language"] = str(document.Root.Lang)
    return found
