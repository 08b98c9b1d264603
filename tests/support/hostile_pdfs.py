"""Builders of PDFs that do harm: the bytes of one small file each, written by hand."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
LETTER = b"[0 0 612 792]"


def pdf(objects: Mapping[int, bytes]) -> bytes:
    """A whole PDF of these numbered objects; number 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    xref, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, xref)
    return bytes(out)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object; `extra` goes into its dictionary."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def one_page(content: bytes, *, box: bytes = LETTER, font: bytes = FONT, extra: bytes = b"") -> bytes:
    """A PDF of one page with this content stream and font /F1."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>" % box,
            4: stream(content, extra),
            5: font,
        }
    )


def words(text: bytes = b"Marlow Vale is good") -> bytes:
    """A content stream that prints one line."""
    return b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % text


def good() -> bytes:
    """A file with nothing wrong."""
    return one_page(words())


def claimed_pages(count: int) -> bytes:
    """One page, in a page tree that claims `count` of them."""
    return good().replace(b"/Count 1", b"/Count %d" % count)


def shared_pages(levels: int, width: int) -> bytes:
    """`width` to the power of `levels` empty pages in a few objects: each node names one child many times."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for level in range(levels):
        number, count = level + 2, width ** (levels - level)
        kids = b"%d 0 R " % (number + 1) * width
        objects[number] = b"<< /Type /Pages /MediaBox %s /Kids [%s] /Count %d >>" % (LETTER, kids, count)
    objects[levels + 2] = b"<< /Type /Page /Parent %d 0 R >>" % (levels + 1)
    return pdf(objects)


def flat_pages(count: int) -> bytes:
    """`count` empty pages, each a real object of its own."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /MediaBox %s /Kids [%s] /Count %d >>"
        % (LETTER, b"".join(b"%d 0 R " % number for number in range(3, count + 3)), count),
    }
    page = b"<< /Type /Page /Parent 2 0 R >>"
    return pdf(objects | dict.fromkeys(range(3, count + 3), page))


def circular_pages() -> bytes:
    """A page tree whose node is its own child."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>",
            3: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>",
        }
    )


def deep_pages(depth: int) -> bytes:
    """One page under a chain of `depth` page tree nodes."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth + 2):
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1)
    objects[depth + 2] = b"<< /Type /Page /MediaBox %s >>" % LETTER
    return pdf(objects)


def deep_arrays(depth: int) -> bytes:
    """A page whose resources are arrays in arrays."""
    nested = b"[" * depth + b"]" * depth
    return one_page(words(), font=b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Widths %s >>" % nested)


def deep_dictionaries_in_content(depth: int) -> bytes:
    """A page whose content stream nests dictionaries and marked content."""
    nested = b"<</A " * depth + b"1" + b">>" * depth
    return one_page(b"/P %s BDC %s EMC" % (nested, words()))


def deep_forms(depth: int, *, content: bytes = b"", pages: int = 1) -> bytes:
    """Pages that draw a form that draws a form, each twice: twice to the power of `depth` drawings a page."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * pages, pages),
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R"
        b" /Resources << /XObject << /X 6 0 R >> >> >>" % LETTER,
        4: stream(b"/X Do /X Do"),
        5: FONT,
    }
    for number in range(6, depth + 6):
        inner = b"/XObject << /X %d 0 R >>" % (number + 1)
        objects[number] = _form(b"/X Do /X Do", inner)
    objects[depth + 6] = _form(content or words(), b"/Font << /F1 5 0 R >>")
    return pdf(objects)


def endless() -> bytes:
    """Minutes of work in little memory: 400 pages of several thousand drawings each."""
    return deep_forms(13, content=b"0 0 m 1 1 l S", pages=400)


def _form(content: bytes, resources: bytes) -> bytes:
    head = b"/Type /XObject /Subtype /Form /BBox %s /Resources << %s >>" % (LETTER, resources)
    return stream(content, head)


def deflate_bomb(megabytes: int) -> bytes:
    """A page whose content stream is that many megabytes of zeros, told in a thousandth of it."""
    return one_page(_squeezed(b"\0" * (1 << 20), megabytes), extra=b"/Filter /FlateDecode")


def text_bomb(megabytes: int) -> bytes:
    """A page that prints text for that many megabytes, told in a few kilobytes."""
    line = b"(All work and no play) Tj "
    block = b"BT /F1 12 Tf 72 700 Td %s ET " % (line * ((1 << 20) // len(line)))
    return one_page(_squeezed(block, megabytes), extra=b"/Filter /FlateDecode")


def _squeezed(block: bytes, times: int) -> bytes:
    """The block so many times over, deflated; each after the first is the same bytes, so this is quick."""
    squeeze = zlib.compressobj(9)
    first, next_ = (squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + next_ * (times - 1) + squeeze.flush()


def object_stream_bomb(megabytes: int) -> bytes:
    """A PDF whose cross-reference stream unpacks to that many megabytes."""
    data = _squeezed(b"\0" * (1 << 20), megabytes)
    head = b"/Type /XRef /Size %d /W [1 2 1] /Root 1 0 R /Filter /FlateDecode" % (megabytes << 18)
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    return body + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(data, head), len(body))


def wide(points: int) -> bytes:
    """A page that is `points` wide and has a line of text."""
    return one_page(words(), box=b"[0 0 %d 792]" % points)


def scanned() -> bytes:
    """A page that is one picture."""
    pixel = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R"
            b" /Resources << /XObject << /I 5 0 R >> >> >>" % LETTER,
            4: stream(b"612 0 0 792 0 0 cm /I Do"),
            5: stream(b"\x80", pixel),
        }
    )


def unmapped_font() -> bytes:
    """Text whose font gives no way from its glyph numbers to letters."""
    return one_page(
        b"BT /F1 12 Tf 72 700 Td <000300040005000600070008001000110012> Tj ET",
        font=b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Lost /Encoding /Identity-H /DescendantFonts"
        b" [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Lost"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /AAAAAA+Lost /Flags 4 /FontBBox [0 0 1 1]"
        b" /ItalicAngle 0 /Ascent 1 /Descent 0 /CapHeight 1 /StemV 1 >> >>] >>",
    )


def encrypted(user: str, owner: str) -> bytes:
    """A line of text under these passwords; an empty `user` lets anybody read."""
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, owner, strength=128), invariant=True)
    canvas.drawString(72, 700, "Marlow Vale is good")
    canvas.save()
    return out.getvalue()
