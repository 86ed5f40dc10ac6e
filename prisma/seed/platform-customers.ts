import type { LimitKey } from "@/lib/plans";
import type { DemoMember, DemoWorkspace } from "./people";

/** A support session that is over. */
export interface PastSession {
  /** The address of the person of the staff. */
  staff: string;
  daysAgo: number;
  minutes: number;
  took: number;
  write: boolean;
  ticket: string;
  reason: string;
}

/** A workspace that only the platform's staff see in the demo. */
export interface Customer extends DemoWorkspace {
  /** Days since its members were there. */
  quietDays: number;
  /** Days since it was made. */
  ageDays: number;
  trialDays?: number;
  /** Days since its last renewal failed: `billing.ts` sells it the plan. */
  unpaidDays?: number;
  /** The reason of staff. */
  suspended?: string;
  /** Its owner has asked for its deletion. */
  isLeaving?: true;
  /** The reason for which an event of it is parked. */
  parked?: string;
  /** Its consent to support. */
  access?: { mode: "until"; write: boolean };
  overrides?: { limit: LimitKey; most: number; reason: string }[];
  sessions?: PastSession[];
}

const ruth = "ruth@throughline.example";
const tom = "tom@throughline.example";

function person(name: string, host: string, role: DemoMember["role"]): DemoMember {
  const [first = ""] = name.toLowerCase().split(" ");
  return { name, email: `${first}@${host}.example`, role, teams: [] };
}

function firm(slug: string, name: string, [owner, ...others]: readonly [string, ...string[]]) {
  const members = others.map((one, place) => person(one, slug, place === 0 ? "admin" : "member"));
  return { slug, name, owner: person(owner, slug, "owner"), members, teams: [], opportunities: 0, budget: 50_000 };
}

export const customers: readonly Customer[] = [
  {
    ...firm("halden-systems", "Halden Systems", [
      "Melvin Marxen",
      "Darcel Schlecht",
      "Kami Bicknell",
      "Rosalina Dieter",
    ]),
    plan: "professional",
    opportunities: 120,
    ageDays: 160,
    quietDays: 0,
    parked: "The mail server answered 451 Try again later",
    access: { mode: "until", write: false },
    overrides: [{ limit: "pipelines", most: 20, reason: "They merge two sales teams until spring" }],
    sessions: [
      {
        staff: ruth,
        daysAgo: 3,
        minutes: 30,
        took: 26,
        write: true,
        ticket: "4790",
        reason: "An import stops at row 212",
      },
      {
        staff: tom,
        daysAgo: 18,
        minutes: 15,
        took: 12,
        write: false,
        ticket: "4688",
        reason: "A board shows no cards",
      },
      {
        staff: ruth,
        daysAgo: 31,
        minutes: 60,
        took: 41,
        write: false,
        ticket: "4603",
        reason: "Totals differ from their report",
      },
    ],
  },
  {
    ...firm("solstice", "Solstice Energy", ["Vicki Laflamme", "Hayden Neloms", "Versie Hillebrand"]),
    plan: "professional",
    opportunities: 80,
    ageDays: 230,
    quietDays: 1,
    unpaidDays: 9,
    sessions: [
      {
        staff: tom,
        daysAgo: 6,
        minutes: 15,
        took: 8,
        write: false,
        ticket: "4771",
        reason: "They do not find the invoice",
      },
    ],
  },
  {
    ...firm("orchard-lane", "Orchard Lane Foods", ["Daniell Hammack", "Zane Levy"]),
    plan: "starter",
    ageDays: 12,
    quietDays: 0,
    trialDays: 2,
  },
  {
    ...firm("umbra", "Umbra Studio", ["Garret Kinder", "Elease Gluck"]),
    plan: "professional",
    opportunities: 40,
    ageDays: 90,
    quietDays: 30,
    suspended: "Mails to bought addresses, after two warnings",
    parked: "The receiver answered 410 Gone",
  },
  {
    ...firm("lindqvist", "Lindqvist & Sons", ["Cecily Lampkin", "Niesha Huffines"]),
    plan: "starter",
    ageDays: 75,
    quietDays: 4,
    isLeaving: true,
  },
  {
    ...firm("fairbank", "Fairbank Insurance", ["Corliss Cosme", "Maureen Marcano", "Marty Freudenburg"]),
    plan: "enterprise",
    opportunities: 160,
    ageDays: 410,
    quietDays: 2,
  },
];
