import type { Refusal } from "@/server/nouns/rule";
import { maxMinor } from "../../lines/fields";
import { fromLinesText } from "../../rules";
import type { ProductFact } from "./batch-facts";
import type { Imported, OpportunityColumns } from "./imported-opportunity";

/** An opportunity with one more line, which adds to a value that follows from lines. */
export function withLine(
  { before }: Imported,
  after: OpportunityColumns,
  product: ProductFact | undefined,
): OpportunityColumns {
  if (!after.valueFromLines) return after;
  return { ...after, amountMinor: (before?.amountMinor ?? 0n) + (product?.priceMinor ?? 0n) };
}

/** A value that follows from lines holds no more than one that is typed. */
export function tooMuch({ valueFromLines, amountMinor }: OpportunityColumns): Refusal | null {
  if (!valueFromLines || amountMinor === null || (amountMinor <= maxMinor && amountMinor >= -maxMinor)) return null;
  const reason = "With this product the total of the lines is more than a value can hold. Leave it out.";
  return { field: "product", reason };
}

/** The value that follows from lines is in no file; the same one may stand there. */
export function typedValue(known: OpportunityColumns, after: OpportunityColumns): Refusal | null {
  const isSame = after.amountMinor === known.amountMinor && after.currency === known.currency;
  return known.valueFromLines && !isSame ? { field: "amount", reason: fromLinesText } : null;
}
