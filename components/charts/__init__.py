"""Frame in, chart out: pure functions that know neither pages nor Streamlit.

`FORMS` maps the form a view declares to the function that draws it. Each returns one chart a panel, because
figures of different definition, unit or place never share an axis. What leaves the page is drawn by these; an
explorer (`explorer.py`) has a form of its own on paper.
"""

from components.charts.bars import bars
from components.charts.groups import groups
from components.charts.pairs import pairs
from components.charts.timeline import timeline

FORMS = {"timeline": timeline, "groups": groups, "bars": bars, "explorer": pairs}
