package org.afterglow.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Moves a model towards an archive that nobody labelled, if that helps: by texts that the archive
 * itself labels ({@link NoisyLabel}), and by how often its posts seem to be promotional ({@link
 * PriorShift}). The base is kept unless a change is better by more than one standard error on what
 * the change was not made from.
 *
 * <ul>
 *   <li>Signals are picked, as many with the one label as with the other, and plainer than most of
 *       an archive. They say what is said, not how often, nor how sure one can be: what is learnt
 *       from them keeps the mean and the spread of the base's margins, and is judged after both
 *       models were calibrated on the texts that judge.
 *   <li>A share of promotional posts can be judged by posts alone that were drawn with known
 *       probabilities and labelled by people. Without such labels none is taken.
 *   <li>Labels by people, where there are enough, judge instead of the signals held out.
 * </ul>
 */
public final class AdaptToArchive {
  private static final String HELD_OUT = "signals held out";
  private static final String PEOPLE = "labels";

  /** One part of so many is held out. */
  private static final int PARTS = 3;

  /** Of each label, to learn from and to judge by. */
  private static final int LEAST_OF_LABEL = 20;

  /** Sources below which their spread is unknown. */
  private static final int LEAST_SOURCES = 10;

  private final JavaSparkContext context;
  private final Margin base;
  private final TrainOptions options;
  private final List<LabelledText> people;
  private final List<String> reasons = new ArrayList<>();

  private AdaptToArchive(
      JavaSparkContext context, Margin base, TrainOptions options, List<LabelledText> people) {
    this.context = context;
    this.base = base;
    this.options = options;
    this.people = people;
  }

  /**
   * What an archive tells of itself.
   *
   * @param labels that it gives texts
   * @param posts by signal, how many have it
   * @param scores posts by the base's probability, in bins of equal width from 0 to 1; empty if
   *     they were scored by another model
   */
  public record Evidence(List<NoisyLabel> labels, Map<String, Long> posts, List<Long> scores) {}

  /**
   * Moves a model, or keeps it; the card says which.
   *
   * @param baseHash of the base's files, for the card
   * @param labels by people, which move what was chosen as {@link AdaptModel} does; may be none
   * @throws IllegalArgumentException as {@link AdaptModel#adaptTo} does for such labels
   */
  public static Model adapt(
      SparkSession spark,
      Model base,
      String baseHash,
      Evidence evidence,
      List<LabelFile> labels,
      TrainOptions options) {
    base.scorer(); // refuses a pipeline that is none of ours
    List<LabelFile> usable = TrainModel.usable(labels, base.card().languages(), options.language());
    if (!labels.isEmpty()) {
      AdaptModel.demandEnough(usable);
    }
    List<LabelledText> people = usable.stream().flatMap(file -> file.rows().stream()).toList();
    PipelineStage[] stages = base.pipeline().stages().clone();
    AdaptToArchive adapting =
        new AdaptToArchive(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            Margin.of((LogisticRegressionModel) stages[1]),
            options,
            people);
    Parts parts = parts(evidence, base.card().languages(), options.seed());
    Learnt learnt = adapting.learn(parts);
    Adaptation.Prior prior = adapting.prior(evidence, base.card());
    Learnt taken = learnt != null && learnt.gain.helps() ? learnt : null;
    boolean bySignals = taken != null;
    Adaptation.Gain ofPrior = prior == null ? null : prior.gain();
    Calibration shift =
        prior != null && ofPrior != null && ofPrior.helps()
            ? new Calibration(1, prior.shift())
            : null;
    boolean byPrior = shift != null;
    Margin margin = taken != null ? taken.margin : adapting.base;
    if (shift != null) {
      margin = margin.calibrated(shift);
    }
    Adaptation adaptation =
        new Adaptation(
            parts.signals,
            learnt == null ? null : learnt.gain,
            prior,
            bySignals
                ? byPrior ? Adaptation.BOTH : Adaptation.SIGNALS
                : byPrior ? Adaptation.PRIOR : Adaptation.BASE,
            List.copyOf(adapting.reasons),
            null);
    Model moved = base;
    if (bySignals || byPrior) {
      stages[1] = margin.stage("afterglow-regression");
      moved = new Model(TrainModel.pipeline(spark, stages), base.card());
    }
    if (!labels.isEmpty()) {
      Model byLabels = AdaptModel.adaptTo(spark, moved, baseHash, labels, options);
      Adaptation after = byLabels.card().adaptation();
      return new Model(
          byLabels.pipeline(),
          byLabels.card().with(adaptation.with(after == null ? null : after.byLabels())));
    }
    ModelCard card =
        bySignals || byPrior
            ? card(spark, base.card(), baseHash, taken, parts, options)
            : base.card();
    return new Model(moved.pipeline(), card.with(adaptation));
  }

