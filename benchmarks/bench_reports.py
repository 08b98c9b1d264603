"""What reading a report whole costs: our reader, and the same fields read from the text that pdfplumber gives.

    python -m benchmarks.bench_reports [--every 1] [FOLDER]

CPU time of one process, PDF to `Report`; the ratio is of medians over the same files. pdfplumber is slow,
so it reads every fifth report unless told otherwise. FOLDER holds report PDFs at any depth.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

from watcher.model.errors import ReportError
from watcher.ofsted.reports.pdf import PdfReader, refuse_no_pdf
from watcher.ofsted.reports.pdf_worker import read_pages
from watcher.ofsted.reports.read import read_report

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
MOST_MS = 60.0
LEAST_RATIO = 15.0

Pages = Callable[[bytes], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One file read once: CPU in milliseconds, and whether it was understood without a problem."""

    ms: float
    understood: bool


def ours(data: bytes) -> Sequence[str]:
    """What the child process does with a file."""
    refuse_no_pdf(data)
    return read_pages(data)


def plumbed(data: bytes) -> Sequence[str]:
    """All text, by pdfplumber."""
    with import_module("pdfplumber").open(BytesIO(data)) as document:
        return [page.extract_text() for page in document.pages]


def measured(files: Sequence[bytes], pages: Pages) -> list[Reading]:
    pages(files[0])  # imports and caches are not what is compared
    return [_measured(data, pages) for data in files]


def _measured(data: bytes, pages: Pages) -> Reading:
    began = time.process_time()
    try:
        understood = not read_report(pages(data)).held
    except ReportError:
        understood = False
    return Reading((time.process_time() - began) * 1000, understood)


def in_child(files: Sequence[bytes]) -> float:
    """CPU milliseconds a file, of the child with its start and of the parent that feeds it."""
    began = _cpu()
    with PdfReader() as reader:
        for data in files:
            reader.text_of(data)
    return (_cpu() - began) * 1000 / len(files)


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def line(name: str, readings: Sequence[Reading]) -> str:
    times = [reading.ms for reading in readings]
    high = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    understood = sum(reading.understood for reading in readings)
    return (
        f"{name:34} {median(times):8.1f} ms median {high:8.1f} ms p95 {max(times):8.1f} ms max"
        f"   {understood} of {len(readings)} understood"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures, and whether they are within what the project asks of itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=REPORTS)
    parser.add_argument("--every", type=int, default=5, metavar="N", help="pdfplumber reads every Nth file")
    options = parser.parse_args(arguments)
    files = [data for path in sorted(options.folder.rglob("*.pdf")) if b"%PDF-" in (data := path.read_bytes())[:1024]]
    if not files:
        parser.error(f"no PDF in {options.folder}")
    report(files, files[:: options.every])


def report(files: Sequence[bytes], sample: Sequence[bytes]) -> None:
    all_ours, sample_ours, sample_plumbed = measured(files, ours), measured(sample, ours), measured(sample, plumbed)
    typical = median(reading.ms for reading in all_ours)
    ratio = median(r.ms for r in sample_plumbed) / median(r.ms for r in sample_ours)
    print(f"{len(files)} reports, CPU time from PDF to fields")
    print(line("watcher, all reports", all_ours))
    print(line(f"watcher, {len(sample)} of them", sample_ours))
    print(line(f"pdfplumber, the same {len(sample)}", sample_plumbed))
    print(f"text by way of the child process: {in_child(files):.1f} ms a report, its start included")
    print(f"median {typical:.1f} ms (at most {MOST_MS:g}: {verdict(typical <= MOST_MS)})")
    print(f"{ratio:.1f} times faster than pdfplumber (at least {LEAST_RATIO:g}: {verdict(ratio >= LEAST_RATIO)})")


def verdict(met: bool) -> str:
    return "met" if met else "NOT MET"


if __name__ == "__main__":
    main()
