"""The formulas of a report, by other people's code: reads cases as JSON lines, writes the results in the same order."""

import itertools
import json
import math
import sys

import numpy as np
from scipy import optimize, stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint


def wilson(count, of):
    return list(proportion_confint(count, of, alpha=0.05, method="wilson"))


def newcombe(a, n, b, m):
    return list(confint_proportions_2indep(a, n, b, m, compare="diff", method="newcomb", alpha=0.05))


def n_minus_one(a, n, b, m):
    table = np.array([[a, n - a], [b, m - b]])
    chi2 = stats.chi2_contingency(table, correction=False)[0]
    return stats.chi2.sf(chi2 * (n + m - 1) / (n + m), 1)


def corrected(p_values):
    return [bool(x) for x in multipletests(p_values, alpha=0.10, method="fdr_bh")[0]]


def net_promoter(promoters, passives, detractors):
    """The score interval: the likeliest shares under a supposed difference are searched for, not computed."""
    n = promoters + passives + detractors
    score = (promoters - detractors) / n

    def distance(supposed):
        def unlikely(share):
            shares = np.array([share + supposed, share, 1 - 2 * share - supposed])
            counts = np.array([promoters, detractors, passives])
            with np.errstate(divide="ignore", invalid="ignore"):
                logs = np.where(counts > 0, counts * np.log(np.maximum(shares, 1e-300)), 0.0)
            return -logs.sum()

        bounds = (max(0.0, -supposed), (1 - supposed) / 2)
        share = optimize.minimize_scalar(unlikely, bounds=bounds, method="bounded", options={"xatol": 1e-13}).x
        variance = (2 * share + supposed - supposed**2) / n
        return (score - supposed) / math.sqrt(max(variance, 1e-300))

    z = stats.norm.ppf(0.975)
    low = optimize.brentq(lambda x: distance(x) - z, -1 + 1e-9, score - 1e-9)
    high = optimize.brentq(lambda x: distance(x) + z, score + 1e-9, 1 - 1e-9)
    return [100 * score, 100 * low, 100 * high]


def kaplan_meier(days, happened, day):
    curve = SurvfuncRight(days, happened)
    by = [prob for time, prob in zip(curve.surv_times, curve.surv_prob) if time <= day]
    return [1 - (by[-1] if by else 1.0)]


def lmg(rows):
    data = np.repeat(np.array([row[:-1] for row in rows], float), [row[-1] for row in rows], axis=0)
    x, y = data[:, :-1], data[:, -1]

    def r_squared(columns):
        design = np.column_stack([np.ones(len(y))] + [x[:, c] for c in columns])
        rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        return 1 - (rest @ rest) / ((y - y.mean()) @ (y - y.mean()))

    drivers = range(x.shape[1])
    shares = [0.0 for _ in drivers]
    orders = list(itertools.permutations(drivers))
    for order in orders:
        for place, driver in enumerate(order):
            shares[driver] += (r_squared(order[: place + 1]) - r_squared(order[:place])) / len(orders)
    return shares


rules = {f.__name__: f for f in (wilson, newcombe, n_minus_one, corrected, net_promoter, kaplan_meier, lmg)}
for line in sys.stdin:
    name, arguments = json.loads(line)
    print(json.dumps(rules[name](*arguments)))
