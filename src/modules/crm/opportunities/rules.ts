import type { PatchOf } from "@/lib/fields/record";
import { rankBetween, ranksBetween } from "@/lib/rank";
import type { declared } from "./fields";
import type { Opportunity, rotLevels } from "./schema";

type RotLevel = (typeof rotLevels)[number];
type Edit = PatchOf<(typeof declared)["fields"]>;

const dayMs = 86_400_000;

/** `amount` (minor units) times `percent` / 100, rounded half to even; exact for every safe integer. */
export function weightedMinor(amount: number | bigint, percent: number): number {
  return Number(hundredths(BigInt(amount) * BigInt(percent)));
}

/** The price of a quantity with up to three decimals, in minor units, rounded half to even. */
export function lineTotalMinor(quantity: number, unitPrice: number | bigint): bigint {
  const thousandths = BigInt(Math.round(quantity * 1000));
  return halfEven(thousandths * BigInt(unitPrice), 1000n);
}

interface PricedLine {
  quantity: number;
  unitPrice: number | bigint | null;
}
/** The exact total of lines; one without a price counts nothing. */
export const linesTotalMinor = (lines: readonly PricedLine[]): bigint =>
  lines.reduce((sum, { quantity, unitPrice }) => sum + lineTotalMinor(quantity, unitPrice ?? 0), 0n);

/** The value of an opportunity that takes it from its lines: without lines it has none. */
export const valueOfLines = (lines: readonly PricedLine[]): bigint | null =>
  lines.length === 0 ? null : linesTotalMinor(lines);

const hundredths = (value: bigint) => halfEven(value, 100n);

function halfEven(value: bigint, divisor: bigint): bigint {
  const sign = value < 0n ? -1n : 1n;
  const absolute = value * sign;
  const [quotient, rest] = [absolute / divisor, (absolute % divisor) * 2n];
  const up = rest > divisor || (rest === divisor && quotient % 2n === 1n);
  return sign * (up ? quotient + 1n : quotient);
}

/** Whole days between two instants; null when the first is unknown. */
export function ageInDays(since: Date | string | null, now: Date): number | null {
  if (since === null) return null;
  return Math.max(0, Math.floor((now.getTime() - new Date(since).getTime()) / dayMs));
}

/** The later of two instants; one that is unknown does not count. */
export function laterOf<T extends string | Date>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

/** How long an open opportunity lies untouched against its stage's limit in days. Unknown touch or no limit: none. */
export function rotLevel(touchedAt: Date | string | null, rotDays: number | null, now: Date): RotLevel {
  const idle = ageInDays(touchedAt, now);
  if (idle === null || rotDays === null || idle <= rotDays) return "none";
  return idle > 2 * rotDays ? "over" : "due";
}

/** From this number of pushes on, the close date is not reliable. */
const manyPushes = 3;
/** From this per cent on, an opportunity is likely to be won. */
const likely = 50;

type StepFacts = Pick<
  Opportunity,
  | "status"
  | "archivedAt"
  | "expectedCloseDate"
  | "closeDatePushes"
  | "rot"
  | "amount"
  | "valueFromLines"
  | "probability"
>;

/**
 * Returns the most pressing next step for the owner of an open opportunity; null when there is none. `today` is
 * YYYY-MM-DD.
 */
export function nextStep(opportunity: StepFacts, today: string): string | null {
  if (opportunity.status !== "open" || opportunity.archivedAt !== null) return null;
  if (opportunity.expectedCloseDate !== null && opportunity.expectedCloseDate < today)
    return "Its close date has passed. Ask when they will decide and set a new date, or close the opportunity.";
  if (opportunity.rot === "over")
    return "It has had no activity for more than twice as long as its stage allows. Get in touch, or close it as lost.";
  if (opportunity.rot === "due")
    return "It has had no activity for longer than its stage allows. Get in touch, or move it on.";
  if (opportunity.closeDatePushes >= manyPushes)
    return `Its close date was pushed ${opportunity.closeDatePushes} times. Ask what is delaying it before you set another date.`;
  if (opportunity.amount === null && (opportunity.probability ?? 0) >= likely)
    return opportunity.valueFromLines
      ? "It is likely to be won and has no products. Add them so that totals include its value."
      : "It is likely to be won and has no value. Add a value so that totals include it.";
  return null;
}

/** Share of won among decided opportunities in whole per cent; null before the first decision. */
export function winRate(won: number, lost: number): number | null {
  return won + lost === 0 ? null : Math.round((100 * won) / (won + lost));
}

/**
 * Returns a rank in a gap. The first attempt takes the middle; after a clash it takes a random place of ever more, so
 * that concurrent moves into one gap succeed. `random` is from 0 to below 1.
 */
export function rankInGap(lower: string | null, upper: string | null, attempt: number, random: number): string {
  if (attempt === 1) return rankBetween(lower, upper);
  const places = ranksBetween(lower, upper, 64 * attempt);
  return places[Math.floor(random * places.length)] ?? rankBetween(lower, upper);
}

/** An edited opportunity with what follows from its amount and its own probability, until the server has answered. */
export function withFollowing(row: Opportunity, { probability: own = row.ownProbability }: Edit): Opportunity {
  const probability = own ?? row.stage.probability;
  const weightedAmount =
    row.amount && probability !== null
      ? { ...row.amount, amount: weightedMinor(row.amount.amount, probability) }
      : null;
  return { ...row, probability, ownProbability: own, weightedAmount };
}

/** Why an opportunity cannot be lost for a reason; null where it can. A pipeline with reasons asks for one of them. */
export function lossReasonRefusal(given: string | null, hasReasons: boolean, fits: boolean): string | null {
  if (given === null) return hasReasons ? "Choose why this opportunity was lost." : null;
  return fits ? null : "Choose a loss reason of this opportunity's pipeline.";
}

/** Why an opportunity that is closed gets no probability of its own. */
export const closedProbabilityText = (status: "won" | "lost"): string =>
  `A ${status} opportunity has the probability of its stage. Move it to an open stage to set another one.`;

/** Why nobody types the value of an opportunity that takes it from its lines. */
export const fromLinesText =
  "The value is the total of the product lines. Change the lines, or turn “Value from lines” off to set another value.";

/** Why the currency of an opportunity with product lines stays: their prices are in it. */
export const otherCurrencyText = (currency: string): string =>
  `The product lines of this opportunity are in ${currency}. Remove them to change the currency.`;
