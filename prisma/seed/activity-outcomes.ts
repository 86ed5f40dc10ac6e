import { faker } from "@faker-js/faker";
import { callResults, cancellations, meetingResults, missedCalls, noShows, seasonOf } from "./activity-sentences";
import type { ActivityKind, Phase } from "./activity-subjects";
import { chance, type Slots, written } from "./activity-words";

type Weights = readonly { value: string; weight: number }[];

const callWeights: Weights = [
  { value: "Connected", weight: 62 },
  { value: "Left voicemail", weight: 17 },
  { value: "No answer", weight: 14 },
  { value: "Busy", weight: 5 },
];
const strangerWeights: Weights = [...callWeights, { value: "Wrong number", weight: 6 }];
const mailWeights: Weights = [
  { value: "Replied", weight: 56 },
  { value: "No reply", weight: 40 },
  { value: "Bounced", weight: 4 },
];
const meetingWeights: Weights = [
  { value: "Held", weight: 45 },
  { value: "Next step agreed", weight: 35 },
  { value: "Follow-up needed", weight: 20 },
];
const offerWeights: Weights = [
  { value: "Accepted", weight: 40 },
  { value: "Under review", weight: 35 },
  { value: "Declined", weight: 25 },
];

/** The name of the outcome of something completed; null where nobody chose one. */
export function outcomeOf(kind: ActivityKind, phase: Phase, isInbound: boolean): string | null {
  if (kind === "note" || kind === "other" || chance(0.04)) return null;
  if (kind === "task") return chance(0.7) ? "Done" : null;
  if (kind === "call") {
    if (isInbound) return "Connected";
    return drawn(phase === "prospect" || phase === "first" ? strangerWeights : callWeights);
  }
  if (kind === "meeting" || kind === "demo") return drawn(meetingWeights);
  if (kind === "proposal" || kind === "contract") return drawn(offerWeights);
  return isInbound ? null : drawn(mailWeights);
}

const drawn = (weights: Weights): string => faker.helpers.weightedArrayElement([...weights]);

interface Ended {
  kind: ActivityKind;
  phase: Phase;
  status: string;
  outcome: string | null;
}

/** The result that somebody wrote down, or the reason why it did not take place. */
export function resultOf({ kind, phase, status, outcome }: Ended, slots: Slots): string | null {
  if (status === "cancelled") return written(cancellations, slots);
  if (status === "no_show") return written(noShows, slots);
  if (status !== "completed") return null;
  const season = seasonOf(phase);
  if (kind === "meeting" || kind === "demo") return chance(0.75) ? several(meetingResults[season], slots) : null;
  if (kind !== "call") return null;
  if (outcome === "Connected") return chance(0.7) ? several(callResults[season], slots) : null;
  return chance(0.25) ? written(missedCalls, slots) : null;
}

/** One sentence, or two different ones. */
function several(templates: readonly string[], slots: Slots): string | null {
  const first = written(templates, slots);
  const second = chance(0.35) ? written(templates, slots) : null;
  return first && second && first.slice(0, 12) !== second.slice(0, 12) ? `${first} ${second}` : first;
}
