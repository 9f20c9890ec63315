#!/usr/bin/env python3
"""Trains the heads of the deep reader and the combination with the fast one, and tells how well they read sources that they
were not trained on.

Needs numpy 2 and scikit-learn 1.9. One thread, no chance: the same inputs give the same bytes on the same machine.
Usage: heads.py evaluate TEXTS.jsonl MEANS.f32
       heads.py train TEXTS.jsonl MEANS.f32 GRAMS.txt encoder.bin deep.bin
TEXTS.jsonl as `sample.py` writes it, MEANS.f32 and GRAMS.txt as the examples `pooled` and
`grams` make them of these texts.
"""
import json
import os
import struct
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

import causes

LANGUAGES = causes.LANGUAGES
HEADS = {"outcome": 3, "stage": 4, "complaint": 2}
# Sources that are told apart; texts of our own count in halves, so that one half can be left out.
OWN = {"own-1": 1.0, "own-2": 1.0, "own-deep": 1.0, "own-causes": 0.25}
# Written for the same purpose, so they are left out together.
TOGETHER = ("own-deep", "own-causes")
WIDTH = 384
VERSION = 3


class Data:
    def __init__(self, texts, means):
        self.rows = [json.loads(line) for line in open(texts)]
        count = os.path.getsize(means) // 4 // len(self.rows)
        self.means = np.fromfile(means, "<f4", count * len(self.rows)).reshape(len(self.rows), -1)
        self.source = np.array([row["source"] for row in self.rows])
        self.lang = np.array([row["lang"] for row in self.rows])
        label = lambda name: np.array([-1 if row[name] is None else int(row[name]) for row in self.rows])
        self.labels = {name: label(name) for name in HEADS}
        # Nearly all of these lines are of one stage, so they would teach that there are no others.
        self.labels["stage"][self.source == "own-causes"] = -1
        self.fast = np.array([fast_scores(row["fast"]) for row in self.rows], np.float32)
        self.said = {
            "outcome": np.array([row["fast"]["outcome"] for row in self.rows]),
            "stage": np.array([row["fast"]["stage"] for row in self.rows]),
            "complaint": np.array([[1 - row["fast"]["complaint"], row["fast"]["complaint"]] for row in self.rows]),
        }
        self.scale = self.means.std(0) + 1e-3
        self.shift = self.means.mean(0)
        self.x = ((self.means - self.shift) / self.scale).astype(np.float32)
        # Causes are named by the last layer alone: with all of them, Spanish and Portuguese lines were named worse.
        self.last = self.x[:, -WIDTH:]


def log(p):
    return np.log(np.maximum(p, 1e-4))


def fast_scores(fast):
    """What the fast reader says, as the combination takes it."""
    outcome, stage = log(np.array(fast["outcome"])), log(np.array(fast["stage"]))
    complaint = log(fast["complaint"]) - log(1 - fast["complaint"])
    return [*(outcome - outcome.mean()), *(stage - stage.mean()), complaint if fast["is_read"] else 0.0, float(fast["is_read"])]


# Where people do not speak to a business.
TALK = ("goemotions", "emoevent", "xed")


def weights(labels, source, own, talk_counts):
    """A source counts by the root of its size, and inside it an answer by the root of its share; general talk counts less."""
    out = np.zeros(len(labels))
    for name in np.unique(source):
        of = source == name
        for answer in np.unique(labels[of]):
            these = of & (labels == answer)
            answers = len(np.unique(labels[of]))
            share = (these.sum() / of.sum()) ** 0.5
            factor = own * OWN[name] if name in OWN else 1.0
            factor *= 0.4 if answers == 1 else 1.0
            factor *= talk_counts if any(talk in name for talk in TALK) else 1.0
            out[these] = of.sum() ** 0.5 * share / these.sum() * factor
    return out / out.mean()


def fit(x, labels, source, strength, own, talk_counts):
    model = LogisticRegression(C=strength, max_iter=150, tol=1e-3)
    model.fit(x, labels, sample_weight=weights(labels, source, own, talk_counts))
    coef, bias = model.coef_, model.intercept_
    if len(bias) == 1:
        coef, bias = np.vstack([-coef, coef]) / 2, np.array([-bias[0], bias[0]]) / 2
    full = np.zeros((labels.max() + 1, x.shape[1])), np.full(labels.max() + 1, -3.0)
    full[0][model.classes_], full[1][model.classes_] = coef, bias
    return full


# Strength, weight of our own text, weight of general talk; and how the combination counts answers: as they come where its
# probabilities are shown and compared with thresholds. Of these the folds choose, for each head.
SETTINGS = [(strength, 4.0, talk_counts) for talk_counts in (0.4, 1.0) for strength in (0.0005, 0.001, 0.002)]
AS_THEY_COME = (0.0, 1.0)
BALANCES = {"outcome": [AS_THEY_COME], "stage": [AS_THEY_COME, (0.5, 0.2), (1.0, 0.2)], "complaint": [AS_THEY_COME]}


