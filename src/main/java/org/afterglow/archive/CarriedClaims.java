package org.afterglow.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.afterglow.archive.Carries.Aspect;
import org.afterglow.archive.Carries.Extent;

/**
 * Which of the claims C1–C8 the archives of a format can carry, judged by what the format tells: a
 * claim without its data cannot be estimated, however long the run (docs/methods.md, 1.2 and 5).
 */
public final class CarriedClaims {
  /** What is claimed, in a few words. */
  public enum Claim {
    C1("promotion expires, conversation lasts"),
    C2("people talk on and go unanswered"),
    C3("a feed of promotion gets shut off"),
    C4("asking strangers does not work"),
    C5("give before you take"),
    C6("who goes silent loses the audience"),
    C7("be relevant to the venue"),
    C8("few who come back outweigh many reached");

    private final String words;

    Claim(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** How far a format can carry a claim. */
  public enum Support {
    CARRIED("carried"),
    WEAKENED("weakened"),
    RULED_OUT("ruled out");

    private final String words;

    Support(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * How far a format carries one claim.
   *
   * @param because why it does not carry it wholly, to end a sentence; empty if it does
   */
  public record Bearing(Claim claim, Support support, String because) {}

  private CarriedClaims() {}

  /** How far each claim is carried, in the order of the claims. */
  public static List<Bearing> of(Carries carries) {
    return Arrays.stream(Claim.values()).map(claim -> bearing(claim, carries)).toList();
  }

  /**
   * What a format lacks and what follows for the claims, as lines for people: one for the format,
   * one for each claim that it does not carry wholly.
   */
  public static List<String> lines(String format, Carries carries) {
    List<String> lines = new ArrayList<>();
    String never = words(carries, Extent.NO);
    String sometimes = words(carries, Extent.SOME);
    lines.add(
        format
            + (never.isEmpty() ? " may tell everything" : " never tells: " + never)
            + (sometimes.isEmpty() ? "" : "; in some archives only: " + sometimes));
    for (Bearing bearing : of(carries)) {
      if (bearing.support() != Support.CARRIED) {
        lines.add(
            "  "
                + bearing.claim()
                + " "
                + bearing.claim().words()
                + ": "
                + bearing.support().words()
                + ", "
                + bearing.because());
      }
    }
    if (lines.size() == 1) {
      lines.add("  all of C1 to C8 can be asked of it");
    }
    return lines;
  }

  private static String words(Carries carries, Extent extent) {
    return Arrays.stream(Aspect.values())
        .filter(aspect -> carries.extent(aspect) == extent)
        .map(Aspect::word)
        .collect(Collectors.joining(", "));
  }

  private static Bearing bearing(Claim claim, Carries carries) {
    boolean byAnswers = claim == Claim.C2 || claim == Claim.C4 || claim == Claim.C5;
    Extent replies = carries.extent(Aspect.REPLIES);
    if (byAnswers && replies == Extent.NO) {
      return new Bearing(claim, Support.RULED_OUT, "no answer names the post that it answers");
    }
    Extent acts = acts(carries);
    if (acts == Extent.NO) {
      return new Bearing(
          claim,
          Support.RULED_OUT,
          carries.extent(Aspect.COUNTERS) == Extent.NO
              ? "it tells of no engagement"
              : "its counters say how much, not when or by whom");
    }
    if (byAnswers && replies == Extent.SOME) {
      return new Bearing(
          claim, Support.WEAKENED, "only where answers name the post that they answer");
    }
    if (acts == Extent.SOME) {
      return new Bearing(claim, Support.WEAKENED, "only where acts of engagement are told singly");
    }
    if (claim == Claim.C3 && replies == Extent.NO) {
      return new Bearing(claim, Support.WEAKENED, "talk of the audience with itself is not seen");
    }
    if (claim == Claim.C4 && carries.extent(Aspect.REPOSTS) == Extent.NO) {
      return new Bearing(claim, Support.WEAKENED, "who passes posts on is not seen");
    }
    return new Bearing(claim, Support.CARRIED, "");
  }

  /** How much is told of single acts: a counter has no actors and no times. */
  private static Extent acts(Carries carries) {
    Extent most = Extent.NO;
    for (Aspect aspect : List.of(Aspect.REPLIES, Aspect.REPOSTS, Aspect.LIKES)) {
      Extent extent = carries.extent(aspect);
      most = extent.compareTo(most) < 0 ? extent : most;
    }
    return most;
  }
}
