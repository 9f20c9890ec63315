#!/usr/bin/env python3
"""Trains the heads of the deep reader and the combination with the fast one, and tells how well they read sources that they
were not trained on.

Needs numpy 2 and scikit-learn 1.9. One thread, no chance: the same inputs give the same bytes on the same machine.
Usage: heads.py evaluate TEXTS.jsonl MEANS.f32
       heads.py train TEXTS.jsonl MEANS.f32 encoder.bin deep.bin
TEXTS.jsonl as `sample.py` writes it, MEANS.f32 as the example `pooled` makes it of these texts.
"""
import json
import os
import struct
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

LANGUAGES = ["en", "es", "pt", "fr", "it", "de", "ca", "eu"]
HEADS = {"outcome": 3, "stage": 4, "complaint": 2}
# Sources that are told apart; texts of our own count in halves, so that one half can be left out.
OWN = ("own-1", "own-2", "own-deep")
WIDTH = 384
VERSION = 1


class Data:
    def __init__(self, texts, means):
        self.rows = [json.loads(line) for line in open(texts)]
        count = os.path.getsize(means) // 4 // len(self.rows)
        self.means = np.fromfile(means, "<f4", count * len(self.rows)).reshape(len(self.rows), -1)[:, -WIDTH:]
        self.source = np.array([row["source"] for row in self.rows])
        self.lang = np.array([row["lang"] for row in self.rows])
        label = lambda name: np.array([-1 if row[name] is None else int(row[name]) for row in self.rows])
        self.labels = {name: label(name) for name in HEADS}
        self.fast = np.array([fast_scores(row["fast"]) for row in self.rows], np.float32)
        self.said = {
            "outcome": np.array([row["fast"]["outcome"] for row in self.rows]),
            "stage": np.array([row["fast"]["stage"] for row in self.rows]),
            "complaint": np.array([[1 - row["fast"]["complaint"], row["fast"]["complaint"]] for row in self.rows]),
        }
        self.scale = self.means.std(0) + 1e-3
        self.shift = self.means.mean(0)
        self.x = ((self.means - self.shift) / self.scale).astype(np.float32)


def log(p):
    return np.log(np.maximum(p, 1e-4))


def fast_scores(fast):
    """What the fast reader says, as the combination takes it."""
    outcome, stage = log(np.array(fast["outcome"])), log(np.array(fast["stage"]))
    complaint = log(fast["complaint"]) - log(1 - fast["complaint"])
    return [*(outcome - outcome.mean()), *(stage - stage.mean()), complaint if fast["is_read"] else 0.0, float(fast["is_read"])]


# Where people do not speak to a business.
TALK = ("goemotions", "emoevent", "xed")


def weights(labels, source, own):
    """A source counts by the root of its size, and inside it an answer by the root of its share; general talk counts less."""
    out = np.zeros(len(labels))
    for name in np.unique(source):
        of = source == name
        for answer in np.unique(labels[of]):
            these = of & (labels == answer)
            answers = len(np.unique(labels[of]))
            share = (these.sum() / of.sum()) ** 0.5
            factor = (own if name in OWN else 1.0) * (0.4 if answers == 1 else 1.0)
            factor *= 0.4 if any(talk in name for talk in TALK) else 1.0
            out[these] = of.sum() ** 0.5 * share / these.sum() * factor
    return out / out.mean()


def fit(x, labels, source, strength, own):
    model = LogisticRegression(C=strength, max_iter=150, tol=1e-3)
    model.fit(x, labels, sample_weight=weights(labels, source, own))
    coef, bias = model.coef_, model.intercept_
    if len(bias) == 1:
        coef, bias = np.vstack([-coef, coef]) / 2, np.array([-bias[0], bias[0]]) / 2
    full = np.zeros((labels.max() + 1, x.shape[1])), np.full(labels.max() + 1, -3.0)
    full[0][model.classes_], full[1][model.classes_] = coef, bias
    return full


SETTINGS = {"outcome": (0.003, 4.0), "stage": (0.003, 4.0), "complaint": (0.003, 4.0)}


def heads(data, rows, settings=SETTINGS):
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


