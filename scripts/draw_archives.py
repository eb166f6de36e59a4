#!/usr/bin/env python3
"""Pictures of docs/archives.md, out of the published tables of one run each:

  scripts/draw_archives.py PICTURES [--all-acts] NAME=FOLDER [NAME=FOLDER …]

PICTURES: a folder, into which NAME.svg is written. FOLDER: what `run` wrote. Above, the posts of a month
by class, and the spans of campaigns (declared ones, else the 40 with most promotional posts); below, of the
campaign with most, the first of these that the tables have: acts by age of the post (`engagement`, S1_age),
counters of weeks around the stop against the time before the campaign (`counter_change`), counters by day
of posting (`engagement`, S4_counters); without any, or with --all-acts, acts on whatever posts by age and
platform (`events`, `posts`); or else the codes of why there is none. Lines upright are intervals. Nothing is drawn of a post, a text or a name. Needs duckdb, pandas and
matplotlib.
"""

import pathlib
import re
import sys

import duckdb
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy

COLOURS = {"promotional": "#c4502b", "conversational": "#2b6ca3", "all": "#444444"}
FEW_ACTS = 30
FEW_WEEKS = 3
FEW_POSTS = 20
DRAWS = 199
EDGES_HOURS = [0, 1, 3, 6, 12, 24, 48, 96, 168]
PLATFORM_COLOURS = ["#2b6ca3", "#c4502b", "#3b8f5b", "#8a6fb0", "#a07d2b", "#555555", "#2b9ea3"]
MOST_SPANS = 40

plt.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "afterglow",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.facecolor": "white",
        "axes.facecolor": "white",
    }
)


class Folder:
    """The tables of a run."""

    def __init__(self, path):
        self.path = pathlib.Path(path)

    def rows(self, query):
        """A query in which @table stands for a table."""
        return duckdb.sql(
            re.sub(
                r"@(\w+)( AS \w+)?",
                lambda table: f"(SELECT * FROM read_parquet('{self.path / table[1]}/**/*.parquet'))"
                + (table[2] or f" AS {table[1]}"),
                query,
            )
        ).df()


def posts_by_month(folder, axes):
    """Posts of a month by class, and spans of campaigns: declared ones, else those with most promotion."""
    posts = folder.rows(
        """SELECT date_trunc('month', posted_at) AS month,
          CASE WHEN promotional_probability >= .5 THEN 'promotional'
            WHEN promotional_probability < .5 THEN 'conversational' ELSE 'all' END AS post_class,
          count(*) AS posts
        FROM @posts WHERE posted_at IS NOT NULL AND kind <> 'repost' GROUP BY ALL ORDER BY 1"""
    )
    names = {"all": "neither (no text, another language)"}
    for post_class in ["promotional", "conversational", "all"]:
        of_class = posts[posts.post_class == post_class]
        if len(of_class):
            axes.plot(
                of_class.month,
                of_class.posts,
                marker="o",
                markersize=2,
                linewidth=1,
                color=COLOURS[post_class],
                label=names.get(post_class, post_class),
            )
    spans = folder.rows(
        f"""SELECT started_at, stopped_at FROM @campaigns
        WHERE started_at IS NOT NULL AND stopped_at IS NOT NULL
          AND (campaign_source = 'declared'
            OR NOT EXISTS (FROM @campaigns AS every WHERE every.campaign_source = 'declared'))
        ORDER BY promotional_posts DESC, campaign_id LIMIT {MOST_SPANS}"""
    )
    for span in spans.itertuples():
        axes.axvspan(span.started_at, span.stopped_at, color="#e8c35a", alpha=0.15, linewidth=0)
    axes.set_ylabel("posts a month")
    axes.set_xlabel("month of posting, UTC; shaded: campaigns" if len(spans) else "month of posting, UTC")
    axes.set_yscale("symlog", linthresh=10)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False, fontsize=8)


