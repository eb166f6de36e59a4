package org.afterglow.bench;

import java.util.Objects;
import org.afterglow.job.claim.Replicates;
import org.afterglow.table.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What is published of one replicate, one figure, on the scale of its truth.
 *
 * @param condition what was simulated
 * @param seed of its archive
 * @param column of the figure
 * @param state of the estimate
 * @param value null without a point
 * @param low null without an interval
 * @param accounts that it rests on
 * @param placebo OK where all judged placebos pass, else the state of the first that does not
 * @param naive what an estimate without the method's care says, in standard errors from none; null
 *     beside all but the claim's first figure
 */
record ReplicateFigure(
    String condition,
    long seed,
    String column,
    String state,
    @Nullable Double value,
    @Nullable Double low,
    @Nullable Double high,
    long accounts,
    String placebo,
    @Nullable Double naive) {

  /** An estimate as it is published, taken to the scale of its truth. */
  static ReplicateFigure of(SharedArchive.World world, ClaimFigure figure, Replicates.Found found) {
    Estimate estimate =
        Objects.requireNonNull(found.estimates().get(figure.column()), figure.column());
    Double low = scaled(figure, estimate.low());
    Double high = scaled(figure, estimate.high());
    boolean falling = low != null && high != null && low > high;
    return new ReplicateFigure(
        named(world.condition()),
        world.seed(),
        figure.column(),
        estimate.state(),
        scaled(figure, estimate.value()),
        falling ? high : low,
        falling ? low : high,
        found.accounts(),
        found.placebo(),
        ClaimFigure.of(figure.claim()).get(0).equals(figure) ? (Double) found.naive() : null);
  }

  /** A condition's name as a cell. */
  static String named(String condition) {
    return condition.replace(',', ';');
  }

  private static @Nullable Double scaled(ClaimFigure figure, @Nullable Double given) {
    return given == null ? null : (Double) figure.scale().applyAsDouble(given);
  }

  String csv() {
    return String.join(
        ",",
        condition,
        String.valueOf(seed),
        column,
        state,
        shown(value),
        shown(low),
        shown(high),
        String.valueOf(accounts),
        placebo,
        shown(naive));
  }

  static ReplicateFigure ofCsv(String line) {
    String[] cells = line.split(",", -1);
    return new ReplicateFigure(
        cells[0],
        Long.parseLong(cells[1]),
        cells[2],
        cells[3],
        number(cells[4]),
        number(cells[5]),
        number(cells[6]),
        Long.parseLong(cells[7]),
        cells[8],
        number(cells[9]));
  }

  private static String shown(@Nullable Double value) {
    return value == null ? "" : value.toString();
  }

  private static @Nullable Double number(String cell) {
    return cell.isEmpty() ? null : (Double) Double.parseDouble(cell);
  }
}
