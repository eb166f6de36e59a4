"""Measures fastText and scikit-learn on the splits that MeasureClassifier wrote: measure_peers.py FOUND

Adds rows to FOUND/rows.jsonl. The same texts train and test as there; nothing is chosen but a
threshold, within the training texts: by three folds of whole sources (of texts, where there are fewer
sources), on those of the files that test.
"""

import collections
import json
import pathlib
import re
import sys
import tempfile

import fasttext
import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold

DRAWS = 400
BINS = 10
INNER_FOLDS = 3


def tf_idf(train, yes, test):
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
    seen = hstack([words.fit_transform(train), chars.fit_transform(train)]).tocsr()
    model = LogisticRegression(C=10, solver="liblinear", class_weight="balanced").fit(seen, yes)
    unseen = hstack([words.transform(test), chars.transform(test)]).tocsr()
    return model.predict_proba(unseen)[:, 1]


def fast_text(train, yes, test):
    def line(text):
        return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
        for text, label in zip(train, yes):
            f.write(f"__label__{int(label)} {line(text)}\n")
        f.flush()
        model = fasttext.train_supervised(
            f.name, dim=50, epoch=25, lr=0.5, wordNgrams=2, minn=2, maxn=5, thread=1, verbose=0
        )
    found = []
    for text in test:
        labels, probabilities = model.predict(line(text), k=2)
        found.append(dict(zip(labels, probabilities)).get("__label__1", 0.0))
    return np.clip(np.array(found), 0, 1)


def nested_threshold(model, train, files):
    """The best by macro-F1 on training texts left out in turn: those of files, if of both labels."""
    text, yes = [t["text"] for t in train], np.array([t["yes"] for t in train])
    groups = [f"{t['file']}|{t['source'] or i}" for i, t in enumerate(train)]
    if len(set(groups)) < INNER_FOLDS:  # one platform alone: texts for sources
        groups = list(range(len(train)))
    p = np.zeros(len(train))
    for inner, left in GroupKFold(INNER_FOLDS).split(text, yes, groups):
        p[left] = model([text[i] for i in inner], yes[inner], [text[i] for i in left])
    own = np.array([t["file"] in files for t in train])
    if len(set(yes[own])) < 2:
        own[:] = True
    grid = np.arange(2, 99) / 100
    return grid[np.argmax([f1_score(yes[own], p[own] >= at, average="macro") for at in grid])]


def calibration_error(yes, p):
    bins = np.minimum(BINS - 1, (p * BINS).astype(int))
    return sum(abs(yes[bins == b].sum() - p[bins == b].sum()) for b in range(BINS)) / len(p)


def figures(yes, p):
    said = p >= 0.5
    found = {"n": len(p), "brier": brier_score_loss(yes, p), "ece": calibration_error(yes, p)}
    if 0 < yes.sum() < len(yes):
        found["macro_f1"] = f1_score(yes, said, average="macro")
        found["pr_auc"] = average_precision_score(yes, p)
        found["roc_auc"] = roc_auc_score(yes, p)
    if (~yes).any():
        found["false_positive_rate"] = said[~yes].mean()
    return found


def with_intervals(yes, p):
    found = figures(yes, p)
    random = np.random.default_rng(1)
    drawn = collections.defaultdict(list)
    for _ in range(DRAWS):
        some = random.integers(0, len(p), len(p))
        for name, value in figures(yes[some], p[some]).items():
            drawn[name].append(value)
    for name in ("macro_f1", "pr_auc", "roc_auc", "brier", "ece", "false_positive_rate"):
        if name in found:
            found[name + "_low"], found[name + "_high"] = np.quantile(drawn[name], [0.025, 0.975])
    return {name: float(value) for name, value in found.items()}


def main():
    folder = pathlib.Path(sys.argv[1])
    read = lambda name: [json.loads(line) for line in open(folder / name, encoding="utf-8")]
    texts = read("texts.jsonl")
    sets = collections.defaultdict(list)
    for split in read("splits.jsonl"):
        sets[split["part"], split["set"]].append(split)
    with open(folder / "rows.jsonl", "a", encoding="utf-8") as rows:
        for (part, name), splits in sets.items():
            for method, model in (("fastText", fast_text), ("scikit-learn", tf_idf)):
                yes, p, said, at = [], [], [], []
                for split in splits:
                    train, test = ([texts[i] for i in split[s]] for s in ("train", "test"))
                    labels = np.array([t["yes"] for t in train])
                    p.append(model([t["text"] for t in train], labels, [t["text"] for t in test]))
                    yes.append(np.array([t["yes"] for t in test]))
                    at.append(nested_threshold(model, train, {t["file"] for t in test}))
                    said.append(p[-1] >= at[-1])
                yes = np.concatenate(yes)
                found = with_intervals(yes, np.concatenate(p))
                row = {"part": part, "method": method, "set": name, "figures": found}
                if 0 < yes.sum() < len(yes):
                    nested = f1_score(yes, np.concatenate(said), average="macro")
                    row.update(nested_macro_f1=float(nested), nested_threshold=float(np.median(at)))
                rows.write(json.dumps(row) + "\n")
                rows.flush()


if __name__ == "__main__":
    main()
