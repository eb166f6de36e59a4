"""Adds acts to one campaign of a folder, to try what a campaign of very many costs: add_acts.py OUT ACTS PEOPLE

OUT: a folder that ingest and campaigns have written, with declared campaigns; it is changed and is good
for nothing else afterwards. ACTS: replies to add, in files of 1.5 million, upon the posts of the
declared campaign that has most of its rarer class, whose ages are exponential with means of .3 days
(promotional) and .8 days. PEOPLE: how many act, each as often as another. Detected campaigns are taken
out, since they would count the same acts once more. Needs duckdb.
"""

import glob
import pathlib
import sys

import duckdb

IN_A_FILE = 1_562_500


def rewrite_without_detected(db, folder):
    """Leaves the declared campaigns and their members in one file of each table."""
    detected = f"select campaign_id from read_parquet('{folder}/campaigns/*.parquet') where campaign_source = 'detected'"
    for table in ("campaign_members", "campaigns"):
        old = sorted(glob.glob(f"{folder}/{table}/*.parquet"))
        kept = folder / table / "part-declared.parquet"
        db.execute(
            f"copy (select * from read_parquet({old}) where campaign_id not in ({detected}))"
            f" to '{kept}' (format parquet)"
        )
        for path in old:
            pathlib.Path(path).unlink()


def most_of_both(db, folder):
    """The posts of the campaign, numbered from 0, as table upon; how many they are."""
    db.execute(
        f"""
        create table upon as
        with written as (
            select c.campaign_id, p.platform, p.post_id, p.author_id, p.post_class, p.posted_at
            from read_parquet('{folder}/campaigns/*.parquet') c
            join read_parquet('{folder}/campaign_members/*.parquet') m using (campaign_id)
            join read_parquet('{folder}/posts/**/*.parquet', hive_partitioning = false) p
            on p.author_id = m.entity_id and m.entity_type = 'account' and p.kind = 'post'
            where p.posted_at >= c.started_at and p.posted_at < c.stopped_at and p.post_class is not null)
        select *, row_number() over (order by post_id) - 1 as number from written
        where campaign_id = (
            select campaign_id from written group by 1
            order by least(count(*) filter (post_class = 'promotional'),
                           count(*) filter (post_class <> 'promotional')) desc, 1 limit 1)
        """
    )
    return db.execute("select count(*) from upon").fetchall()[0][0]


def add(db, folder, first, acts, posts, people):
    """One file of acts, the first of them numbered so."""
    db.execute(
        f"""
        copy (
            select 'added-' || lower(hex(hash(act))) || lower(hex(act)) as event_id, platform, 'reply' as kind,
                posted_at + to_microseconds((-ln(1 - (hash(act + 77) % 1000000) / 1000000.0)
                    * if(post_class = 'promotional', .3, .8) * 86400e6)::bigint) as at,
                false as day_only, md5((hash(act * 31 + 5) % {people})::varchar) as actor_id,
                post_id as target_post_id, author_id as target_author_id, post_id as root_post_id,
                'record' as origin, 0::integer as input, act as record
            from (select range as act, hash(range) % {posts} as number from range({first}, {first + acts}))
            join upon using (number)
        ) to '{folder}/events/part-added-{first}.parquet' (format parquet)
        """
    )


def main(folder, acts, people):
    db = duckdb.connect()
    rewrite_without_detected(db, folder)
    posts = most_of_both(db, folder)
    for first in range(0, acts, IN_A_FILE):
        add(db, folder, first, min(IN_A_FILE, acts - first), posts, people)
    print(f"{acts} acts upon {posts} posts")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
