"""Views as an archive: their figures, what they are, and a text to read first."""

from __future__ import annotations

import csv
import io
import json
import zipfile

from components.export.content import Story
from components.export.csv import csv_bytes
from components.export.json_file import description_of
from components.export.zip_file import zip_bytes


def alone(content, text=""):
    return Story(content.stamp.title, content.stamp.link, (content,), (text,), content.language)


def opened(story):
    return zipfile.ZipFile(io.BytesIO(zip_bytes(story)))


def test_one_view_lies_flat(content):
    archive = opened(alone(content))
    assert archive.testzip() is None
    assert archive.namelist() == ["README.md", "data.csv", "metadata.json"]
    assert archive.read("data.csv") == csv_bytes(content)
    described = json.loads(archive.read("metadata.json"))
    header = next(csv.reader(io.StringIO(archive.read("data.csv").decode("utf-8-sig"))))
    assert list(described.pop("columns")) == header
    assert described == description_of(content)


def test_the_text_explains_files_columns_and_how_to_cite(content):
    archive = opened(alone(content, "Said by its teller."))
    text = archive.read("README.md").decode()
    assert text.startswith(f"# {content.stamp.title}\n")
    assert "Said by its teller." in text
    for label, value in content.stamp.lines(content.language)[1:]:
        assert f"- **{label}**: {value}\n" in text
    for name in archive.namelist()[1:]:
        assert f"`{name}`" in text
    for name, meaning in json.loads(archive.read("metadata.json"))["columns"].items():
        assert meaning
        assert f"- `{name}`: {meaning}\n" in text
    for title in content.sources.title:
        assert title.rstrip(".") in text
    assert "@dataset{" in text


def test_several_views_have_a_folder_each(story_of_two):
    archive = opened(story_of_two)
    folders = ("01-goal-by-status", "02-residents")
    files = ("README.md", "data.csv", "metadata.json")
    assert archive.namelist() == ["README.md", *(f"{each}/{name}" for each in folders for name in files)]
    contents = archive.read("README.md").decode()
    assert contents.startswith(f"# {story_of_two.title}\n")
    assert all(each in contents for each in (*folders, story_of_two.link))
    assert story_of_two.texts[0] in archive.read(f"{folders[0]}/README.md").decode()


def test_equal_stories_give_equal_bytes(story_of_two):
    assert zip_bytes(story_of_two) == zip_bytes(story_of_two)
    assert {each.date_time[0] for each in opened(story_of_two).infolist()} == {1980}
