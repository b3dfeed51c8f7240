"""The charts draw what the study says, say it without colour too, and come out the same twice."""

import re
from dataclasses import replace

import pytest
from study_samples import COUNTRIES, cells_of, dossier, publication

from analyser.jurisdictions import names
from analyser.study import charts
from analyser.study.calibration import reliability
from analyser.study.dossier import Dossier, Measured
from analyser.study.places import load_groups, place, tiles
from analyser.study.records import Country
from benchmarks import load_benchmark

CONFUSION = (("covered", "covered", 20), ("covered", "partial", 5), ("not_covered", "unclear", 3))


@pytest.fixture(scope="module")
def found() -> Dossier:
    benchmark = load_benchmark("csea-2012")
    return dossier(benchmark, cells_of(benchmark))


def words(svg: str) -> list[str]:
    return re.findall(r">([^<>]+)</text>", svg)


def test_the_heatmap_has_a_letter_in_every_cell(found: Dossier) -> None:
    chart = charts.heatmap(found)
    letters = [word for word in words(chart.svg()) if word in charts.LETTERS.values()]
    assert len(letters) == 5 * 11
    assert letters.count("C") == letters.count("P") == letters.count("N") == 11
    assert [row[0] for row in chart.rows] == [country.name for country in COUNTRIES]
    assert chart.rows[2][1:] == ("not covered",) * 11


def test_the_bars_write_every_count(found: Dossier) -> None:
    chart = charts.bars(found.study)
    counts = [count for row in found.study.table for count in (row.covered, row.partial, row.not_covered)]
    counts += [count for row in found.study.table for count in (row.unclear, row.not_assessed) if count]
    drawn = [word for word in words(chart.svg()) if word.isdigit()]
    assert all(drawn.count(str(count)) >= counts.count(count) for count in set(counts))
    assert {row[-1] for row in chart.rows} == {5}


def test_the_map_has_a_tile_for_every_country_of_the_study(found: Dossier) -> None:
    chart = charts.tile_map(found.study, 0)
    shown = words(chart.svg())
    assert {"XA", "XE", "FR", "NZ"} <= set(shown)
    assert chart.rows == tuple(
        (country.name, charts.said(found.study.table[0].answers[country.code])) for country in COUNTRIES
    )
    places = tiles(["xa", "xb", "de"])
    assert len(set(places.values())) == len(places)


def test_a_chart_is_the_same_bytes_twice(found: Dossier) -> None:
    first = charts.bars(found.study)
    svg, png = first.svg(), first.png()
    charts._svg.cache_clear()
    charts._png.cache_clear()
    again = charts.bars(found.study)
    assert (again.svg(), again.png()) == (svg, png)
    assert png.startswith(b"\x89PNG")
    assert "http" not in svg.replace("http://www.w3.org", "")


def test_progress_agreement_and_reliability_are_drawn_from_their_figures(found: Dossier) -> None:
    points = publication(found).progress
    later = tuple(replace(point, edition="2027-01", at="2027-01-02", covered=point.covered + 1) for point in points)
    chart = charts.progress(points + later)
    assert [row[:3] for row in chart.rows] == [("2026-01", "2026-01-02", 10), ("2027-01", "2027-01-02", 20)]
    measured = Measured(28, ("Ann", "Bob"), 0.7, None, None, None, None, None, CONFUSION)
    matrix = charts.agreement(measured)
    assert matrix.rows[0] == ("covered", 20, 5, 0, 0)
    assert {"20", "5", "3"} <= set(words(matrix.svg()))
    bins = reliability([(0.05, False), (0.95, True), (0.97, False), (1.0, True)])
    assert (bins[-1].candidates, bins[-1].cited, bins[1].mean) == (3, 2, None)
    assert charts.reliability(bins).rows[-1][2:] == (3, 0.9733, 2)


def test_which_charts_an_export_holds(found: Dossier) -> None:
    assert set(charts.of_dossier(found, ())) == {"bars", "heatmap"}
    benchmark = load_benchmark("csea-2012")
    real = dossier(benchmark, {}, [Country(code, code) for code in ("de", "fr", "it")], {})
    assert {"map-1", "map-10"} <= set(charts.of_dossier(real, ()))
    assert charts.of_dossier(dossier(benchmark, {}, (), {}), ()) == {}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_letter_stands_out_from_its_colour() -> None:
    for colour, ink in zip(charts.COLOURS, charts.INKS, strict=True):
        light, dark = sorted((luminance(colour), 1.0 if ink == "white" else 0.0), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour


def test_every_assigned_code_has_one_region_and_groups_are_whole() -> None:
    groups = load_groups()
    assert [code for code in names() if place(code, groups).region == "Not listed"] == []
    assert {id: len(group.members) for id, group in groups.items()} == {
        "coe": 46,
        "eu": 27,
        "african-union": 55,
        "oas": 34,
        "asean": 10,
        "arab-league": 22,
        "commonwealth": 56,
    }
    assert place("au-wa", groups).subregion == "Australia and New Zealand"
    assert place("xa", groups).region == "Not listed"
