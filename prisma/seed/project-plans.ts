import { addDays } from "date-fns/addDays";
import type { SetupTick } from "@/modules/pmo/projects/rules";

type Phase = "setup" | "planning" | "active" | "paused" | "completed" | "archived";

/** A project of the demo before it has a customer. Days count from today. */
export interface ProjectPlan {
  /** Behind it comes the name of the account. */
  name: string;
  key: string;
  phase: Phase;
  type: "ecommerce" | "service" | "saas" | "healthcare" | "education" | "finance";
  contract: "time" | "fixed";
  startsIn: number;
  endsIn: number;
  reason?: string;
  /** The ticks of its setup, where that is tracked. */
  setup?: readonly SetupTick[];
  description: string;
}

/** In all phases: one slips, one is paused, one is finished, and one is put away. */
export const projectPlans: readonly ProjectPlan[] = [
  {
    name: "Cloud migration",
    key: "CLM",
    phase: "active",
    type: "saas",
    contract: "fixed",
    setup: ["setupKnowledge", "setupTesting"],
    startsIn: -62,
    endsIn: 41,
    description:
      "Moves the order system and its four databases from the customer's own rooms to the cloud, one service after the other. The old servers stay on until the first month end was closed on the new ones.",
  },
  {
    name: "Warehouse rollout",
    key: "WHR",
    phase: "active",
    type: "service",
    contract: "time",
    startsIn: -118,
    endsIn: -9,
    description:
      "Scanners and labels in six warehouses, two of them in each wave. The second wave waited three weeks for the network in the cold store; the last warehouse follows as soon as the end is agreed anew.",
  },
  {
    name: "Web shop relaunch",
    key: "SHOP",
    phase: "active",
    type: "ecommerce",
    contract: "fixed",
    startsIn: -33,
    endsIn: 18,
    description:
      "A new shop for spare parts with live stock, prices by customer and checkout without an account. Search and checkout are shown to the customer every second Thursday.",
  },
  {
    name: "Data foundation",
    key: "DATA",
    phase: "planning",
    type: "finance",
    contract: "time",
    startsIn: 12,
    endsIn: 131,
    description:
      "One place for the figures of sales, stock and finance, refreshed each night. Planned are the sources, the first five reports, and who answers for which figure.",
  },
  {
    name: "Patient portal",
    key: "PORT",
    phase: "setup",
    type: "healthcare",
    contract: "fixed",
    setup: [],
    startsIn: 26,
    endsIn: 150,
    description:
      "Appointments, findings and forms for patients of three clinics. The data protection officer of the customer joins from the first workshop.",
  },
  {
    name: "Learning platform",
    key: "LEARN",
    phase: "paused",
    type: "education",
    contract: "time",
    startsIn: -84,
    endsIn: 60,
    reason: "The customer appoints a new head of training, who is to decide on the courses first.",
    description:
      "Courses, tests and certificates for 900 technicians in five languages. Ready are the import of people and the first two courses.",
  },
  {
    name: "Security audit",
    key: "AUD",
    phase: "completed",
    type: "finance",
    contract: "fixed",
    startsIn: -97,
    endsIn: -35,
    description:
      "Interviews, a test from outside and a report with 23 findings in the order in which they should be mended. The four most urgent ones were closed before the report was handed over.",
  },
  {
    name: "Support handbook",
    key: "BOOK",
    phase: "archived",
    type: "service",
    contract: "time",
    startsIn: -240,
    endsIn: -170,
    description: "Who answers what, and how fast: 40 pages for the service desk, with an index by symptom.",
  },
];

interface Step {
  event: "planned" | "started" | "paused" | "completed" | "closed";
  from: Phase;
  to: Phase;
  at: Date;
}

/** The steps of a project to its phase, each in its time; none lies ahead. */
export function stepsOf({ phase, startsIn, endsIn }: ProjectPlan, now: Date): Step[] {
  const day = (days: number) => addDays(now, Math.min(days, -1));
  const path: Step[] = [
    { event: "planned", from: "setup", to: "planning", at: day(startsIn - 8) },
    { event: "started", from: "planning", to: "active", at: day(startsIn) },
  ];
  const end = { at: day(endsIn) };
  if (phase === "setup") return [];
  if (phase === "planning") return path.slice(0, 1);
  if (phase === "active") return path;
  if (phase === "paused") return [...path, { event: "paused", from: "active", to: "paused", at: addDays(now, -12) }];
  path.push({ event: "completed", from: "active", to: "completed", ...end });
  if (phase === "completed") return path;
  return [...path, { event: "closed", from: "completed", to: "archived", at: addDays(end.at, 30) }];
}

interface PlannedMilestone {
  name: string;
  dueOn: Date;
  /** Of the price, in percent; null where it bills nothing. */
  share: number | null;
  bills: "share" | "delivery" | null;
  reachedOn: Date | null;
}

/** The milestones of a project: those that lie behind are reached, some two days late, but for the last of one that slips. */
export function milestonesOf({ phase, contract, startsIn, endsIn }: ProjectPlan, now: Date): PlannedMilestone[] {
  const isFixed = contract === "fixed";
  const begun = phase !== "setup" && phase !== "planning";
  const isOver = phase === "completed" || phase === "archived";
  const plans = [
    { name: "Plan signed", days: startsIn + 8, share: 30, bills: "share" as const },
    { name: "First part live", days: Math.round((startsIn + endsIn) / 2), share: 30, bills: "delivery" as const },
    { name: "Accepted", days: endsIn, share: 40, bills: "delivery" as const },
  ];
  return plans.map(({ name, days, share, bills }, place) => {
    const reached = days + (place === 0 ? 2 : 0);
    const isReached = begun && reached < 0 && (isOver || place < 2);
    return {
      name,
      dueOn: addDays(now, days),
      ...(isFixed ? { share, bills } : { share: null, bills: null }),
      reachedOn: isReached ? addDays(now, reached) : null,
    };
  });
}

/** The checklist of a project; all is done once it has started. */
export function itemsOf({ phase }: ProjectPlan): { text: string; needed: boolean; done: boolean }[] {
  const begun = phase !== "setup" && phase !== "planning";
  return [
    { text: "Contract signed by both sides", needed: true, done: true },
    { text: "Access to their systems", needed: true, done: begun },
    { text: "Contacts for questions named", needed: false, done: phase !== "setup" },
    { text: "Kick-off held", needed: true, done: begun },
  ];
}
