"""Fits the causes of the deep reader, and measures how well it names those of lines that it was not trained on. Fits no outcomes.

All causes and none are weighed against each other (a softmax), by what the encoder says and by the words, pairs and pieces of words
that the fast reader describes a text by. First any cause must be probable enough, then the most probable ones are named.
"""
import hashlib

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

# Bits of a hash that choose a bucket; how strong the sums are; how much a gram weighs beside a number of the encoder.
BITS, STRENGTH, GRAM_WEIGHT, ROUNDS = 16, 0.01, 30.0, 80
# Causes are named where so few of the lines without one get one, in each language; the second and third where they have this share.
FALSE_SHARE, SHARE = 0.08, 0.05
FOLDS = 5
LANGUAGES = ["en", "es", "pt", "fr", "it", "de", "ca", "eu"]
SPOKEN = ("en", "es", "pt")


def names(data):
    """Causes that enough lines of our own have to learn from."""
    counts = {}
    for row in data.rows:
        if row["source"] in ("own-deep", "own-causes"):
            for cause in row.get("causes") or []:
                counts[cause] = counts.get(cause, 0) + 1
    return sorted(cause for cause, count in counts.items() if count >= 3)


def grams(path):
    """Returns a row for each text: each of its buckets once, divided by the root of their number."""
    buckets, starts, values = [], [0], []
    for line in open(path):
        of = np.unique(np.array(line.split(), np.uint64) >> np.uint64(64 - BITS)).astype(np.int64)
        buckets.append(of)
        values.append(np.full(len(of), 1 / max(len(of), 1) ** 0.5, np.float32))
        starts.append(starts[-1] + len(of))
    return sp.csr_matrix((np.hstack(values), np.hstack(buckets), starts), shape=(len(buckets), 1 << BITS))


def labelled(data):
    """Returns our lines whose causes are labelled, and content lines of our own, which have no cause."""
    of = [i for i, row in enumerate(data.rows) if row["source"] in ("own-deep", "own-causes") and row.get("causes") is not None]
    content = [i for i, row in enumerate(data.rows) if row["source"] in ("own-1", "own-2") and data.labels["outcome"][i] in (1, 2)]
    return np.array(of), np.array(content)


def targets(data, rows, all_names):
    out = np.zeros((len(rows), len(all_names) + 1), np.float32)
    for row, i in zip(out, rows):
        causes = data.rows[i].get("causes") or []
        for cause in causes:
            row[all_names.index(cause)] = 1 / len(causes)
        row[-1] = not causes
    return out


def fit(data, of_grams, rows, all_names):
    """Returns for each cause, against none: weights of the encoder's numbers, weights of the buckets, and a number."""
    x, wanted = data.last[rows], targets(data, rows, all_names)
    often = np.flatnonzero(np.bincount(of_grams[rows].indices, minlength=1 << BITS) >= 2)
    g = (of_grams[rows][:, often] * np.float32(GRAM_WEIGHT)).tocsr()
    back, width, count = g.T.tocsr(), x.shape[1], wanted.shape[1]
    cuts = [count * width, count * (width + len(often))]

    def parts(t):
        w, v, b = np.split(t, cuts)
        return w.reshape(count, width), v.reshape(len(often), count), b

    def loss(t):
        w, v, b = parts(t.astype(np.float32))
        z = x @ w.T + g @ v + b
        z -= z.max(1, keepdims=True)
        e = np.exp(z)
        total = e.sum(1, keepdims=True)
        slope = STRENGTH * (e / total - wanted)
        value = -STRENGTH * (wanted * (z - np.log(total))).sum(dtype=np.float64) + (t[: cuts[1]] ** 2).sum() / 2
        return value, np.hstack([(slope.T @ x + w).ravel(), (back @ slope + v).ravel(), slope.sum(0)]).astype(float)

    begin = np.zeros(cuts[1] + count)
    w, v, b = parts(minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 6}).x)
    full = np.zeros((1 << BITS, count - 1))
    full[often] = (v[:, :-1] - v[:, -1:]) * GRAM_WEIGHT
    return w[:-1] - w[-1], full, b[:-1] - b[-1]


def sums(data, of_grams, model, rows):
    coef, buckets, bias = model
    return data.last[rows] @ coef.T + of_grams[rows] @ buckets + bias


