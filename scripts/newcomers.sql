-- Two relations that others published of newsgroups, by community (venue, else platform) of an
-- archive of threads: do newcomers who were answered write again (Joyce and Kraut 2006), and how many
-- who begin a thread get no answer (Burke et al. 2007)? docs/published.md says how to read them.
--   scripts/afterglow query OUT "$(cat scripts/newcomers.sql)"      or by DuckDB over the same tables
-- Newcomers: authors of a first post, reply or comment after 90 days of the community's archive and 194
-- before its end. Answered: a reply by somebody else, ever, or within 7 days of the first post. Again:
-- any later post, ever; later: one of the 180 days after those 7, so that what is compared lies
-- after what it is compared by.
WITH written AS (
  SELECT platform, coalesce(venue, platform) AS community, post_id, author_id, posted_at, kind
  FROM posts
  WHERE kind IN ('post', 'reply', 'comment') AND author_id IS NOT NULL AND posted_at_state = 'OK'
),
span AS (
  SELECT platform, community, min(posted_at) AS began, max(posted_at) AS ended
  FROM written GROUP BY platform, community
),
answers AS (
  SELECT w.platform, w.post_id, min(e.at) AS first_at
  FROM written w JOIN events e ON e.platform = w.platform AND e.target_post_id = w.post_id
  WHERE e.kind = 'reply' AND e.at >= w.posted_at AND (e.actor_id IS NULL OR e.actor_id <> w.author_id)
  GROUP BY w.platform, w.post_id
),
numbered AS (
  SELECT w.*, a.first_at,
    row_number() OVER (PARTITION BY w.platform, w.community, author_id ORDER BY posted_at, w.post_id) AS nth,
    min(posted_at) OVER (PARTITION BY w.platform, w.community, author_id) AS came
  FROM written w LEFT JOIN answers a ON a.platform = w.platform AND a.post_id = w.post_id
),
newcomers AS (
  SELECT n.platform, n.community, author_id,
    max(CASE WHEN nth = 1 AND first_at IS NOT NULL THEN 1 ELSE 0 END) AS answered,
    max(CASE WHEN nth = 1 AND first_at < came + INTERVAL '7' DAY THEN 1 ELSE 0 END) AS answered_soon,
    max(CASE WHEN nth > 1 THEN 1 ELSE 0 END) AS again,
    max(CASE WHEN posted_at >= came + INTERVAL '7' DAY AND posted_at < came + INTERVAL '187' DAY THEN 1 ELSE 0 END) AS later
  FROM numbered n JOIN span s ON s.platform = n.platform AND s.community = n.community
  WHERE came >= began + INTERVAL '90' DAY AND came < ended - INTERVAL '194' DAY
  GROUP BY n.platform, n.community, author_id
),
of_newcomers AS (
  SELECT platform, community, count(*) AS newcomers, sum(answered) AS answered,
    sum(answered * again) AS answered_again, sum((1 - answered) * again) AS unanswered_again,
    sum(answered_soon) AS answered_soon,
    sum(answered_soon * later) AS answered_soon_later,
    sum((1 - answered_soon) * later) AS not_soon_later
  FROM newcomers GROUP BY platform, community
),
of_starters AS (
  SELECT n.platform, n.community, count(*) AS threads,
    sum(CASE WHEN first_at IS NULL THEN 1 ELSE 0 END) AS threads_without_answer
  FROM numbered n JOIN span s ON s.platform = n.platform AND s.community = n.community
  WHERE kind = 'post' AND posted_at < ended - INTERVAL '30' DAY
  GROUP BY n.platform, n.community
)
SELECT coalesce(n.platform, t.platform) AS platform, coalesce(n.community, t.community) AS community,
  newcomers, answered, answered_again, newcomers - answered AS unanswered, unanswered_again,
  answered_soon, answered_soon_later, newcomers - answered_soon AS not_soon, not_soon_later,
  threads, threads_without_answer
FROM of_newcomers n
  FULL JOIN of_starters t ON t.platform = n.platform AND t.community = n.community
WHERE newcomers >= 20 OR threads >= 20
ORDER BY platform, community