def shown(axes, rows, x, value, colour, label):
    """Points with their intervals where they have one."""
    given = rows[rows[value].notna()]
    axes.plot(given[x], given[value], marker="o", markersize=3, linewidth=1, color=colour, label=label)
    with_limits = given[given[value + "_low"].notna() & given[value + "_high"].notna()]
    axes.vlines(
        with_limits[x], with_limits[value + "_low"], with_limits[value + "_high"], color=colour, linewidth=1
    )


def largest(folder):
    """The declared campaign with most posts, else the one with most acts, else with most posts; or None."""
    found = folder.rows(
        """SELECT campaign_id FROM @campaigns LEFT JOIN
          (SELECT campaign_id, sum(events) AS acts, sum(posts) AS posts FROM @decay GROUP BY 1) USING (campaign_id)
        ORDER BY campaign_source = 'declared' DESC, acts DESC NULLS LAST, posts DESC NULLS LAST, campaign_id
        LIMIT 1"""
    )
    return found.campaign_id[0] if len(found) else None


def acts_by_age(folder, campaign, axes):
    """Acts a post and day by age."""
    rows = folder.rows(
        f"""SELECT post_class, sqrt(greatest(bin_from_hours, .5) * bin_to_hours) AS hours, events,
          rate_per_post_day, rate_per_post_day_low, rate_per_post_day_high
        FROM @engagement
        WHERE campaign_id = '{campaign}' AND series = 'S1_age' AND reach = 'direct' ORDER BY 1, 2"""
    )
    if rows.events.sum() < FEW_ACTS:
        return False
    for post_class, of_class in rows.groupby("post_class"):
        positive = of_class[of_class.rate_per_post_day > 0]
        shown(axes, positive, "hours", "rate_per_post_day", COLOURS[post_class], post_class)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("age of the post, hours")
    axes.set_ylabel("acts a post and day")
    axes.legend(frameon=False, fontsize=8)
    return True


def counter_changes(folder, campaign, axes):
    """Counters of weeks around the stop as a multiple of the baseline's."""
    columns = ["ln_total", "ln_posts", "ln_mean"]
    rows = folder.rows(
        "SELECT week, "
        + ", ".join(f"exp({c}{s}) AS {c}{s}" for c in columns for s in ["", "_low", "_high"])
        + f" FROM @counter_change WHERE campaign_id = '{campaign}' AND post_class = 'all' ORDER BY 1"
    )
    if rows.ln_mean.count() < FEW_WEEKS:
        return False
    for column, colour, label, aside in [
        ("ln_total", "#444444", "sum of the counters", -0.12),
        ("ln_posts", "#8a6fb0", "posts", 0),
        ("ln_mean", "#3b8f5b", "mean counter of a post", 0.12),
    ]:
        moved = rows.assign(week=rows.week + 0.5 + aside)
        shown(axes, moved, "week", column, colour, label)
    axes.axhline(1, color="#999999", linewidth=0.8)
    axes.axvline(0, color="#999999", linewidth=0.8, linestyle=":")
    axes.set_yscale("log")
    axes.set_xlabel("weeks since the stop, by when posts were made")
    axes.set_ylabel("times the baseline, a day")
    axes.legend(frameon=False, fontsize=8)
    return True


def counters_by_day(folder, campaign, axes):
    """Mean counters of posts by day of posting."""
    rows = folder.rows(
        f"""SELECT bin_from_hours / 24 AS day, counter_kind, counter_mean, counter_mean_low, counter_mean_high
        FROM @engagement WHERE campaign_id = '{campaign}' AND series = 'S4_counters'
          AND post_class = 'all' AND posts > 0 ORDER BY 1"""
    )
    if not len(rows):
        return False
    shown(axes, rows, "day", "counter_mean", "#3b8f5b", None)
    axes.axvline(0, color="#999999", linewidth=0.8, linestyle=":")
    axes.set_xlabel("days since the stop, by when posts were made")
    axes.set_ylabel(f"{rows.counter_kind[0]} of a post, mean")
    return True