def combination(data, deep, rows, name):
    """Learns how far to trust either reader, from answers of both to texts that neither was trained on: a weight for each and a
    number for each answer. Every source counts by the root of its size."""
    keep = (data.labels[name][rows] >= 0) & np.array([any(s in source for s in SERVICE) for source in data.source[rows]])
    keep &= data.source[rows] != "judged"
    of = rows[keep]
    labels, source = data.labels[name][of], data.source[of]
    x, y = deep[keep][:, AT[name]].astype(float), fast_of(data, of, name).astype(float)
    weight = np.zeros(len(of))
    for s in np.unique(source):
        weight[source == s] = (source == s).sum() ** -0.5
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
    return softmax(model[0] * deep[:, AT[name]] + model[1] * fast_of(data, rows, name) + np.r_[0, model[2:]])


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


def outside(data, settings=SETTINGS):
    """What heads say of each source that were trained on the others."""
    deep = np.zeros((len(data.rows), sum(HEADS.values())), np.float32)
    for name in np.unique(data.source):
        rows = np.flatnonzero((data.source != name) & (data.source != "judged"))
        these = np.flatnonzero(data.source == name)
        deep[these] = scores(data, heads(data, rows, settings), these)
    return deep


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
    deep = outside(data)
    tables = {}
    for kind in ("fast", "deep", "both"):
        table = []
        for name in np.unique(data.source):
            if name == "judged":
                continue
            if kind == "both":
                others = np.flatnonzero((data.source != name) & (data.source != "judged"))
                models = {of: combination(data, deep[others], others, of) for of in HEADS}
            for lang in LANGUAGES:
                rows = np.flatnonzero((data.source == name) & (data.lang == lang))
                if len(rows) < 30:
                    continue
                if kind == "fast":
                    p = {of: data.said[of][rows] for of in HEADS}
                elif kind == "deep":
                    d, at, p = deep[rows], 0, {}
                    for of, size in HEADS.items():
                        p[of], at = softmax(d[:, at:at + size]), at + size
                else:
                    p = {of: combined(data, deep[rows], rows, models[of], of) for of in HEADS}
                table.append(line(name, lang, data, rows, p))
        tables[kind] = table
    titles = ["macro-F1", "misery F1", "recall@.8", "calibration", "stage", "complaint"]
    print("| source | lang | " + " | ".join(f"{t}: fast / deep / both" for t in titles) + " |")
    for lines in zip(*tables.values()):
        print("| " + " | ".join([*lines[0][:2], *(" / ".join(l[2 + i] for l in lines) for i in range(6))]) + " |")
    for i, title in enumerate(titles):
        mean = lambda t: np.mean([float(l[2 + i]) for l in t if l[2 + i] != "–"])
        print(title, " ".join(f"{kind} {mean(t):.3f}" for kind, t in tables.items()))


def cause_names(data):
    """Causes that enough lines of our own have to learn from."""
    counts = {}
    for row in data.rows:
        if row["source"] == "own-deep":
            for cause in row.get("causes") or []:
                counts[cause] = counts.get(cause, 0) + 1
    return sorted(cause for cause, count in counts.items() if count >= CAUSE_LINES_MIN)


CAUSE_LINES_MIN = 3
CAUSE_STRENGTH = 0.02


def cause_heads(data, rows, names):
    """A head for each cause: lines that name it against those that do not, and against texts that are no misery."""
    of = [i for i in rows if data.source[i] == "own-deep" and data.rows[i].get("causes") is not None]
    content = [i for i in rows if data.source[i].startswith("own-") and data.source[i] != "own-deep" and data.labels["outcome"][i] in (1, 2)]
    these = np.array(of + content)
    named = [set(data.rows[i].get("causes") or []) for i in these]
    out = []
    for name in names:
        labels = np.array([int(name in causes) for causes in named])
        model = LogisticRegression(C=CAUSE_STRENGTH, max_iter=200)
        weight = np.where(labels == 1, 0.35 * len(labels) / max(labels.sum(), 1), 1.0)
        model.fit(data.x[these], labels, sample_weight=weight)
        out.append((model.coef_[0], model.intercept_[0]))
    return np.array([c for c, _ in out]), np.array([b for _, b in out])


def cause_border(p, named, names):
    """Where the lines with a cause are named best and those without one hardly ever are: F1 of naming, in steps."""
    best = (0, 0.5)
    for border in np.arange(0.2, 0.95, 0.05):
        both = said = wanted = 0
        for scores, causes in zip(p, named):
            given = {names[i] for i in np.argsort(-scores)[:3] if scores[i] >= border}
            both, said, wanted = both + len(given & causes), said + len(given), wanted + len(causes)
        score = 2 * both / max(said + wanted, 1)
        best = max(best, (score, border))
    return best[1]


