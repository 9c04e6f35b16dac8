"""Slope and relative index of inequality: a line through the groups by rank, read at its two ends.

The line is fitted with the groups' populations as weights: on the outcome itself (`linear`), on its logarithm
(`log`) or, for an outcome between 0 and `scale`, on its log-odds (`logit`, a binomial regression). Populations
enter once: the square of them, as some software has it, would let large groups decide alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from equity.measures.groups import Array, Groups

STEPS = 50
CLOSE, CLOSE_ENOUGH = 1e-12, 1e-6
STEEPEST = 30.0
"""Log-odds beyond which a fit has run away because the groups are all or nothing."""


@dataclass(frozen=True)
class Line:
    """A fitted line: the outcome at the bottom and the top of the order, and how both follow the groups."""

    bottom: Array
    top: Array
    bottom_gradient: Array
    """Change of `bottom` with each group's estimate, of shape (..., J) or (J,)."""
    top_gradient: Array
    residuals: Array


def fit(estimates: Array, groups: Groups) -> Line:
    """The line through groups of shape (..., J), in the unit of the outcome."""
    design = np.stack([np.ones(len(groups)), groups.ranks], axis=-1)
    if groups.model == "logit":
        return _logit(estimates, groups, design)
    outcome = np.log(estimates) if groups.model == "log" else estimates
    weighted = design * groups.weights[:, None]
    response = np.linalg.solve(weighted.T @ design, weighted.T)
    bottom_response, top_response = response[0], response.sum(0)
    bottom, top = outcome @ bottom_response, outcome @ top_response
    fitted = outcome @ response.T @ design.T
    if groups.model == "linear":
        return Line(bottom, top, bottom_response, top_response, estimates - fitted)
    bottom, top = np.exp(bottom), np.exp(top)
    # By the chain rule a group's own error counts relative to its level, and an end's relative to the end.
    return Line(
        bottom,
        top,
        bottom[..., None] * bottom_response / estimates,
        top[..., None] * top_response / estimates,
        (outcome - fitted) * estimates,
    )


def _logit(estimates: Array, groups: Groups, design: Array) -> Line:
    shares = _counted(estimates / groups.scale, groups)
    coefficients, step = np.zeros((*shares.shape[:-1], 2)), np.inf
    response = fitted = shares
    for _ in range(STEPS):
        odds = np.clip(coefficients @ design.T, -STEEPEST, STEEPEST)
        fitted = 1 / (1 + np.exp(-odds))
        information = np.einsum("...j,ja,jb->...ab", groups.weights * fitted * (1 - fitted), design, design)
        response = np.linalg.solve(information, (design * groups.weights[:, None]).T)
        step = ((shares - fitted)[..., None, :] * response).sum(-1)
        coefficients = coefficients + step
        if np.abs(step).max() < CLOSE:
            break
    coefficients = np.where(np.abs(step).max(-1, keepdims=True) < CLOSE_ENOUGH, coefficients, np.nan)
    bottom = 1 / (1 + np.exp(-coefficients[..., 0]))
    top = 1 / (1 + np.exp(-coefficients.sum(-1)))
    return Line(
        bottom * groups.scale,
        top * groups.scale,
        (bottom * (1 - bottom))[..., None] * response[..., 0, :],
        (top * (1 - top))[..., None] * response.sum(-2),
        (shares - fitted) * groups.scale,
    )


def _counted(shares: Array, groups: Groups) -> Array:
    """Shares of whole persons, where it is known how many were asked: 20% of 78 is 16 of 78."""
    if np.isnan(groups.sample_sizes).any() or (groups.sample_sizes == 0).any():
        return shares
    return np.round(shares * groups.sample_sizes) / groups.sample_sizes


def slope_index(estimates: Array, groups: Groups) -> Array:
    """Top less bottom of the order, in the unit of the outcome: (..., J) -> (...)."""
    line = fit(estimates, groups)
    return line.top - line.bottom


def slope_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the slope index, with `errors` those of the groups or of the fit (`scatter`)."""
    line = fit(estimates, groups)
    return np.sqrt(((line.top_gradient - line.bottom_gradient) ** 2 * errors**2).sum(-1))


def relative_index(estimates: Array, groups: Groups) -> Array:
    """Top divided by bottom of the order: (..., J) -> (...)."""
    line = fit(estimates, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        return line.top / line.bottom


def relative_log_error(estimates: Array, errors: Array, groups: Groups) -> Array:
    """Standard error of the logarithm of the relative index."""
    line = fit(estimates, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        gradient = line.top_gradient / line.top[..., None] - line.bottom_gradient / line.bottom[..., None]
    return np.sqrt((gradient**2 * errors**2).sum(-1))


def scatter(estimates: Array, groups: Groups) -> Array:
    """How far each group lies from the line, enlarged for its two parameters: the HC1 sandwich's errors."""
    return np.abs(fit(estimates, groups).residuals) * np.sqrt(len(groups) / (len(groups) - 2))
