#!/usr/bin/env python3
"""Writes what the reference says of a few texts: pieces by the encoder's own tokenizer, all its pieces included, and the first
numbers of their mean after the last layer, in plain 32-bit arithmetic from the weights of four bits. The tests of the deep
reader compare.

Usage: reference.py e5-small-q4.bin reference.json
"""
import json
import sys

import numpy as np

import encoder

TEXTS = [
    "The parcel was due on Monday and it is Friday now.",
    "third time this month: nobody picks up the phone!!",
    "La fianza sigue sin llegar, ¿hay alguien ahí?",
    "Qué maravilla, la tercera cola del día.",
    "Comprei dia 3, prometeram para o dia 5, e nada",
    "não é ruim",
    "Toujours pas livré, et personne ne répond",
    "Nichts zu beanstanden, alles bestens",
    "Il pacco non è mai arrivato",
    "meh",
    "I loved it until the strap snapped on day two",
    "They charged me twice, 49.90 € each",
    "  spaces   and\nlines\t",
]


def unpack(raw, columns):
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, columns // 32, 18)
    scale = blocks[:, :, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, :, 2:]
    return ((np.concatenate([packed & 15, packed >> 4], 2).astype(np.float32) - 8) * scale).reshape(-1, columns)


def normalize(x, scale, shift):
    x = x - x.mean(1, keepdims=True)
    return x / np.sqrt((x**2).mean(1, keepdims=True) + 1e-12) * scale + shift


def erf(x):
    from math import erf

    return np.vectorize(erf)(x).astype(np.float32)


def main(source, out):
    model = encoder.load(source)
    tensors = model["tensors"]
    vector = lambda name: np.frombuffer(tensors[name], "<f4")
    index = {piece: i for i, piece in enumerate(model["pieces"])}
    of = {p: float(model["scores"][i]) for i, p in enumerate(model["pieces"]) if i > 3 and p != "<mask>"}
    unigram = encoder.Unigram(of, float(model["scores"].min() - 10))
    words = np.frombuffer(tensors["emb.word"], np.uint8).reshape(-1, 216)
    lines = []
    for text in TEXTS:
        spaced = encoder.normalized(text.strip(), model["norm"]).replace(" ", encoder.META)
        pieces = unigram.split(encoder.META + spaced)
        ids = [model["bos"], *(index[piece] for piece in pieces), model["eos"]]
        x = unpack(words[ids].tobytes(), 384) + vector("emb.pos").reshape(-1, 384)[: len(ids)] + vector("emb.type")[:384]
        x = normalize(x, vector("emb.ln.w"), vector("emb.ln.b"))
        for layer in range(encoder.LAYERS):
            weight = lambda name, columns=384: unpack(tensors[f"l{layer}.{name}.w"], columns)
            bias = lambda name: vector(f"l{layer}.{name}.b")
            q, k, v = ((x @ weight(n).T + bias(n)).reshape(-1, 12, 32).transpose(1, 0, 2) for n in "qkv")
            s = q @ k.transpose(0, 2, 1) / np.sqrt(32)
            s = np.exp(s - s.max(2, keepdims=True))
            y = (s / s.sum(2, keepdims=True) @ v).transpose(1, 0, 2).reshape(-1, 384)
            x = normalize(x + y @ weight("ao").T + bias("ao"), vector(f"l{layer}.aln.w"), vector(f"l{layer}.aln.b"))
            h = x @ weight("fi").T + bias("fi")
            h = 0.5 * h * (1 + erf(h / np.sqrt(2)))
            x = normalize(x + h @ weight("fo", 1536).T + bias("fo"), vector(f"l{layer}.oln.w"), vector(f"l{layer}.oln.b"))
        mean = [round(float(number), 4) for number in x[1:-1].mean(0)[:16]]
        lines.append(json.dumps({"text": text, "pieces": pieces, "mean": mean}, ensure_ascii=False))
    open(out, "w").write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