def causes_outside(data, names):
    """Causes of our own lines, a fifth at a time left out."""
    of = np.flatnonzero([row["source"] == "own-deep" and row.get("causes") is not None for row in data.rows])
    p = np.zeros((len(of), len(names)))
    for fold in range(5):
        left = of[np.arange(len(of)) % 5 == fold]
        rows = np.setdiff1d(np.arange(len(data.rows)), left)
        coef, bias = cause_heads(data, rows, names)
        p[np.arange(len(of)) % 5 == fold] = 1 / (1 + np.exp(-(data.x[left] @ coef.T + bias)))
    return p, [set(data.rows[i]["causes"]) for i in of]


def judge_causes(data, names, coef, bias, border, models, heads_):
    """How the lines do that were written to judge by: named among the best two, and false ones where there is none."""
    rows = np.flatnonzero(data.source == "judged")
    p = 1 / (1 + np.exp(-(data.x[rows] @ coef.T + bias)))
    both = {of: combined(data, scores(data, heads_, rows), rows, models[of], of) for of in HEADS}
    unhappy = (both["outcome"].argmax(1) == 0) | (both["complaint"][:, 1] >= models["border"])
    for lang in ("en", "es", "pt"):
        hit = some = hit_first = false = none = got = 0
        for i, row in enumerate(rows):
            if data.lang[row] != lang:
                continue
            causes = set(data.rows[row]["causes"])
            given = [names[j] for j in np.argsort(-p[i]) if p[i][j] >= border and unhappy[i]]
            if causes:
                some += 1
                hit += bool(causes & set(given[:2]))
                hit_first += bool(causes & set(given[:1]))
                got += sum(g in causes for g in given[:3])
            else:
                none += 1
                false += bool(given)
        print(f"causes {lang}: {some} lines with one, named among the best two {hit / some:.2f}, first {hit_first / some:.2f}; {none} without, false {false / none:.2f}")


def complaint_border(data, deep, models):
    """Where complaints begin: the mean F1 of the sources that have complaints and others."""
    rows = np.flatnonzero((data.labels["complaint"] >= 0) & (data.source != "judged"))
    p = combined(data, deep[rows], rows, models["complaint"], "complaint")[:, 1]
    best = (0, 0.5)
    for border in np.arange(0.2, 0.81, 0.02):
        f = [f1((p >= border)[data.source[rows] == s].astype(int), data.labels["complaint"][rows][data.source[rows] == s], 1)
             for s in np.unique(data.source[rows]) if len(np.unique(data.labels["complaint"][rows][data.source[rows] == s])) == 2]
        best = max(best, (float(np.mean(f)), float(border)))
    return best[1]


def folded(data, coef, bias):
    """Takes the means as they are, instead of as they were brought to one scale."""
    return coef / data.scale, bias - coef @ (data.shift / data.scale)


def train(data, encoder, out):
    deep = outside(data)
    all_rows = np.flatnonzero(data.source != "judged")
    models = {of: combination(data, deep[all_rows], all_rows, of) for of in HEADS}
    models["border"] = complaint_border(data, deep, models)
    heads_ = heads(data, all_rows)
    names = cause_names(data)
    p, named = causes_outside(data, names)
    border = cause_border(p, named, names)
    coef, bias = cause_heads(data, all_rows, names)
    print("complaint from", models["border"], "cause from", border, len(names), "causes")
    judge_causes(data, names, coef, bias, border, models, heads_)
    rows = [folded(data, *heads_[of]) for of in HEADS] + [folded(data, coef, bias)]
    letters = "\n".join(names).encode()
    file = bytearray(open(encoder, "rb").read()) + b"MOMHEAD\x01" + struct.pack("<3I", VERSION, len(names), len(letters))
    file += letters + b"\0" * (-len(letters) % 4)
    file += np.vstack([c for c, _ in rows]).astype("<f4").tobytes() + np.hstack([b for _, b in rows]).astype("<f4").tobytes()
    weighed, biases = matrix(models)
    file += weighed.astype("<f4").tobytes() + biases.astype("<f4").tobytes()
    print({name: [round(float(t), 3) for t in models[name]] for name in HEADS})
    file += struct.pack("<2f", models["border"], border)
    open(out, "wb").write(file)
    print(len(file), "bytes")


if __name__ == "__main__":
    if sys.argv[1] == "evaluate":
        evaluate(Data(*sys.argv[2:4]))
    else:
        train(Data(*sys.argv[2:4]), *sys.argv[4:6])