def heads(data, rows, settings):
    out = {}
    for name in HEADS:
        these = rows[data.labels[name][rows] >= 0]
        out[name] = fit(data.x[these], data.labels[name][these], data.source[these], *settings[name])
    return out


def scores(data, model, rows):
    return np.hstack([data.x[rows] @ model[name][0].T + model[name][1] for name in HEADS])


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def f1(said, right, answer):
    both = ((said == answer) & (right == answer)).sum()
    return 2 * both / max((said == answer).sum() + (right == answer).sum(), 1)


def macro_f1(said, right):
    return float(np.mean([f1(said, right, answer) for answer in np.unique(right)]))


def balanced(said, right):
    return float(np.mean([(said[right == a] == a).mean() for a in np.unique(right)]))


def recall_at(p, right, precision=0.8):
    order = np.argsort(-p, kind="stable")
    hit = right[order]
    found = hit.cumsum()
    ok = found / np.arange(1, len(hit) + 1) >= precision
    return float(found[ok].max() / max(hit.sum(), 1)) if ok.any() else 0.0


def calibration(p, right):
    best = p.max(1)
    order = np.argsort(best, kind="stable")
    is_right = (p.argmax(1) == right)[order]
    return float(sum(abs(b.sum() - r.sum()) for b, r in zip(np.array_split(best[order], 10), np.array_split(is_right, 10))) / len(best))


# Sources in which people speak to a business; general talk says little of how far to trust either reader there.
SERVICE = ("own", "reviews", "stage", "multibooked")
AT = {"outcome": slice(0, 3), "stage": slice(3, 7), "complaint": slice(7, 9)}


def fast_of(data, rows, name):
    if name == "complaint":
        return np.hstack([-data.fast[rows, 7:8] / 2, data.fast[rows, 7:8] / 2])
    return data.fast[rows][:, AT[name]]


def combination(data, deep, rows, name, balance):
    """Learns how far to trust either reader, from answers of both to texts that neither was trained on: a weight for each and a
    number for each answer. Every source counts by the root of its size, one that has a single answer by as much as `balance` says; and
    inside it rare answers count more, up to all answers alike. `deep` has all rows."""
    keep = (data.labels[name][rows] >= 0) & np.array([any(s in source for s in SERVICE) for source in data.source[rows]])
    keep &= ~np.isin(data.source[rows], ["judged", "own-causes"])
    of = rows[keep]
    labels, source = data.labels[name][of], data.source[of]
    x, y = deep[of][:, AT[name]].astype(float), fast_of(data, of, name).astype(float)
    weight, (rare_counts, single_counts) = np.zeros(len(of)), balance
    for s in np.unique(source):
        these = source == s
        answers, number = np.unique(labels[these], return_counts=True)
        weight[these] = (number / these.sum())[np.searchsorted(answers, labels[these])] ** -rare_counts
        weight[these] *= these.sum() ** 0.5 / weight[these].sum() * (single_counts if len(answers) == 1 else 1.0)
    weight /= weight.sum()
    right = np.arange(len(of)), labels

    def loss(t):
        p = softmax(t[0] * x + t[1] * y + np.r_[0, t[2:]])
        g = p.copy()
        g[right] -= 1
        g *= weight[:, None]
        value = -(weight * np.log(p[right] + 1e-9)).sum() + 0.005 * (t[2:] ** 2).sum()
        return value, np.r_[(g * x).sum(), (g * y).sum(), g.sum(0)[1:] + 0.01 * t[2:]]

    return minimize(loss, np.r_[0.7, 0.3, np.zeros(HEADS[name] - 1)], jac=True, method="L-BFGS-B").x


def combined(data, deep, rows, model, name):
    """What both say of some rows; `deep` has all rows."""
    return softmax(model[0] * deep[rows][:, AT[name]] + model[1] * fast_of(data, rows, name) + np.r_[0, model[2:]])


def matrix(models):
    """The combination as the reader has it: a row for each answer of what the deep reader says, what the fast one says, and the
    language, then a number for each."""
    rows, biases, size = [], [], sum(HEADS.values())
    for name, answers in HEADS.items():
        trust, beside, *rest = models[name]
        for answer, bias in enumerate([0.0, *rest]):
            row = np.zeros(2 * size + len(LANGUAGES))
            row[AT[name].start + answer] = trust
            if name == "complaint":
                row[size + 7] = beside * (answer - 0.5)
            else:
                row[size + AT[name].start + answer] = beside
            rows.append(row)
            biases.append(bias)
    return np.array(rows), np.array(biases)


