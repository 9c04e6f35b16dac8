"""What files are called: ASCII, and saying what is in them."""

from __future__ import annotations

from equity.view import View


def file_name(view: View, data_version: str, extension: str) -> str:
    """View, indicator, dimension, region, period, language, data version.

    `care-gap_share-repaid_share-in-scope_scheme_110000_2019-2025_en_2026.11.1.csv`
    """
    period = f"{view.period[0]}-{view.period[1]}" if view.period else "all-years"
    parts = [
        "care-gap",
        view.id,
        _some(view.indicators, 1).replace("_", "-"),
        view.dimension,
        _some(view.filters.regions, 3) or "china",
        period,
        view.filters.language,
        data_version,
    ]
    return "_".join(parts) + "." + extension


def _some(codes: tuple[str, ...], most: int) -> str:
    return "-".join(codes[:most]) + ("-etc" if len(codes) > most else "")


def region_file_name(region: str, language: str, data_version: str, extension: str) -> str:
    """`care-gap_region_620000_en_2026.11.1.pdf`: a province beside its benchmarks."""
    return "_".join(("care-gap", "region", region, language, data_version)) + "." + extension


def table_file_name(table: str, data_version: str, extension: str) -> str:
    """`care-gap_insurance_coverage_2026.11.1.csv`: a table as it is committed."""
    return "_".join(("care-gap", table, data_version)) + "." + extension


def form_file_name(kind: str, extension: str) -> str:
    """`care-gap_form_template.csv`: a form to fill in, by the kind of file that it becomes."""
    return "_".join(("care-gap", "form", kind.replace(":", "-"))) + "." + extension


def mended_file_name(digest: str, extension: str) -> str:
    """`care-gap_mended_0123456789ab.xlsx`: a reader's file put right, named by what it was."""
    return "_".join(("care-gap", "mended", digest)) + "." + extension


def story_file_name(language: str, data_version: str, extension: str) -> str:
    """`care-gap_story_en_2026.11.1.pptx`: a story has a title in any script, which its file holds."""
    return "_".join(("care-gap", "story", language, data_version)) + "." + extension
