"""Measures fastText and scikit-learn on the splits that MeasureClassifier wrote: measure_peers.py FOUND

Adds rows to FOUND/rows.jsonl. The same texts train and test as there; nothing is chosen.
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

DRAWS = 400
BINS = 10


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
                yes, p = [], []
                for split in splits:
                    of = lambda key, side: [texts[i][key] for i in split[side]]
                    labels = np.array(of("yes", "train"))
                    p.append(model(of("text", "train"), labels, of("text", "test")))
                    yes.append(np.array(of("yes", "test")))
                found = with_intervals(np.concatenate(yes), np.concatenate(p))
                row = {"part": part, "method": method, "set": name, "figures": found}
                rows.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
