"""Summary measures of inequality between groups, with intervals, and what each can be used for.

>>> import pandas as pd
>>> fifths = pd.DataFrame(
...     {
...         "subgroup": ["q1", "q2", "q3", "q4", "q5"],
...         "subgroup_order": [1, 2, 3, 4, 5],
...         "estimate": [20.0, 30.0, 40.0, 50.0, 60.0],
...         "se": [5.0, 7.0, 10.0, 12.0, 14.0],
...     }
... )
>>> slope = compute("sii", fifths, favourable=True, ordered=True, equal_weights=True)
>>> round(slope.estimate, 6), slope.n_groups, slope.method
(50.0, 5, 'scatter')
"""

from equity.measures.advisor import Advice, advise, options_for
from equity.measures.bad_input import MODELS, InputProblem, MeasureError
from equity.measures.compute import DRAWS, SEED, compute
from equity.measures.groups import Groups, groups_of
from equity.measures.lorenz import concentration_curve, lorenz_curve
from equity.measures.measure import Measure
from equity.measures.registry import REGISTRY, MeasureDefinition

__all__ = [
    "DRAWS",
    "MODELS",
    "REGISTRY",
    "SEED",
    "Advice",
    "Groups",
    "InputProblem",
    "Measure",
    "MeasureDefinition",
    "MeasureError",
    "advise",
    "compute",
    "concentration_curve",
    "groups_of",
    "lorenz_curve",
    "options_for",
]
