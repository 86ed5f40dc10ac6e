import type { OpportunityImportRow } from "../schema";
import type { OpportunityColumns } from "./imported-opportunity";

/** A value that follows from the lines of an opportunity is in no file: an empty cell does not clear it. */
export const withValueOfLines = (known: OpportunityColumns, after: OpportunityColumns): OpportunityColumns =>
  known.valueFromLines && after.amountMinor === null ? { ...after, amountMinor: known.amountMinor } : after;

/** An open opportunity without its planned day, where a row clears that; the day on which one closed stays. */
export function withoutCloseDate(
  known: OpportunityColumns,
  after: OpportunityColumns,
  { actualCloseDate }: OpportunityImportRow,
  clears: readonly string[],
): OpportunityColumns {
  const isCleared = clears.includes("closeDate") && actualCloseDate === undefined;
  return isCleared && known.status === "open" && after.status === "open"
    ? { ...after, expectedCloseDate: null }
    : after;
}

/** Why an opportunity was lost, as far as empty cells of its row do not clear it. */
export const keptLoss = (known: OpportunityColumns, clears: readonly string[]) => ({
  lossReasonId: clears.includes("lossReason") ? null : known.lossReasonId,
  lossDetail: clears.includes("lossDetail") ? null : known.lossDetail,
});
