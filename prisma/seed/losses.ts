import { faker } from "@faker-js/faker";

/** The ids of the loss reasons of each pipeline, by their names. */
export type LossReasons = ReadonlyMap<string, ReadonlyMap<string, string>>;

interface Losses {
  lossReasons: LossReasons;
  competitorIds: readonly string[];
}

const competitor = "Chose a competitor";
/** How often each reason is given; those that a pipeline does not have are left out. */
const weights: readonly { value: string; weight: number }[] = [
  { value: "Price too high", weight: 26 },
  { value: competitor, weight: 24 },
  { value: "No budget", weight: 15 },
  { value: "No decision", weight: 12 },
  { value: "Wrong time", weight: 8 },
  { value: "Stopped responding", weight: 8 },
  { value: "Not a fit", weight: 5 },
  { value: "Does it in house", weight: 10 },
  { value: "Not used enough", weight: 9 },
];
const details: Readonly<Record<string, readonly string[]>> = {
  "Price too high": ["A fifth above the next offer.", "They had half of it in this year's plan."],
  [competitor]: ["The other side was there two months before us.", "They wanted support in their own time zone."],
  "No budget": ["The money went into the new plant.", "Frozen until the next fiscal year."],
  "No decision": ["Three meetings, and nobody who decides was in one of them."],
  "Wrong time": ["Ask again in autumn, after the move."],
  "Does it in house": ["They hired two people for it."],
  "Not used enough": ["Only one of four teams took part."],
};

/** Why an opportunity was lost, and to whom. */
export function lossesOf(pipelineId: string, { lossReasons, competitorIds }: Losses) {
  const reasons = lossReasons.get(pipelineId) ?? new Map<string, string>();
  const known = weights.filter(({ value }) => reasons.has(value));
  const reason = known.length > 0 ? faker.helpers.weightedArrayElement(known) : "";
  const told = details[reason] ?? [];
  const isCompeted = faker.number.float() < (reason === competitor ? 0.9 : 0.15);
  return {
    lossReasonId: reasons.get(reason) ?? null,
    lossDetail: told.length > 0 && faker.number.float() < 0.4 ? faker.helpers.arrayElement(told as string[]) : null,
    competitorId: isCompeted && competitorIds.length > 0 ? faker.helpers.arrayElement(competitorIds as string[]) : null,
  };
}