def without(data, name):
    """Returns the rows to learn from if a source is left out."""
    left = TOGETHER if name in TOGETHER else (name,)
    return np.flatnonzero(~np.isin(data.source, [*left, "judged"]))


def outside(data, settings):
    """What heads say of each source that were trained on the others."""
    deep = np.zeros((len(data.rows), sum(HEADS.values())), np.float32)
    for name in np.unique(data.source):
        these = np.flatnonzero(data.source == name)
        deep[these] = scores(data, heads(data, without(data, name), settings), these)
    return deep


def quality(data, deep, balance, name, of):
    """How well both together give the answers of a source that neither was trained on; none if it has too few. The mean over languages
    of the macro-F1 of outcomes, the balanced share of stages, the F1 of complaints."""
    others = without(data, name)
    model, found = combination(data, deep, others, of, balance), []
    for lang in LANGUAGES:
        rows = np.flatnonzero((data.source == name) & (data.lang == lang) & (data.labels[of] >= 0))
        right = data.labels[of][rows]
        if len(rows) < 30 or (of == "complaint" and not right.any()):
            continue
        said = combined(data, deep, rows, model, of).argmax(1)
        found.append({"outcome": macro_f1, "stage": balanced, "complaint": lambda s, r: f1(s, r, 1)}[of](said, right))
    return np.mean(found) if found else None


class Chosen:
    """Settings for each head, chosen by how well they do on sources that are left out: for a source by all others, for the reader by
    all of them."""

    def __init__(self, data):
        self.said = [outside(data, dict.fromkeys(HEADS, settings)) for settings in SETTINGS]
        names = [name for name in np.unique(data.source) if name not in ("judged", "own-causes")]
        each = lambda of: [(said, balance) for said in self.said for balance in BALANCES[of]]
        self.quality = {of: {name: [quality(data, *one, name, of) for one in each(of)] for name in names} for of in HEADS}

    def at(self, of, left_out=None):
        """Returns which settings a head has where a source is left out, and how the combination counts."""
        left = TOGETHER if left_out in TOGETHER else (left_out,)
        found = [values for name, values in self.quality[of].items() if name not in left and values[0] is not None]
        settings, balance = divmod(int(np.mean(found, 0).argmax()), len(BALANCES[of]))
        return settings, BALANCES[of][balance]

    def settings(self, left_out=None):
        """Returns the settings of the heads."""
        return {of: SETTINGS[self.at(of, left_out)[0]] for of in HEADS}

    def deep(self, left_out=None):
        """Returns what heads say of each source that were trained on the others, with the settings of one left out."""
        return np.hstack([self.said[self.at(of, left_out)[0]][:, AT[of]] for of in HEADS])

    def combinations(self, data, rows, left_out=None):
        """Returns how far to trust either reader in each answer, learnt from some rows."""
        deep = self.deep(left_out)
        return {of: combination(data, deep, rows, of, self.at(of, left_out)[1]) for of in HEADS}


def line(name, lang, data, rows, p):
    cells = [name, lang]
    for of in ("outcome", "stage", "complaint"):
        these = data.labels[of][rows] >= 0
        right, here = data.labels[of][rows][these], p[of][these]
        if len(right) < 30:
            cells += ["–"] * (4 if of == "outcome" else 1)
            continue
        if of == "outcome":
            miss = right == 0
            cells += [f"{macro_f1(here.argmax(1), right):.3f}", f"{f1(here.argmax(1), right, 0):.3f}", f"{recall_at(here[:, 0], miss):.3f}", f"{calibration(here, right):.3f}"]
        elif of == "stage":
            cells.append(f"{balanced(here.argmax(1), right):.3f}")
        else:
            cells.append(f"{f1(here.argmax(1), right, 1):.3f}" if right.any() else "–")
    return cells


