package org.afterglow.job.claim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import org.afterglow.job.acts.Privacy;
import org.afterglow.table.Manifest;

/**
 * How findings came about, for the manifest: by claim its legs with their other ways of counting,
 * what stands against concluding and who weighs most, and the limits that hold for them.
 */
public final class ClaimDetails {
  /** The name that they have in the details of the stage. */
  public static final String NAME = "claims";

  private ClaimDetails() {}

  /** The details of claims, in the order given. */
  public static ObjectNode json(List<ClaimEvidence> claims) {
    ObjectNode details = Manifest.JSON.createObjectNode();
    for (ClaimEvidence claim : claims) {
      ObjectNode own = details.putObject(claim.claim().name());
      TreeMap<String, Double> limits = new TreeMap<>(claim.limits());
      limits.put("accounts_for_a_verdict", (double) Hindrances.FOR_A_VERDICT);
      limits.put("people_behind_a_count", (double) Privacy.FEWEST_PEOPLE);
      own.set("limits", Manifest.JSON.valueToTree(limits));
      ArrayNode legs = own.putArray("legs");
      for (int i = 0; i < claim.legs().size(); i++) {
        ClaimLeg leg = claim.legs().get(i);
        ObjectNode told = Manifest.JSON.valueToTree(leg);
        told.put("figure", claim.claim().figures().get(i));
        told.put(
            "verdict", claim.settled() == null ? Findings.word(leg) : claim.settled().verdict());
        legs.add(told);
      }
    }
    return details;
  }
}
