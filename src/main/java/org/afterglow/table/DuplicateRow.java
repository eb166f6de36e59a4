package org.afterglow.table;

/** A record that held a post which another record holds too; a row of table duplicates. */
public record DuplicateRow(
    @Column("Number of the input.") int input,
    @Column("Number of the record within its input.") long record,
    @Column("Lower-case name of the platform: twitter, reddit.") String platform,
    @Column("Key of the post.") String postId,
    @Column("Input of the record that was kept.") int keptInput,
    @Column("Number of the record that was kept.") long keptRecord) {}
