"""Writes what was measured as Markdown: classifier_table.py FOUND"""

import json
import pathlib
import sys

TITLES = {
    "alone": "Learnt from the set itself, sources left out",
    "joint": "Learnt from all sets, sources left out",
    "left_out": "The set's whole family left out of training",
}
FIGURES = ("macro_f1", "pr_auc", "roc_auc", "brier", "ece", "false_positive_rate")


def short(value):
    return "" if value is None else f"{value:.3f}".replace("0.", ".", 1)


def cell(figures, name):
    if figures.get(name) is None:
        return ""
    low, high = figures.get(name + "_low"), figures.get(name + "_high")
    interval = f" ({short(low)}–{short(high)})" if low is not None else ""
    return short(figures[name]) + interval


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def measured(rows, part):
    found = [row for row in rows if row["part"] == part]
    if not found:
        return
    print(f"**{TITLES[part]}**\n")
    head = ["set", "by", "n", "macro-F1 at .5", "at a threshold of the other folds"]
    head += ["PR-AUC", "ROC-AUC", "Brier", "ECE", "false positives"]
    body = []
    for row in sorted(found, key=lambda row: row["set"]):
        figures = row["figures"]
        nested = row.get("nested_macro_f1")
        at = f" (at {short(row['nested_threshold'])})" if nested is not None else ""
        cells = [cell(figures, name) for name in FIGURES]
        first = [row["set"], row["method"], f"{figures['n']:.0f}", cells[0]]
        body.append(first + [short(nested) + at] + cells[1:])
    table(head, body)


def curve(rows):
    found = [row for row in rows if row["part"] == "curve"]
    if not found:
        return
    print("**Family left out, then few labels of half of its sources, tested on the other half**\n")
    print("Mean, least and most of several draws; before: the same model on the same test rows.\n")
    names = ("macro_f1", "roc_auc", "brier", "ece")
    spread = lambda row, name: (
        f"{short(row[name])} ({short(row[name + '_least'])}–{short(row[name + '_most'])})"
    )
    by_way = {(row["set"], row["labels"], row["method"]): row for row in found}
    body = []
    for (name, labels, way), row in sorted(by_way.items()):
        was = by_way.get((name, labels, f"before {way}"))
        if was:
            cells = [f"{short(was[figure])} → {spread(row, figure)}" for figure in names]
            body.append([name, str(labels), way, str(row["runs"])] + cells)
    table(["set", "labels", "chosen", "draws", "macro-F1 at .5", "ROC-AUC", "Brier", "ECE"], body)


def disguised(rows):
    found = [row for row in rows if row["part"] == "disguised"]
    if not found:
        return
    print("**Disguised copies of what the joint model is tested on: change**\n")
    names = (
        "macro_f1_change",
        "roc_auc_change",
        "false_positive_rate_change",
        "median_logit_move",
    )
    signed = lambda value: "" if value is None else f"{value:+.4f}"
    table(
        ["set", "disguise", "macro-F1", "ROC-AUC", "false positives", "median move of the logit"],
        [
            [row["set"], row["method"].replace("_", " ")] + [signed(row.get(n)) for n in names]
            for row in sorted(found, key=lambda row: (row["set"], row["method"]))
        ],
    )


def main():
    with open(pathlib.Path(sys.argv[1]) / "rows.jsonl", encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    for part in TITLES:
        measured(rows, part)
    curve(rows)
    disguised(rows)


if __name__ == "__main__":
    main()
