package org.afterglow.table;

import org.jspecify.annotations.Nullable;

/**
 * What people pass on of an owner’s posts, by their followers, and what they recommend it in; a row
 * of table advocacy.
 */
public record AdvocacyRow(
    @Column(
            "account: a fourth of its people, of what they pass on; recommended: recommendations of an"
                + " account; archive: all of them.")
        String scope,
    @Column("platform/entity id of the account; NULL for the archive.") @Nullable String entityKey,
    @Column(
            "Fourth of the followers that the platform’s engaged people have, 1 the fewest; NULL but"
                + " for scope account.")
        @Nullable Integer followerQuartile,
    @Column("OK, or why the figures are NULL; of the archive, those of what is passed on.")
        String state,
    @Column("Accounts that the ratio rests on; 1 for an account.") long accounts,
    @Column("Posts of the accounts that were engaged with; 0 for recommended.") long posts,
    @Column(
            "People of known followers who engaged with the account; who did with several stands"
                + " for each in the archive’s, which leaves out fourths that are SUPPRESSED.")
        @Nullable Long people,
    @Column("What they did with its posts, once for each person, post, kind and day.")
        @Nullable Long engagements,
    @Column("Of engagements the reposts and quotes.") @Nullable Long passedOn,
    @Column("passed_on over engagements; limits by Wilson, for an account.") Estimate passedOnShare,
    @Column(
            "passed_on_share of the fourth over that of the fourth with the fewest followers,"
                + " Mantel-Haenszel by account and tenth of the person’s posts; the archive’s is of"
                + " the fourth with the most.")
        Estimate passOnRatio,
    @Column(
            "Persons who recommend the account; who does so for several stands for each in the"
                + " archive’s, which leaves out accounts that are SUPPRESSED.")
        @Nullable Long recommenders,
    @Column(
            "Posts by which they do, one for each person, account and day: earned, asked and"
                + " asked_before.")
        @Nullable Long recommendations,
    @Column("Of them those by persons whom the account never asked for anything in the archive.")
        @Nullable Long earned,
    @Column("Of the earned those while a campaign of the account ran.")
        @Nullable Long earnedInCampaign,
    @Column(
            "Of recommendations those by persons whom it asked in the 28 observed days before, or that"
                + " quote a post that asks.")
        @Nullable Long asked,
    @Column("Of recommendations those by persons whom it had asked longer ago.")
        @Nullable Long askedBefore,
    @Column(
            "Beside them: days on which the account posted promotion, and recommendations by accounts"
                + " that own a campaign with it or that are marked as paid for.")
        @Nullable Long owned,
    @Column(
            "earned over earned and asked; limits of an account by Wilson, for as many recommendations"
                + " as persons make independent; of the archive by account.")
        Estimate earnedShare,
    @Column(
            "Acts in 7 days for each earned recommendation over those for each asked one,"
                + " Mantel-Haenszel by account and fourth of the recommender’s followers.")
        Estimate earnedResponseRatio,
    @Column("Two-sided p of pass_on_ratio; of the archive.") @Nullable Double pValue,
    @Column("What pass_on_ratio comes to by docs/verdicts.md; of the archive.")
        @Nullable String legVerdict) {}
