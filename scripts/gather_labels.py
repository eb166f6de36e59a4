"""Brings together what the default model learns from: gather_labels.py LABELS ARCHIVES OWN TO

LABELS: the label files of others. ARCHIVES: the folder of an ingest that kept the texts of the posts
that OWN/archive-labels.csv has labels of, or "" to do without them. OWN: data-samples/labels.
TO/train gets the files that train, TO/test those that only test. Needs duckdb for the archives.
"""

import csv
import pathlib
import shutil
import sys

OTHERS = (
    "youtube_spam.csv",
    "political_social_media.csv",
    "ibm_customer_care.csv",
    "fb_brand_page_posts.csv",
)


def rows(path):
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def write(path, fields, kept):
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.DictWriter(f, fieldnames=fields, extrasaction="ignore")
        out.writeheader()
        out.writerows(kept)


def corporate(labels, to):
    """The corporate tweets without those that were annotated again, which only test."""
    kept_out = {
        row["id"]
        for name in ("", "_broadcast")
        for row in rows(labels / f"corporate_messaging_gold{name}.csv")
    }
    kept = [row for row in rows(labels / "corporate_messaging.csv") if row["id"] not in kept_out]
    write(to / "train" / "corporate_messaging.csv", list(kept[0]), kept)
    shutil.copyfile(
        labels / "corporate_messaging_gold.csv", to / "test" / "corporate_messaging_gold.csv"
    )


def archived(archives, own, to):
    import duckdb

    texts = dict(
        duckdb.execute(
            """
            select sha256(text), any_value(text) from read_parquet(?)
            where sha256(text) in (select text_sha256 from read_csv(?)) group by 1
            """,
            [f"{archives}/texts/**/*.parquet", f"{own}/archive-labels.csv"],
        ).fetchall()
    )
    posts = [row for row in rows(own / "archive-labels.csv") if row["text_sha256"] in texts]
    for row in posts:
        row.update(id=row["text_sha256"], text=texts[row["text_sha256"]], source=row["archive"])
    write(to / "train" / "archive_posts.csv", ["id", "text", "label", "asks", "source"], posts)
    print(f"{len(posts)} of the labelled posts of archives found", file=sys.stderr)


def main():
    labels, archives, own, to = sys.argv[1:]
    labels, own, to = pathlib.Path(labels), pathlib.Path(own), pathlib.Path(to)
    for folder in ("train", "test"):
        (to / folder).mkdir(parents=True, exist_ok=True)
    corporate(labels, to)
    if archives:
        archived(archives, own, to)
    for name in OTHERS:
        shutil.copyfile(labels / name, to / "train" / name)
    for path in sorted((own / "train").glob("*.csv")):
        shutil.copyfile(path, to / "train" / path.name)
    for path in sorted((own / "held-out").glob("*.csv")):
        shutil.copyfile(path, to / "test" / f"held-out-{path.name}")


if __name__ == "__main__":
    main()