def clusters(data, rows):
    """Returns a number for each line; lines that say nearly the same, also in another language, have the same."""
    x = data.last[rows] / np.linalg.norm(data.last[rows], axis=1, keepdims=True)
    near = x @ x.T
    np.fill_diagonal(near, -1)
    parent = list(range(len(rows)))

    def top(i):
        while parent[i] != i:
            i = parent[i]
        return i

    pairs = list(zip(*np.nonzero(np.triu(near > 0.7))))
    for one in SPOKEN:
        for other in SPOKEN:
            if one == other:
                continue
            a, b = np.flatnonzero(data.lang[rows] == one), np.flatnonzero(data.lang[rows] == other)
            part = near[np.ix_(a, b)]
            forth, back = part.argmax(1), part.argmax(0)
            pairs += [(a[i], b[j]) for i, j in enumerate(forth) if back[j] == i and part[i, j] > 0.45]
    sizes = [1] * len(rows)
    for i, j in pairs:
        i, j = top(i), top(j)
        if i != j and sizes[i] + sizes[j] <= 40:
            parent[i], sizes[j] = j, sizes[i] + sizes[j]
    return np.array([top(i) for i in range(len(rows))])


def left_out(data, of_grams, all_names):
    """Returns sums for our own lines, a fifth of the clusters at a time left out."""
    of, content = labelled(data)
    digest = lambda i: int(hashlib.sha256(data.rows[of[i]]["text"].encode()).hexdigest(), 16)
    fold = np.array([digest(i) % FOLDS for i in clusters(data, of)])
    out = np.zeros((len(of), len(all_names)))
    for left in range(FOLDS):
        model = fit(data, of_grams, np.hstack([of[fold != left], content]), all_names)
        out[fold == left] = sums(data, of_grams, model, of[fold == left])
    return of, out


def some(z):
    """Returns how probable it is that any cause is named, and the share of each."""
    most = np.maximum(z.max(1, keepdims=True), 0)
    e = np.exp(z - most)
    total = e.sum(1)
    return total / (total + np.exp(-most[:, 0])), e / total[:, None]


def borders(data, rows, z, content):
    """Returns for each language how probable any cause must be: few of the lines without a cause get one. Languages that are not
    labelled have the border of all."""
    p = np.where(content, 0, some(z)[0])

    def border(langs):
        none = np.sort(p[[not data.rows[i]["causes"] and data.lang[i] in langs for i in rows]])[::-1]
        return float(np.float32(none[int(FALSE_SHARE * len(none))] + 1e-6))

    return {lang: border([lang] if lang in SPOKEN else SPOKEN) for lang in [*LANGUAGES, None]}


def named(z, from_, content, all_names):
    """Yields the causes that are named in each line, the most probable first."""
    p, share = some(z)
    for i in range(len(z)):
        order = np.argsort(-share[i], kind="stable")[:3] if p[i] >= from_[i] and not content[i] else []
        yield [all_names[j] for n, j in enumerate(order) if n == 0 or share[i, j] >= SHARE]


def judge(title, data, rows, z, from_, content, all_names):
    """Prints how many lines have a cause named among the best two, and how many lines without a cause get a false one."""
    given = list(named(z, [from_[data.lang[i]] for i in rows], content, all_names))
    for lang in SPOKEN:
        of = [(set(data.rows[i]["causes"]), said) for i, said in zip(rows, given) if data.lang[i] == lang]
        have, none = [(c, said) for c, said in of if c], [said for c, said in of if not c]
        two = np.mean([bool(c & set(said[:2])) for c, said in have])
        first = np.mean([bool(c & set(said[:1])) for c, said in have])
        right = np.mean([cause in c for c, said in have for cause in said[:2]] or [0])
        print(f"causes {title} {lang}: {len(have)} with one, among the best two {two:.2f}, first {first:.2f}, right of the "
              f"best two {right:.2f}; {len(none)} without, false {np.mean([bool(s) for s in none]):.2f}")


def packed(data, model, from_, all_names):
    """Returns the causes as the file has them, their sizes, and the weights after rounding, as the reader sees them."""
    coef, buckets, bias = model
    scales = np.abs(buckets).max(0) / 127 + 1e-9
    bytes_ = np.rint(buckets / scales).astype(np.int8)
    letters = "\n".join(all_names).encode()
    width = coef.shape[1]
    scale, shift = data.scale[-width:], data.shift[-width:]
    flat, number = coef / scale, bias - coef @ (shift / scale)
    file = letters + b"\0" * (-len(letters) % 4) + flat.astype("<f4").tobytes() + number.astype("<f4").tobytes()
    file += np.hstack([scales, SHARE, *(from_[lang] for lang in [*LANGUAGES, None])]).astype("<f4").tobytes() + bytes_.tobytes()
    return file, (len(all_names), len(letters), BITS), (coef, bytes_ * scales, bias)
