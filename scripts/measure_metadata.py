"""Whether metadata of a post says more of its class than its text: measure_metadata.py SCORED ARCHIVES

SCORED: an ingest of the labelled posts by a model that has learnt from none of them. ARCHIVES: an
ingest, with --keep-text, of the archives that they come from, for the metadata. Both keep texts; rows
meet by the hash of the text. Prints, over data-samples/labels/archive-labels.csv with whole
collections left out in turn, log loss, area under ROC and macro-F1 of a regression on the text's
margin alone and with metadata, and what the latter gains with intervals over collections drawn
again. Needs duckdb and scikit-learn.
"""

import csv
import pathlib
import sys

import duckdb
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss, roc_auc_score
from sklearn.preprocessing import StandardScaler

LABELS = pathlib.Path(__file__).parent.parent / "data-samples/labels/archive-labels.csv"
DRAWS = 400


def by_hash(folder, columns, hashes):
    """Of each text's first post in key order, the columns."""
    found = duckdb.execute(
        f"""
        select sha256(text), {columns}
        from read_parquet('{folder}/texts/**/*.parquet')
        join read_parquet('{folder}/posts/**/*.parquet') p using (platform, post_id)
        where list_contains(?, sha256(text)) order by platform, post_id
        """,
        [hashes],
    ).fetchall()
    return {row[0]: row[1:] for row in reversed(found)}


def predicted(features, promotional, collection):
    """Probabilities of each collection by a fit on all others."""
    found = np.zeros(len(promotional))
    for left_out in np.unique(collection):
        test = collection == left_out
        scale = StandardScaler().fit(features[~test])
        fit = LogisticRegression().fit(scale.transform(features[~test]), promotional[~test])
        found[test] = fit.predict_proba(scale.transform(features[test]))[:, 1]
    return found


def main():
    scored, archives = sys.argv[1:]
    with open(LABELS, newline="", encoding="utf-8") as f:
        labels = {r["text_sha256"]: r for r in csv.DictReader(f) if r["label"] != "neutral"}
    scores = by_hash(scored, "promotional_probability", list(labels))
    facts = by_hash(
        archives,
        "kind, reply_to_author_id is not null, reply_to_author_id = author_id,"
        " least(len(mentions), 5), follower_count",
        list(labels),
    )
    keys = [k for k in sorted(labels) if k in facts and scores.get(k, (None,))[0] is not None]
    promotional = np.array([labels[k]["label"] == "promotional" for k in keys]).astype(int)
    collection = np.array([labels[k]["archive"] for k in keys])
    score = np.clip([scores[k][0] for k in keys], 1e-6, 1 - 1e-6)
    margin = np.log(score / (1 - score))[:, None]
    kind = np.array([[facts[k][0] == name for name in ("reply", "comment", "quote")] for k in keys])
    whom = np.array([[bool(facts[k][1]), bool(facts[k][2])] for k in keys])
    rest = np.array([[facts[k][3] or 0, np.log1p(facts[k][4] or 0)] for k in keys])
    tried = {
        "text": margin,
        "text, kind": np.hstack([margin, kind]),
        "text, kind, to whom": np.hstack([margin, kind, whom]),
        "text, kind, to whom, mentions, followers": np.hstack([margin, kind, whom, rest]),
    }
    names = np.unique(collection)
    print(f"{len(keys)} posts of {len(names)} collections")
    alone = predicted(tried["text"], promotional, collection)
    losses = lambda p: -np.log(np.where(promotional == 1, p, 1 - p))
    for name, features in tried.items():
        found = predicted(features, promotional, collection)
        random = np.random.default_rng(1)
        gains = []
        for _ in range(DRAWS):
            rows = np.concatenate(
                [np.where(collection == c)[0] for c in random.choice(names, len(names))]
            )
            gains.append(
                (
                    (losses(alone) - losses(found))[rows].mean(),
                    roc_auc_score(promotional[rows], found[rows])
                    - roc_auc_score(promotional[rows], alone[rows]),
                )
            )
        low, high = np.percentile(gains, [2.5, 97.5], axis=0)
        print(
            f"{name}: log loss {log_loss(promotional, found):.3f},"
            f" ROC-AUC {roc_auc_score(promotional, found):.3f},"
            f" macro-F1 {f1_score(promotional, found >= 0.5, average='macro'):.3f};"
            f" less loss [{low[0]:.3f}, {high[0]:.3f}], more area [{low[1]:.3f}, {high[1]:.3f}]"
        )


if __name__ == "__main__":
    main()
