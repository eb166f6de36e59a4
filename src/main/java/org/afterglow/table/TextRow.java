package org.afterglow.table;

/** The text of a post; a row of table texts, written only where texts are kept. */
public record TextRow(
    @Column("Lower-case name of the platform: twitter, reddit.") String platform,
    @Column("Key of the post.") String postId,
    @Column("The text as readers saw it.") String text) {}
