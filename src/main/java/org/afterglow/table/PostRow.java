package org.afterglow.table;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One public post; a row of table posts. */
@SuppressWarnings(
    "ArrayRecordComponent") // 128 boxed bytes a post would cost more than the rest of it
public record PostRow(
    @Column("Lower-case name of the platform: twitter, reddit.") String platform,
    @Column("Key of the post, unique within its platform; a pseudonym unless identities were kept.")
        String postId,
    @Column(
            "Key of the author, by native id where the platform gives one, else by handle; NULL for [deleted].")
        @Nullable String authorId,
    @Column("Key of the author by handle; NULL where the archive has no handle.")
        @Nullable String authorHandleId,
    @Column("When it was posted, UTC; NULL unless posted_at_state is OK.")
        @Nullable Instant postedAt,
    @Column("OK, or why there is no time: MISSING, UNREADABLE, IMPLAUSIBLE.") String postedAtState,
    @Column("post, reply, repost, quote, comment or page.") String kind,
    @Column("record, or embedded: read out of another record (the original in a retweet).")
        String origin,
    @Column(
            "Subreddit, group or site that it stands in; a channel or profile, which is an account, by the key that its owner has as an author; NULL where the platform has only feeds.")
        @Nullable String venue,
    @Column("Key of the post that it answers.") @Nullable String replyToPostId,
    @Column("Key of the author of that post, as the record says.") @Nullable String replyToAuthorId,
    @Column("Key of the post that began its thread, as the record says.")
        @Nullable String rootPostId,
    @Column("Key of the thread as the platform names it.") @Nullable String conversationId,
    @Column("Key of the post that it passes on without words.") @Nullable String repostedPostId,
    @Column("Key of the post that it passes on with words.") @Nullable String quotedPostId,
    @Column("Hashtags, lower case, without #, each once, sorted.") List<String> hashtags,
    @Column("Accounts named in it.") List<MentionRow> mentions,
    @Column("Registrable domains that it links to but the platform’s own, each once, sorted.")
        List<String> linkDomains,
    @Column("Favourites or likes when counted; NULL where the archive has none.")
        @Nullable Long likes,
    @Column("Retweets, boosts or shares when counted.") @Nullable Long reposts,
    @Column("Replies or comments when counted.") @Nullable Long replies,
    @Column("Quotes when counted.") @Nullable Long quotes,
    @Column("Impressions or plays when counted.") @Nullable Long views,
    @Column("Up-votes less down-votes when counted.") @Nullable Long score,
    @Column("When the counters were read, UTC; NULL where unknown.") @Nullable Instant countedAt,
    @Column("Followers of the author when the record was made.") @Nullable Long followerCount,
    @Column("Whether the platform marked it as paid for; NULL where it does not say.")
        @Nullable Boolean adFlag,
    @Column("When the platform stopped showing it for money, UTC; NULL where no record says.")
        @Nullable Instant adEndedAt,
    @Column("Application that posted it.") @Nullable String sourceApp,
    @Column("NULL, or how its text was lost: deleted, removed, notice.")
        @Nullable String deletedState,
    @Column("ISO 639-1 code: the platform’s guess, else ours; NULL where undecided.")
        @Nullable String language,
    @Column("Length of the text in code points; NULL without a text.") @Nullable Long textLength,
    @Column("Words in the text; NULL without a text.") @Nullable Long wordCount,
    @Column("Keyed hash of the normalised text: equal texts have equal hashes under one key.")
        @Nullable String textHash,
    @Column("Probability that the text is promotional; NULL where it was not scored.")
        @Nullable Double promotionalProbability,
    @Column("promotional, conversational, uncertain, unsupported_language or no_text.")
        String postClass,
    @Column(
            "Probability that it asks its reader for something; NULL where the model has no such part.")
        @Nullable Double askProbability,
    @Column("Words such as we, us, our; NULL without a text.")
        @Nullable Long firstPersonPluralCount,
    @Column("Words such as you, your; NULL without a text.") @Nullable Long secondPersonCount,
    @Column("Times that the author’s own handle or name stands in the text; NULL without a text.")
        @Nullable Long ownNameCount,
    @Column("Signed hash sketch of word counts, 128 signed bytes; NULL without a text.")
        byte @Nullable [] topicSketch,
    @Column("Number of the input that the row was read from; its path stands in the manifest.")
        int input,
    @Column("Number of the record within its input, from 0.") long record,
    @Column("Year of posted_at, UTC; 0 when unknown.") int year,
    @Column("Month of posted_at, UTC; 0 when unknown.") int month) {}
