package org.afterglow.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A sample of posts whose true class was checked, and what it tells of the errors of predicted
 * classes where engagement is counted: shares among posts, weighted by one over the probability of
 * being drawn and by the engagement that the post had, apart for the two cells of age of the late-
 * odds ratio (docs/methods.md, 3.5). Drawn in proportion to engagement, weight times engagement is
 * nearly constant, and the sample is worth nearly as many posts as it has.
 */
public final class CheckedSample {
  /** How often a sample is weighted anew to learn how far it can be trusted. */
  public static final int REWEIGHTINGS = 199;

  /** Kish size of a class in a cell below which its labels are uncertain. */
  public static final double FEWEST_EFFECTIVE = 100;

  /** Difference of s and f below which a cell's labels are uncertain. */
  public static final double LEAST_DIFFERENCE = .5;

  private final List<Post> posts;

  /** A sample of these posts; draws depend on their order. */
  public CheckedSample(List<Post> posts) {
    this.posts = List.copyOf(posts);
  }

  /**
   * A post whose class was checked, with the class that was predicted for it; posts without a
   * prediction are no part of a sample.
   *
   * @param promotional whether it is
   * @param predictedPromotional whether it was predicted to be
   * @param weight one over the probability with which it was drawn, not negative
   * @param early weight of the acts on it at ages below a day, not negative
   * @param late weight of the acts on it from one day to 28 days, not negative
   */
  public record Post(
      boolean promotional, boolean predictedPromotional, double weight, double early, double late) {
    public Post {
      if (!(weight >= 0 && early >= 0 && late >= 0) || Double.isInfinite(weight + early + late)) {
        throw new IllegalArgumentException(
            "weight %s, early %s, late %s: must be 0 or more".formatted(weight, early, late));
      }
    }
  }

  /** The two cells of age. */
  public enum Cell {
    /** Ages below a day. */
    EARLY {
      @Override
      double engagement(Post post) {
        return post.early();
      }
    },
    /** Ages from one day to 28 days. */
    LATE {
      @Override
      double engagement(Post post) {
        return post.late();
      }
    };

    abstract double engagement(Post post);
  }

  /**
   * Shares predicted promotional; null where no weight lies in a class and cell.
   *
   * @param sEarly of promotional posts, weighted by early engagement
   * @param fEarly of conversational posts, weighted by early engagement
   * @param sLate of promotional posts, weighted by late engagement
   * @param fLate of conversational posts, weighted by late engagement
   */
  public record Rates(
      @Nullable Double sEarly,
      @Nullable Double fEarly,
      @Nullable Double sLate,
      @Nullable Double fLate)
      implements Serializable {
    /** The share of one class in one cell. */
    public @Nullable Double share(Cell cell, boolean promotional) {
      return switch (cell) {
        case EARLY -> promotional ? sEarly : fEarly;
        case LATE -> promotional ? sLate : fLate;
      };
    }

    /** What late odds can be corrected by; empty where labels are no better than chance. */
    public Optional<LateOdds.Confusion> confusion() {
      return sEarly != null
              && fEarly != null
              && sLate != null
              && fLate != null
              && sEarly > fEarly
              && sLate > fLate
          ? Optional.of(new LateOdds.Confusion(sEarly, fEarly, sLate, fLate))
          : Optional.empty();
    }
  }

  /** Number of posts. */
  public int size() {
    return posts.size();
  }

  /** The shares in the sample as it is. */
  public Rates rates() {
    int[] once = new int[posts.size()];
    Arrays.fill(once, 1);
    return rates(once);
  }

  /**
   * The shares in the sample with each post counted so many times.
   *
   * @param times one number a post, in the order of the sample
   */
  public Rates rates(int[] times) {
    if (times.length != posts.size()) {
      throw new IllegalArgumentException(posts.size() + " posts, " + times.length + " weights");
    }
    return new Rates(
        share(Cell.EARLY, true, times),
        share(Cell.EARLY, false, times),
        share(Cell.LATE, true, times),
        share(Cell.LATE, false, times));
  }

  /** The shares in the sample weighted by Poisson variables of mean 1, one a post. */
  public Rates reweighted(SplittableRandom random) {
    return rates(Draws.poissonWeights(random, posts.size()));
  }

  /** {@value #REWEIGHTINGS} reweightings, each from a stream of its own. */
  public List<Rates> reweightings(Draws draws) {
    List<Rates> rates = new ArrayList<>();
    for (int draw = 0; draw < REWEIGHTINGS; draw++) {
      rates.add(reweighted(draws.stream("", "checked_sample", draw)));
    }
    return rates;
  }

  /**
   * How many posts of equal weight the posts of a class are worth in a cell: (Σw)²/Σw², w = weight
   * × engagement (Kish, Survey Sampling, 1965); 0 where there is no weight.
   */
  public double effectiveSize(Cell cell, boolean promotional) {
    double sum = 0;
    double squares = 0;
    for (Post post : posts) {
      if (post.promotional() == promotional) {
        double weight = post.weight() * cell.engagement(post);
        sum += weight;
        squares += weight * weight;
      }
    }
    return squares > 0 ? sum * (sum / squares) : 0;
  }

  private @Nullable Double share(Cell cell, boolean promotional, int[] times) {
    double predicted = 0;
    double all = 0;
    for (int i = 0; i < times.length; i++) {
      Post post = posts.get(i);
      if (post.promotional() == promotional) {
        double weight = times[i] * post.weight() * cell.engagement(post);
        all += weight;
        predicted += post.predictedPromotional() ? weight : 0;
      }
    }
    return all > 0 ? Double.valueOf(predicted / all) : null;
  }
}
