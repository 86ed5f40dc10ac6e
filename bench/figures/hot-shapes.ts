import { cursorOf, filteredAccounts, moveInput, plannedActivities } from "../calls";
import type { Stage } from "../stage";
import { recordStatements, type Sent } from "./record-statements";

/** A frequent call, as the statements that it sends to the database. */
export type Shape = { name: string; changes: boolean; statements: Sent[] };

/** The app's own code in this process, as the signed-in user calls it. */
export async function callerIn(stage: Stage) {
  // The app's modules read their environment when they are loaded.
  Object.assign(process.env, stage.env);
  const { appRouter } = await import("@/registry/router");
  await import("@/registry/register");
  const { createCallerFactory, createTrpcContext } = await import("@/server/trpc");
  return createCallerFactory(appRouter)(() =>
    createTrpcContext({
      credential: { type: "session", token: stage.person.token },
      workspace: stage.person.workspace,
      requestId: crypto.randomUUID(),
      origin: null,
      address: "127.0.0.1",
      userAgent: "bench",
    }),
  );
}

/** Runs each hot call once in this process, with the app's own code, and keeps what it sent. Changes are rolled back. */
export async function hotShapes(stage: Stage): Promise<Shape[]> {
  const api = await callerIn(stage);
  const byName = { field: "name", direction: "asc" } as const;
  const byRevenue = { field: "annualRevenue", direction: "desc" } as const;
  const board = await api.opportunities.board({});
  const [opportunity] = board.columns[0]?.cards ?? [];
  const closed = board.columns.find((column) => column.type === "won");
  const account = board.columns.flatMap(({ cards }) => cards).find((card) => card.account?.id)?.account;
  if (!opportunity || !closed || !account?.id)
    throw new Error("The data has no opportunity, closed stage or account to ask for.");
  const { id } = account;
  const deep = await cursorOf(stage, "accounts.list", byRevenue, Math.min(500_000, stage.scale.accounts / 2));
  const calls: [string, () => Promise<unknown>][] = [
    ["accounts.list, filtered", () => api.accounts.list(filteredAccounts)],
    ["accounts.list, deep", () => api.accounts.list({ sort: byRevenue, cursor: deep })],
    ["accounts.list, text", () => api.accounts.list({ sort: byName, q: "harbor media 1" })],
    ["accounts.get", () => api.accounts.get({ id })],
    ["accounts.pick", () => api.accounts.pick({ q: "harbor media 1" })],
    ["accounts.family", () => api.accounts.family({ id })],
    ["opportunities.accountTotals", () => api.opportunities.accountTotals({ id })],
    ["opportunities.list", () => api.opportunities.list({})],
    [
      "opportunities.list, of an owner",
      () =>
        api.opportunities.list({ conditions: [{ field: "owner", op: "is", value: opportunity.owner?.id ?? "me" }] }),
    ],
    ["opportunities.get", () => api.opportunities.get({ id: opportunity.id })],
    ["opportunities.board", () => api.opportunities.board({})],
    ["opportunities.boardColumn, closed", () => api.opportunities.boardColumn({ stageId: closed.stageId })],
    ["opportunities.stageHistory", () => api.opportunities.stageHistory({ id: opportunity.id })],
    ["events.timeline, of an opportunity", () => api.events.timeline({ entity: "opportunity", id: opportunity.id })],
    ["events.timeline, of a family", () => api.events.timeline({ entity: "account", id, family: true })],
    ["events.timeline, of an account", () => api.events.timeline({ entity: "account", id })],
    ["activities.list, planned", () => api.activities.list(plannedActivities)],
    [
      "activities.list, of an account",
      () => api.activities.list({ conditions: [{ field: "about", op: "anyOf", value: [id] }] }),
    ],
    ["pipelines.list", () => api.pipelines.list({})],
    ["opportunities.move", async () => api.opportunities.move(await moveInput(stage, 0))],
  ];
  const shapes: Shape[] = [];
  for (const [name, call] of calls) {
    shapes.push({ name, changes: name.endsWith(".move"), statements: await recordStatements(stage, call) });
  }
  return shapes;
}
