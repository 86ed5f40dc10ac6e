import { faker } from "@faker-js/faker";
import type { ActivityFirm, Customer, Deal, Person, Target } from "./activity-firm";
import type { ActivityStatus } from "./activity-rows";
import type { ActivityKind, Phase } from "./activity-subjects";
import { chance, pick } from "./activity-words";

type Weights = readonly (readonly [kind: ActivityKind, weight: number])[];

const kinds: Readonly<Record<Phase, Weights>> = {
  prospect: [
    ["call", 42],
    ["email", 33],
    ["linkedin", 7],
    ["sms", 2],
    ["note", 10],
    ["meeting", 6],
  ],
  first: [
    ["call", 44],
    ["email", 28],
    ["linkedin", 3],
    ["chat", 1],
    ["meeting", 11],
    ["note", 11],
    ["task", 2],
  ],
  needs: [
    ["call", 31],
    ["email", 28],
    ["meeting", 11],
    ["demo", 12],
    ["note", 12],
    ["task", 6],
  ],
  offer: [
    ["call", 31],
    ["email", 31],
    ["meeting", 8],
    ["demo", 6],
    ["note", 12],
    ["proposal", 5],
    ["task", 7],
  ],
  closing: [
    ["call", 32],
    ["email", 31],
    ["meeting", 11],
    ["contract", 5],
    ["note", 13],
    ["task", 8],
  ],
  after: [
    ["call", 28],
    ["email", 28],
    ["meeting", 20],
    ["note", 12],
    ["task", 10],
    ["chat", 2],
  ],
  renewal: [
    ["call", 36],
    ["email", 31],
    ["meeting", 12],
    ["note", 12],
    ["task", 6],
    ["proposal", 3],
  ],
  care: [
    ["call", 34],
    ["email", 30],
    ["meeting", 13],
    ["note", 13],
    ["task", 6],
    ["sms", 2],
    ["chat", 2],
  ],
};

/** A type of activity that is usual in a phase. */
export const kindIn = (phase: Phase): ActivityKind =>
  faker.helpers.weightedArrayElement(kinds[phase].map(([value, weight]) => ({ value, weight })));

/** The records of a sale: its account, and one of its people. */
export function targetOf(deal: Deal, { accounts }: Pick<ActivityFirm, "accounts">): Target {
  const account = deal.accountId === null ? null : (accounts.get(deal.accountId) ?? null);
  const own = account?.people.filter(({ id }) => deal.contactIds.includes(id)) ?? [];
  const people = own.length > 0 ? own : (account?.people ?? []);
  return {
    account,
    contact: people.length > 0 ? pick(people) : null,
    sale: { id: deal.id, product: deal.name.split(",")[0] ?? deal.name, amount: deal.amount, currency: deal.currency },
  };
}

/** The phase of a sale in this stage. */
export function phaseIn({ pipelineId }: Deal, stageId: string, { progress, renewalIds }: ActivityFirm): Phase {
  const done = progress.get(stageId) ?? 1;
  if (renewalIds.has(pipelineId)) return done > 0.6 ? "closing" : "renewal";
  return (["first", "needs", "offer", "closing"] as const)[Math.min(3, Math.floor(done * 4))] ?? "closing";
}

/** The owner, where that is somebody who signs in; now and then a colleague. */
export function ownerOf(ownerId: string | null, { members }: ActivityFirm): string | null {
  const isThere = members.some(({ id }) => id === ownerId);
  if (isThere && !chance(0.05)) return ownerId;
  return members.length > 0 ? pick(members).id : null;
}

/** Of what was agreed for a time, some is cancelled and some people do not come. */
export function statusOf(kind: ActivityKind): ActivityStatus {
  const missed: Partial<Record<ActivityKind, number>> = { meeting: 0.03, demo: 0.04, call: 0.002 };
  if (chance(missed[kind] ?? 0)) return "no_show";
  const cancelled: Partial<Record<ActivityKind, number>> = { meeting: 0.06, demo: 0.06, task: 0.05, call: 0.01 };
  return chance(cancelled[kind] ?? 0) ? "cancelled" : "completed";
}

const phases: Readonly<Record<string, Phase>> = { prospect: "prospect", customer: "care", partner: "care" };

/** The phase of activities with a customer, beside those of sales. */
export const phaseOf = ({ type }: Pick<Customer, "type">): Phase => phases[type] ?? "prospect";

/** One of the people of a customer, most of the time. */
export const someone = ({ people }: Pick<Customer, "people">): Person | null =>
  people.length > 0 && chance(0.85) ? pick(people) : null;
