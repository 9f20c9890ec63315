"""The formulas of a report, by other people's code: reads cases as JSON lines, writes the results in the same order."""

import itertools
import json
import math
import sys

import numpy as np
from scipy import stats
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
    scores = np.array([100] * promoters + [0] * passives + [-100] * detractors)
    spread = stats.norm.ppf(0.975) * scores.std() / math.sqrt(len(scores))
    return [scores.mean(), scores.mean() - spread, scores.mean() + spread]


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


rules = {f.__name__: f for f in (wilson, newcombe, n_minus_one, corrected, net_promoter, lmg)}
for line in sys.stdin:
    name, arguments = json.loads(line)
    print(json.dumps(rules[name](*arguments)))
