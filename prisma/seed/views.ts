import { createView } from "@/modules/platform/data/views/operations/views";
import type { Ctx } from "@/server/context";

type View = Parameters<typeof createView>[1];

const ofCompanies: View[] = [
  {
    noun: "account",
    name: "Large accounts",
    scope: "workspace",
    state: {
      conditions: [{ field: "employees", op: "atLeast", value: 1_000 }],
      sorts: [{ field: "annualRevenue", direction: "desc" }],
      totals: { annualRevenue: "sum", employees: "average" },
    },
  },
  {
    noun: "account",
    name: "Changed this week",
    state: {
      conditions: [{ field: "updatedAt", op: "atLeast", value: "this week" }],
      sorts: [{ field: "updatedAt", direction: "desc" }],
    },
  },
  {
    noun: "contact",
    name: "Leads to call",
    scope: "workspace",
    state: {
      conditions: [
        { field: "lifecycle", op: "is", value: "lead" },
        { field: "doNotCall", op: "is", value: false },
      ],
      sorts: [{ field: "nextAt", direction: "asc" }],
    },
  },
];

/** The views of the demo: those of everybody, one of the first team, and some of the owner alone. */
export const demoViews = (teamId: string | null): View[] => [
  {
    noun: "opportunity",
    name: "Closing this quarter",
    scope: "workspace",
    state: {
      conditions: [
        { field: "status", op: "is", value: "open" },
        { field: "expectedCloseDate", op: "is", value: "this quarter" },
      ],
      sorts: [{ field: "expectedCloseDate", direction: "asc" }],
      totals: { amount: "sum" },
    },
  },
  {
    noun: "opportunity",
    name: "Won this fiscal year",
    scope: "workspace",
    state: {
      conditions: [
        { field: "status", op: "is", value: "won" },
        { field: "actualCloseDate", op: "is", value: "this fiscal year" },
      ],
      sorts: [{ field: "amount", direction: "desc" }],
      totals: { amount: "sum" },
    },
  },
  {
    noun: "opportunity",
    name: "Open in our team",
    scope: teamId ? "team" : "private",
    teamId,
    state: {
      conditions: [
        { field: "status", op: "is", value: "open" },
        { field: "owner", op: "anyOf", value: ["my teams"] },
      ],
      sorts: [{ field: "amount", direction: "desc" }],
      group: "owner",
    },
  },
  {
    noun: "opportunity",
    name: "Without a next step",
    state: {
      conditions: [
        { field: "status", op: "is", value: "open" },
        { field: "nextAt", op: "empty" },
      ],
      sorts: [{ field: "stageEnteredAt", direction: "asc" }],
    },
  },
  ...ofCompanies,
];

/** Saves the views of the demo in a workspace, as its owner. */
export async function bringViews(owner: Ctx): Promise<void> {
  const team = await owner.db.team.findFirst({ orderBy: { createdAt: "asc" }, select: { id: true } });
  for (const view of demoViews(team?.id ?? null)) await createView(owner, view);
}