def evaluate(data):
    chosen, tables, service = Chosen(data), {"fast": [], "deep": [], "both": []}, {}
    for name in np.unique(data.source):
        if name in ("judged", "own-causes"):
            continue
        deep, models = chosen.deep(name), chosen.combinations(data, without(data, name), name)
        print(name, {of: (SETTINGS[at], balance) for of in HEADS for at, balance in [chosen.at(of, name)]}, file=sys.stderr)
        for lang in LANGUAGES:
            rows = np.flatnonzero((data.source == name) & (data.lang == lang))
            if len(rows) < 30:
                continue
            say = {
                "fast": lambda of: data.said[of][rows],
                "deep": lambda of: softmax(deep[rows][:, AT[of]]),
                "both": lambda of: combined(data, deep, rows, models[of], of),
            }
            if any(s in name for s in SERVICE):
                known = data.labels["outcome"][rows] >= 0
                service.setdefault(lang, []).append((say["both"]("outcome")[known], data.labels["outcome"][rows][known]))
            for kind, table in tables.items():
                table.append(line(name, lang, data, rows, {of: say[kind](of) for of in HEADS}))
    titles = ["macro-F1", "misery F1", "recall@.8", "calibration", "stage", "complaint"]
    print("| source | lang | " + " | ".join(f"{t}: fast / deep / both" for t in titles) + " |")
    for lines in zip(*tables.values()):
        print("| " + " | ".join([*lines[0][:2], *(" / ".join(l[2 + i] for l in lines) for i in range(6))]) + " |")
    for i, title in enumerate(titles):
        mean = lambda t: np.mean([float(l[2 + i]) for l in t if l[2 + i] != "–"])
        print(title, " ".join(f"{kind} {mean(t):.3f}" for kind, t in tables.items()))
    for lang, said in service.items():
        p, right = (np.concatenate(parts) for parts in zip(*said))
        print(f"calibration where people speak to a business, {lang}: {calibration(p, right):.3f} of {len(right)} texts")


def complaint_border(data, deep, models):
    """Where complaints begin: the mean F1 of the sources that have complaints and others."""
    rows = np.flatnonzero((data.labels["complaint"] >= 0) & ~np.isin(data.source, ["judged", "own-causes"]))
    p = combined(data, deep, rows, models["complaint"], "complaint")[:, 1]
    best = (0, 0.5)
    for border in np.arange(0.2, 0.81, 0.02):
        f = [f1((p >= border)[data.source[rows] == s].astype(int), data.labels["complaint"][rows][data.source[rows] == s], 1)
             for s in np.unique(data.source[rows]) if len(np.unique(data.labels["complaint"][rows][data.source[rows] == s])) == 2]
        best = max(best, (float(np.mean(f)), float(border)))
    return best[1]


def folded(data, coef, bias):
    """Takes the means as they are, instead of as they were brought to one scale."""
    return coef / data.scale, bias - coef @ (data.shift / data.scale)


def is_content(data, deep, rows, models):
    """Returns which texts are content: no cause is named in them."""
    outcome = combined(data, deep, rows, models["outcome"], "outcome")
    complaint = combined(data, deep, rows, models["complaint"], "complaint")[:, 1]
    return (outcome[:, 2] > outcome[:, :2].max(1)) & (complaint < models["border"])


def train(data, of_grams, encoder, out):
    chosen = Chosen(data)
    deep, settings = chosen.deep(), chosen.settings()
    all_rows = np.flatnonzero(data.source != "judged")
    models = chosen.combinations(data, all_rows)
    print("settings", settings, {of: chosen.at(of)[1] for of in HEADS})
    models["border"] = complaint_border(data, deep, models)
    heads_ = heads(data, all_rows, settings)
    names = causes.names(data)
    rows, z = causes.left_out(data, of_grams, names)
    content = is_content(data, deep, rows, models)
    borders = causes.borders(data, rows, z, content)
    print("complaint from", models["border"], "cause from", borders, len(names), "causes")
    for title, source in (("left out", ("own-deep", "own-causes")), ("left out, own.tsv", ("own-deep",))):
        of = np.isin(data.source[rows], source)
        causes.judge(title, data, rows[of], z[of], borders, content[of], names)
    file_, sizes, model = causes.packed(data, causes.fit(data, of_grams, np.hstack(causes.labelled(data)), names), borders, names)
    judged = np.flatnonzero(data.source == "judged")
    deep[judged] = scores(data, heads_, judged)
    content = is_content(data, deep, judged, models)
    z = causes.sums(data, of_grams, model, judged)
    causes.judge("judged", data, judged, z, borders, content, names)
    # Beginnings of the first 18 lines were seen before the training lines were written.
    causes.judge("judged, unseen", data, judged[18:], z[18:], borders, content[18:], names)
    sums = [folded(data, *heads_[of]) for of in HEADS]
    file = bytearray(open(encoder, "rb").read()) + b"MOMHEAD\x03" + struct.pack("<4I", VERSION, *sizes)
    file += np.vstack([c for c, _ in sums]).astype("<f4").tobytes() + np.hstack([b for _, b in sums]).astype("<f4").tobytes()
    weighed, biases = matrix(models)
    file += weighed.astype("<f4").tobytes() + biases.astype("<f4").tobytes()
    print({name: [round(float(t), 3) for t in models[name]] for name in HEADS})
    file += struct.pack("<f", models["border"]) + file_
    open(out, "wb").write(file)
    print(len(file), "bytes")


if __name__ == "__main__":
    if sys.argv[1] == "evaluate":
        evaluate(Data(*sys.argv[2:4]))
    else:
        train(Data(*sys.argv[2:4]), causes.grams(sys.argv[4]), *sys.argv[5:7])