  private static ModelCard card(
      SparkSession spark,
      ModelCard base,
      String baseHash,
      @Nullable Learnt learnt,
      Parts parts,
      TrainOptions options) {
    List<String> failures = new ArrayList<>(base.knownFailures());
    failures.add(
        "Moved by what an archive labels itself, which nobody checked: label some posts, evaluate.");
    return new ModelCard(
        ModelCard.KIND,
        TrainModel.programVersion(),
        learnt == null ? List.of() : TrainModel.dataSets(files(parts.learn), options),
        "none; adaptation has what was measured",
        options.withShare(base.assumedShare()),
        learnt == null ? null : learnt.penalty,
        null,
        TrainModel.versions(spark),
        Map.of(),
        options.costs().uncertainFrom(),
        options.costs().uncertainTo(),
        base.languages(),
        new ModelCard.Base(baseHash, base.dataSets(), base.base()),
        failures,
        null);
  }

  /** The signals' texts, to learn from and held out. */
  private record Parts(
      List<LabelledText> learn,
      List<LabelledText> heldOut,
      Map<String, Adaptation.Signal> signals) {}

  /**
   * Whole sources go to one part, the largest to one that is learnt from; near copies were left out
   * when the texts were collected.
   */
  private static Parts parts(Evidence evidence, List<String> languages, long seed) {
    List<LabelledText> all =
        evidence.labels.stream()
            .map(
                label ->
                    new LabelledText(
                        label.text(),
                        label.promotional(),
                        label.signal(),
                        label.source(),
                        label.language(),
                        null,
                        null,
                        null,
                        null))
            .toList();
    String scored = languages.get(0); // posts of undecided language were scored as well
    List<LabelledText> texts =
        TrainModel.usable(files(all), languages, scored).stream()
            .flatMap(file -> file.rows().stream())
            .toList();
    BitSet held = Folds.deal(texts, sources(texts), PARTS, seed).in(PARTS - 1);
    List<LabelledText> heldOut = held.stream().mapToObj(texts::get).toList();
    List<LabelledText> learn =
        IntStream.range(0, texts.size()).filter(i -> !held.get(i)).mapToObj(texts::get).toList();
    Map<String, Adaptation.Signal> signals = new TreeMap<>();
    evidence.posts.forEach(
        (name, posts) ->
            signals.put(name, new Adaptation.Signal(posts, of(learn, name), of(heldOut, name))));
    return new Parts(learn, heldOut, signals);
  }

  private static long of(List<LabelledText> texts, String signal) {
    return texts.stream().filter(text -> text.file().equals(signal)).count();
  }

  /** A file of labels for each signal. */
  private static List<LabelFile> files(List<LabelledText> texts) {
    Map<String, List<LabelledText>> bySignal = new TreeMap<>();
    texts.forEach(
        text -> bySignal.computeIfAbsent(text.file(), key -> new ArrayList<>()).add(text));
    return bySignal.entrySet().stream()
        .map(signal -> LabelFile.of(signal.getKey(), signal.getValue()))
        .toList();
  }

