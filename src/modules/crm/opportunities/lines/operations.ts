import "server-only";
import { partOperations } from "@/server/nouns/parts";
import { crm } from "../../module";
import { productOperations } from "../../products/operations";
import { declared } from "../fields";
import { linesTotalMinor, lineTotalMinor, valueOfLines } from "../rules";
import { opportunityScope } from "../scope";
import { lineParts, maxMinor } from "./fields";

interface Line {
  quantity: number;
  unitPrice: number | null;
}
const totalOf = ({ quantity, unitPrice }: Line) => Number(lineTotalMinor(quantity, unitPrice ?? 0));
const sumOf = (lines: readonly Line[]) => Number(linesTotalMinor(lines));

/** The largest integer that JSON carries exactly; larger sums of imported lines are cut to it. */
const largest = Number.MAX_SAFE_INTEGER;
const shown = (minor: number, currency: string) => ({
  amount: Math.max(-largest, Math.min(minor, largest)),
  currency,
});

const tooMuch = (what: string) => ({
  field: "quantity",
  reason: `The total of ${what} is more than an amount can hold. Use a smaller quantity or unit price.`,
});

export const opportunityLines = partOperations(crm, { noun: declared, scope: opportunityScope }, lineParts, {
  targets: { product: productOperations },
  reads: { product: ["price"] },
  rule({ part, after, currency }) {
    const { price } = part.product.values;
    const unitPrice = part.unitPrice ?? (price?.currency === currency ? price.amount : null);
    if (unitPrice === null)
      return { field: "unitPrice", reason: `This product has no price in ${currency}. Type one.` };
    const priced = { ...part, unitPrice };
    if (Math.abs(totalOf(priced)) > maxMinor) return tooMuch("this line");
    const sum = sumOf(after.map((line) => (line.id === part.id ? priced : line)));
    return Math.abs(sum) > maxMinor ? tooMuch("all lines") : [priced];
  },
  record: {
    columns: ["valueFromLines", "amountMinor"],
    follow: (lines, { valueFromLines }) => (valueFromLines ? { amountMinor: valueOfLines(lines) } : {}),
  },
  present: (line, currency) => ({ total: shown(totalOf(line), currency) }),
  presentTotals: (lines, currency) => ({ total: shown(sumOf(lines), currency) }),
});
export const {
  list: listOpportunityLines,
  add: addOpportunityLine,
  update: updateOpportunityLine,
  remove: removeOpportunityLine,
  move: moveOpportunityLine,
} = opportunityLines;
