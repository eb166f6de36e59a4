package org.afterglow.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Holds the estimators of claims C2 to C8 against docs/methods.md, 9, by the program's own tables:
 * archives of known truth, without the effect and with it, go through every stage, and the
 * archive's row of what is published is compared with the truth. Prints a Markdown table. Run by
 * scripts/measure-claims.
 */
final class MeasureReplicatedClaims {
  private static final List<String> CLAIMS = List.of("C2", "C3", "C4", "C5", "C6", "C7", "C8");

  /** Claims that are measured on the same archives, the cheaper first. */
  private static final List<String> PARTS = List.of("C2", "C8", "C4", "C7", "C3+C5", "C6");

  /** Replicates of each condition that share an archive. */
  private static final int BATCH = 10;

  private static final double NULL_LIMIT = .08;
  private static final double POWER_LIMIT = .8;
  private static final double COVERAGE_LIMIT = .9;
  private static final double NORMAL = 1.96;

  private MeasureReplicatedClaims() {}

  /** Arguments: a folder for what is written, replicates of each condition, claims (or all). */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int replicates = Integer.parseInt(args[1]);
    List<String> only = Arrays.asList(args).subList(2, args.length);
    if (!CLAIMS.containsAll(only)) {
      System.err.println("--only " + only + "; right would be of " + CLAIMS);
      System.exit(2);
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<AcceptanceLine> lines = new ArrayList<>();
    List<String> wanted = only.isEmpty() ? CLAIMS : only;
    for (String part : PARTS.stream().filter(some -> hasAny(some, wanted)).toList()) {
      ReplicatedClaims measured = new ReplicatedClaims(part, folder);
      for (int batch = 0; batch * BATCH < replicates; batch++) {
        measured.measure(batch, Math.min(BATCH, replicates - batch * BATCH));
      }
      for (String claim : wanted) {
        if (hasAny(part, List.of(claim))) {
          lines.addAll(lines(part, claim, measured.figures()));
        }
      }
    }
    out.print(AcceptanceLine.header());
    lines.forEach(line -> out.print(line.markdown()));
    out.printf(
        Locale.ROOT,
        "%n- %s: scripts/measure-claims OUT --replicates %d%s; %.0f CPU s, %d MB of heap at most%n",
        LocalDate.now(java.time.ZoneOffset.UTC),
        replicates,
        only.isEmpty() ? "" : " --only " + String.join(" --only ", only),
        SharedRun.cpuSeconds(),
        SharedRun.heapPeakMegabytes());
  }

  private static boolean hasAny(String part, List<String> claims) {
    return Arrays.stream(part.split("\\+", -1)).anyMatch(claims::contains);
  }

  /** The lines of a claim. */
  static List<AcceptanceLine> lines(String part, String claim, List<ReplicateFigure> figures) {
    List<AcceptanceLine> lines = new ArrayList<>();
    for (ClaimCondition condition : ClaimCondition.of(part)) {
      for (ClaimFigure figure : ClaimFigure.of(claim)) {
        Double truth = condition.truths().get(figure.column());
        List<ReplicateFigure> own =
            figures.stream()
                .filter(each -> each.condition().equals(ReplicateFigure.named(condition.name())))
                .filter(each -> each.column().equals(figure.column()))
                .toList();
        if (truth != null && !own.isEmpty()) {
          lines.addAll(lines(condition, figure, truth, own));
        }
      }
    }
    return lines;
  }

  private static List<AcceptanceLine> lines(
      ClaimCondition condition, ClaimFigure figure, double truth, List<ReplicateFigure> all) {
    List<ReplicateFigure> intervals = all.stream().filter(each -> each.low() != null).toList();
    long below = intervals.stream().filter(each -> high(each) < figure.none()).count();
    long above = intervals.stream().filter(each -> low(each) > figure.none()).count();
    boolean isNull = truth == figure.none();
    String what = figure.claim() + " " + figure.column();
    return List.of(
        isNull
            ? new AcceptanceLine(
                what + " rejected",
                condition.name(),
                below + above,
                all.size(),
                NULL_LIMIT,
                true,
                further(truth, all, below, above))
            : new AcceptanceLine(
                what + " detected",
                condition.name(),
                truth < figure.none() ? below : above,
                all.size(),
                POWER_LIMIT,
                false,
                further(truth, all, below, above)),
        new AcceptanceLine(
            what + " covers",
            condition.name(),
            intervals.stream().filter(each -> low(each) <= truth && truth <= high(each)).count(),
            intervals.size(),
            COVERAGE_LIMIT,
            false,
            ""));
  }

  private static double low(ReplicateFigure figure) {
    return Objects.requireNonNull(figure.low());
  }

  private static double high(ReplicateFigure figure) {
    return Objects.requireNonNull(figure.high());
  }

  private static String further(double truth, List<ReplicateFigure> all, long below, long above) {
    double[] errors =
        all.stream()
            .map(ReplicateFigure::value)
            .filter(Objects::nonNull)
            .mapToDouble(value -> value - truth)
            .toArray();
    double mean = Arrays.stream(errors).average().orElse(Double.NaN);
    double sd =
        Math.sqrt(
            Arrays.stream(errors).map(x -> (x - mean) * (x - mean)).sum()
                / Math.max(1, errors.length - 1));
    double[] widths =
        all.stream()
            .filter(each -> each.low() != null)
            .mapToDouble(each -> (high(each) - low(each)) / 2)
            .sorted()
            .toArray();
    double[] naive =
        all.stream()
            .map(ReplicateFigure::naive)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    long found = Arrays.stream(naive).filter(z -> Math.abs(z) > NORMAL).count();
    return String.format(
        Locale.ROOT,
        "truth %+.3f; bias %+.3f ± %.3f; half-width %.3f, errors' own %.3f; below %d, above %d;"
            + " %.0f accounts; placebo (of ten draws, where it draws) passes %d, not run %d%s",
        truth,
        mean,
        sd / Math.sqrt(errors.length),
        widths.length == 0 ? Double.NaN : widths[(widths.length - 1) / 2],
        NORMAL * sd,
        below,
        above,
        all.stream().mapToLong(ReplicateFigure::accounts).average().orElse(0),
        all.stream().filter(each -> each.placebo().equals("OK")).count(),
        all.stream().filter(each -> each.placebo().equals("NOT_RUN")).count(),
        naive.length == 0
            ? ""
            : String.format(Locale.ROOT, "; naive differs in %d of %d", found, naive.length));
  }
}