def all_acts_by_age(folder, _, axes):
    """Share of the first week's acts that had come by an age, on any posts by others, by platform."""
    rows = folder.rows(
        f"""WITH ends AS (SELECT platform, max(posted_at) AS last FROM @posts GROUP BY 1),
          watched AS (SELECT platform, post_id, posted_at, coalesce(author_id, author_handle_id) AS author
            FROM @posts JOIN ends USING (platform)
            WHERE posted_at <= last - INTERVAL 7 DAY)
        SELECT platform, post_id, epoch("at" - posted_at) / 3600 AS hours
        FROM (SELECT platform, target_post_id AS post_id, "at", actor_id FROM @events WHERE NOT day_only)
        JOIN watched USING (platform, post_id)
        WHERE (actor_id IS NULL OR author IS NULL OR actor_id <> author) AND hours >= 0 AND hours < {EDGES_HOURS[-1]}"""
    )
    random = numpy.random.default_rng(1)
    drawn = False
    for colour, (platform, of_platform) in zip(PLATFORM_COLOURS, rows.groupby("platform")):
        if len(of_platform) < FEW_ACTS or of_platform.post_id.nunique() < FEW_POSTS:
            continue
        bins = numpy.digitize(of_platform.hours, EDGES_HOURS) - 1
        posts, index = numpy.unique(of_platform.post_id, return_inverse=True)
        counts = numpy.zeros((len(posts), len(EDGES_HOURS) - 1))
        numpy.add.at(counts, (index, bins), 1)
        draws = random.poisson(1, (DRAWS, len(posts))) @ counts
        shares = draws.cumsum(axis=1) / draws.sum(axis=1, keepdims=True)
        total = counts.sum(axis=0).cumsum()
        low, high = numpy.percentile(shares, [2.5, 97.5], axis=0)
        axes.plot(
            EDGES_HOURS[1:],
            total / total[-1],
            marker="o",
            markersize=3,
            linewidth=1,
            color=colour,
            label=f"{platform}: {len(of_platform):,} acts on {len(posts):,} posts",
        )
        axes.vlines(EDGES_HOURS[1:], low, high, color=colour, linewidth=1)
        drawn = True
    if drawn:
        axes.set_xscale("log")
        axes.set_ylim(0, 1.05)
        axes.set_xlabel("age of the post, hours")
        axes.set_ylabel("share of the first week’s acts")
        axes.legend(frameon=False, fontsize=8)
    return drawn


def codes(folder, _, axes):
    """Why there is nothing to draw."""
    rows = folder.rows(
        """SELECT half_of_28d_age_hours_state AS state, count(*) AS n FROM @decay GROUP BY 1 ORDER BY 2, 1 DESC"""
    )
    if len(rows):
        axes.barh(rows.state, rows.n, color="#999999")
        axes.set_xlabel("campaigns by class, by the state of their half-life by age")
    else:
        axes.text(0.5, 0.5, "no campaign", ha="center", transform=axes.transAxes)
        axes.set_axis_off()
    return True


def draw(name, folder, pictures, all_acts):
    figure, (above, below) = plt.subplots(2, 1, figsize=(7, 5.4))
    posts_by_month(folder, above)
    campaign = None if all_acts else largest(folder)
    parts = [all_acts_by_age] if all_acts else [
        acts_by_age, counter_changes, counters_by_day, all_acts_by_age, codes
    ]
    any(part(folder, campaign, below) for part in parts)
    figure.tight_layout()
    figure.savefig(pictures / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


def main():
    words = [word for word in sys.argv[1:] if word != "--all-acts"]
    if len(words) < 2 or any("=" not in word for word in words[1:]):
        sys.exit(__doc__)
    pictures = pathlib.Path(words[0])
    pictures.mkdir(parents=True, exist_ok=True)
    for word in words[1:]:
        name, path = word.split("=", 1)
        draw(name, Folder(path), pictures, "--all-acts" in sys.argv)


if __name__ == "__main__":
    main()