  /** Of each text the number of its source; one without any is its own. */
  static int[] sources(List<LabelledText> texts) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] sources = new int[texts.size()];
    for (int i = 0; i < sources.length; i++) {
      String source = texts.get(i).source();
      sources[i] =
          numbers.computeIfAbsent(source.isEmpty() ? "\n" + i : source, key -> numbers.size());
    }
    return sources;
  }

  /** What signals taught, and how good it is. */
  private record Learnt(Margin margin, @Nullable Double penalty, Adaptation.Gain gain) {}

  private @Nullable Learnt learn(Parts parts) {
    String lacking = lacking(parts);
    if (lacking != null) {
      reasons.add("Signals taught nothing: " + lacking + ".");
      return null;
    }
    List<SparseVector> vectors = TrainModel.vectors(parts.learn);
    boolean[] yes = TrainModel.flags(parts.learn, LabelledText::promotional);
    Map<String, Folds> ways = Folds.ways(parts.learn, yes, options.folds(), options.seed());
    ways.keySet().retainAll(ways.keySet().stream().limit(1).toList()); // no figures of the others
    BaseRegression.Moved moved =
        new BaseRegression(context, parts.learn, vectors, yes, base, options).fit(ways);
    if (moved.penalty() == null) {
      reasons.add(
          "Signals taught nothing: on sources left out no difference from the base was worth"
              + " having.");
      return null;
    }
    Margin margin = levelled(moved.margin(), base, vectors);
    Adaptation.Gain gain =
        people.isEmpty() ? judged(HELD_OUT, parts.heldOut, margin) : judged(PEOPLE, people, margin);
    reasons.add(
        gain.helps()
            ? "Signals are learnt from: better by more than a standard error, and no worse ranked."
            : "Signals are not learnt from: not better by more than a standard error, or worse"
                + " ranked.");
    return new Learnt(margin, moved.penalty(), gain);
  }

  private @Nullable String lacking(Parts parts) {
    for (List<LabelledText> part : List.of(parts.learn, parts.heldOut)) {
      long promotional = part.stream().filter(LabelledText::promotional).count();
      if (Math.min(promotional, part.size() - promotional) < LEAST_OF_LABEL) {
        return promotional
            + " promotional and "
            + (part.size() - promotional)
            + " conversational texts "
            + (part.equals(parts.learn) ? "to learn from" : "to judge by")
            + ", should be "
            + LEAST_OF_LABEL
            + " of each";
      }
    }
    List<LabelledText> judging = people.isEmpty() ? parts.heldOut : people;
    long sources = Arrays.stream(sources(judging)).distinct().count();
    return sources < LEAST_SOURCES
        ? sources + " sources to judge by, should be " + LEAST_SOURCES
        : null;
  }

  /** A margin with the mean and the spread that the base's has on these texts. */
  private static Margin levelled(Margin moved, Margin base, List<SparseVector> vectors) {
    double[] after = vectors.stream().mapToDouble(moved::of).toArray();
    double[] before = vectors.stream().mapToDouble(base::of).toArray();
    double spread = spread(after);
    double slope = spread > 0 ? spread(before) / spread : 1;
    return moved.calibrated(new Calibration(slope, mean(before) - slope * mean(after)));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double spread(double[] values) {
    double mean = mean(values);
    return Math.sqrt(Arrays.stream(values).map(each -> (each - mean) * (each - mean)).sum());
  }

  /**
   * The gain where each is given the calibration that is best on the texts that judge: two numbers,
   * of many texts and for both alike. Sources left out of it would not do, for a source often has
   * one label alone.
   */
  private Adaptation.Gain judged(String by, List<LabelledText> texts, Margin moved) {
    boolean[] yes = TrainModel.flags(texts, LabelledText::promotional);
    List<SparseVector> vectors = TrainModel.vectors(texts);
    double[] before = vectors.stream().mapToDouble(base::of).toArray();
    double[] after = vectors.stream().mapToDouble(moved::of).toArray();
    double[] ones = new double[yes.length];
    Arrays.fill(ones, 1);
    return new PairedGain(sources(texts), yes, ones)
        .of(by, calibrated(before, yes, ones), calibrated(after, yes, ones), before, after);
  }

  private static double[] calibrated(double[] margins, boolean[] yes, double[] weights) {
    Calibration calibration = Calibration.of(margins, yes, weights);
    return Arrays.stream(margins).map(calibration::probability).toArray();
  }

  private Adaptation.@Nullable Prior prior(Evidence evidence, ModelCard card) {
    if (evidence.scores.isEmpty()) {
      reasons.add("No share was estimated: the folder's posts were scored by another model.");
      return null;
    }
    if (card.base() != null) {
      reasons.add("No share was estimated: that of the base comes from labels that moved it.");
      return null;
    }
    double assumed = card.assumedShare();
    PriorShift found =
        PriorShift.of(evidence.scores.stream().mapToLong(each -> each).toArray(), assumed);
    List<LabelledText> drawn = people.stream().filter(text -> text.weight() != null).toList();
    Adaptation.Gain gain = null;
    if (found.refused() != null) {
      reasons.add("The share estimated is not taken: " + found.refused() + ".");
    } else if (drawn.size() < AdaptModel.LEAST_LABELS
        || Arrays.stream(sources(drawn)).distinct().count() < LEAST_SOURCES) {
      reasons.add(
          "The share estimated is not taken: signals are picked and cannot judge it; labels with"
              + " weights could.");
    } else {
      gain = judged(drawn, found.shift());
      reasons.add(
          gain.helps()
              ? "The share estimated is taken: better by more than a standard error."
              : "The share estimated is not taken: not better by more than a standard error.");
    }
    return new Adaptation.Prior(
        found.posts(),
        assumed,
        found.estimate(),
        found.shift(),
        found.steps(),
        found.refused(),
        gain);
  }

  private Adaptation.Gain judged(List<LabelledText> drawn, double shift) {
    List<SparseVector> vectors = TrainModel.vectors(drawn);
    Calibration identity = new Calibration(1, 0);
    Calibration shifted = new Calibration(1, shift);
    double[] margins = vectors.stream().mapToDouble(base::of).toArray();
    return new PairedGain(
            sources(drawn),
            TrainModel.flags(drawn, LabelledText::promotional),
            drawn.stream().mapToDouble(text -> Objects.requireNonNull(text.weight())).toArray())
        .of(
            "labels with weights",
            Arrays.stream(margins).map(identity::probability).toArray(),
            Arrays.stream(margins).map(shifted::probability).toArray(),
            margins,
            margins);
  }
}
