"""The tables that can be exported, and the formats of what we make. Pure, and quick to import."""

from __future__ import annotations

from enum import StrEnum


class TableName(StrEnum):
    """The tables that can be exported."""

    JUDGEMENTS = "judgements"
    REPORTS = "reports"
    IMPROVEMENTS = "improvements"
    CHANGES = "changes"
    AUTHORITIES = "authorities"
    COVERAGE = "coverage"


class Others(StrEnum):
    """With whom a council can be compared."""

    REGION = "region"
    NEIGHBOURS = "neighbours"


class PictureFormat(StrEnum):
    """The formats of a timeline."""

    TEXT = "text"
    SVG = "svg"
    PNG = "png"
    JSON = "json"


class TableFormat(StrEnum):
    """The formats in which a table can be written."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
