#!/usr/bin/env python3
"""Chooses the texts that the deep reader learns from: all of the small sources, and of the large ones those whose digests come
first. To encode a text takes milliseconds, and more of the same teach little.

Usage: sample.py OUTSIDE.jsonl TEXTS.jsonl   (OUTSIDE.jsonl as `training outside` writes it)
"""
import hashlib
import json
import sys

MOST = {
    ("outcome_goemotions_en", "en"): 2500, ("outcome_emoevent_en_es", "es"): 2500, ("outcome_emoevent_en_es", "en"): 800,
    ("outcome_xed_multi", "en"): 1500, ("outcome_xed_multi", "es"): 1500, ("outcome_xed_multi", "pt"): 2500,
    ("outcome_xed_multi", "fr"): 700, ("outcome_xed_multi", "it"): 700, ("outcome_xed_multi", "de"): 700,
    ("outcome_multibooked_ca_eu", "ca"): 900, ("outcome_multibooked_ca_eu", "eu"): 300,
    ("reviews_womens_clothing_en", "en"): 1500, ("reviews_uci_sentences_en", "en"): 2200,
    ("stage_bitext_en", "en"): 800, ("stage_multidogo_en", "en"): 2200,
    ("stage_outcome_synthetic_en_es", "en"): 800, ("stage_outcome_synthetic_en_es", "es"): 900,
}
ORDER = ["own-deep", "judged", "own-causes", "own", "stage_outcome", "stage_multi", "reviews_uci", "outcome_emo", "stage_bitext", "outcome_xed",
         "outcome_multib", "outcome_go", "reviews_w"]


def main(source, out):
    groups = {}
    for line in open(source):
        row = json.loads(line)
        key = (row["source"], None if row["source"] in ("own-deep", "own-causes", "judged") else row["lang"])
        groups.setdefault(key, []).append((hashlib.sha256(row["text"].encode()).hexdigest(), line))
    rank = lambda key: (next(i for i, start in enumerate(ORDER) if key[0].startswith(start)), key[0], key[1] or "")
    with open(out, "w") as file:
        for key in sorted(groups, key=rank):
            lines = groups[key]
            if len(lines) > MOST.get(key, len(lines)):
                lines = sorted(lines)[: MOST[key]]
            file.writelines(line for _, line in lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
