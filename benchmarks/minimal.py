"""A minimal Streamlit page with as many charts as `?charts=` says: what every page here is measured beside."""

import altair as alt
import pandas as pd
import streamlit as st

POINTS = 30

st.title("Minimal")
kept = st.pills("Kept", ["even", "odd"], selection_mode="multi", default=["even", "odd"], key="kept")
rests = [rest for rest, name in enumerate(["even", "odd"]) if name in kept]
for chart in range(int(st.query_params.get("charts", "1"))):
    frame = pd.DataFrame({"x": range(POINTS), "y": [(chart + 7 * x) % 11 for x in range(POINTS)]})
    frame = frame[frame.x.mod(2).isin(rests)]
    st.altair_chart(alt.Chart(frame).mark_point().encode(x="x:Q", y="y:Q"), width="stretch", theme=None)
