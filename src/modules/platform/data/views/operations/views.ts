import "server-only";
import { rankBetween } from "@/lib/rank";
import { maxOwnViews, maxSharedViews, type ViewScope } from "@/lib/views";
import { platform } from "@/modules/platform/module";
import { memberOf } from "@/server/actor";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { oneAtATime } from "@/server/import-lock";
import { stateToStore, storedState, visibleViews } from "@/server/saved-views";
import { mayView, seesAll } from "@/server/scope";
import { ownTeams } from "@/server/team-members";
import { withUnseen } from "@/server/unseen-values";
import { rowIn, updateVersioned } from "@/server/versions";
import { savedViewEvents } from "../events";
import { present, type Row, select } from "../row";
import {
  createViewInput,
  listViewsInput,
  moveViewInput,
  type SavedView,
  savedView,
  updateViewInput,
  viewInput,
  viewList,
  viewVersionInput,
} from "../schema";
import { savedViewScope } from "../scope";
import { readDefaults } from "./defaults";

const inOrder = [{ rank: "asc" }, { id: "asc" }] satisfies Prisma.SavedViewOrderByWithRelationInput[];

export const listViews = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: listViewsInput,
  output: viewList,
  rest: { method: "GET", path: "/views" },
  describe:
    "The saved views of a list that you may see: those of the workspace, of your teams, and your own; and the one with which the list opens.",
  async run(ctx, { noun }) {
    if (!mayView(ctx, noun)) return { views: [], opens: { viewId: null, key: null }, defaults: [] };
    const where = { AND: [{ noun, archivedAt: null }, await visibleViews(ctx)] };
    const rows = await ctx.db.savedView.findMany({ where, select, orderBy: inOrder });
    return { views: await present(ctx, rows), ...(await readDefaults(ctx, noun, rows)) };
  },
});

export const getView = platform.operation({
  kind: "query",
  permission: "workspace:view",
  uses: [{ scope: savedViewScope, ids: (input: { id: string }) => [input.id] }],
  input: viewInput,
  output: savedView,
  rest: { method: "GET", path: "/views/{id}" },
  describe: "One saved view that you may see.",
  run: async (ctx, { id }) => await answer(ctx, id),
});

export const createView = platform.operation({
  kind: "mutation",
  permission: "savedView:edit",
  input: createViewInput,
  output: savedView,
  rest: { method: "POST", path: "/views", creates: true },
  describe: `Saves a view of a list: for yourself, for one of your teams, or for the workspace. A member has at most ${maxOwnViews} views of a list, and a workspace shares at most ${maxSharedViews}.`,
  async run(ctx, { noun, name, scope, teamId, state }) {
    const ownerId = memberOf(ctx.actor);
    if (!ownerId) throw new AppError("FORBIDDEN", "Views belong to a member.");
    if (!mayView(ctx, noun)) throw invalid("noun", "There is no such list.");
    await oneAtATime(ctx, "views", noun);
    await requireSharing(ctx, { scope, teamId });
    await requireRoom(ctx, { noun, scope, ownerId });
    const rank = rankBetween(await lastRank(ctx, noun), null);
    const data = { noun, name, scope, teamId, ownerId, rank, state: stateToStore(state) };
    const row = await ctx.db.savedView.create({ data, select });
    emit(ctx, savedViewEvents.created, {
      id: row.id,
      version: row.version,
      after: { name, scope, teamId },
      data: { noun },
    });
    return await answer(ctx, row.id);
  },
});

const existing = {
  kind: "mutation",
  permission: "savedView:edit",
  on: { scope: savedViewScope, ids: (input: { id: string }) => [input.id] },
  output: savedView,
} as const;

export const updateView = platform.operation({
  ...existing,
  input: updateViewInput,
  rest: { method: "PATCH", path: "/views/{id}" },
  describe: "Renames a view, changes what it shows, or shares it.",
  async run(ctx, { id, version, name, scope, teamId, state }) {
    const before = await viewRow(ctx, id);
    const shared = {
      scope: scope ?? (before.scope as ViewScope),
      teamId: teamId === undefined ? before.teamId : teamId,
    };
    if (shared.scope !== "team") shared.teamId = null;
    const isShared = shared.scope !== before.scope || shared.teamId !== before.teamId;
    if (isShared) {
      await oneAtATime(ctx, "views", before.noun);
      await requireSharing(ctx, shared);
      const { noun, ownerId } = before;
      const isCounted = (before.scope === "private") === (shared.scope === "private");
      if (!isCounted) await requireRoom(ctx, { noun, scope: shared.scope, ownerId });
    }
    await change(
      ctx,
      { id, version },
      defined({
        name,
        ...(isShared ? shared : {}),
        state: state && stateToStore(withUnseen(state, storedState(before.state))),
      }),
      savedViewEvents.updated,
    );
    return await answer(ctx, id);
  },
});

export const moveView = platform.operation({
  ...existing,
  uses: [{ scope: savedViewScope, ids: (input) => [input.afterId] }],
  input: moveViewInput,
  rest: { method: "POST", path: "/views/{id}/move" },
  describe: "Puts a view right after another one of the same list, or first.",
  async run(ctx, { id, afterId }) {
    const { noun } = await viewRow(ctx, id);
    await oneAtATime(ctx, "views", noun);
    const visible = { AND: [{ noun, archivedAt: null, NOT: { id } }, await visibleViews(ctx)] };
    const others = await ctx.db.savedView.findMany({
      where: visible,
      select: { id: true, rank: true },
      orderBy: inOrder,
    });
    const place = afterId === null ? 0 : others.findIndex((one) => one.id === afterId) + 1;
    if (afterId !== null && place === 0) throw invalid("afterId", "Choose another view of the same list.");
    const [before, after] = [others[place - 1]?.rank ?? null, others[place]?.rank ?? null];
    const rank = rankBetween(before, before !== null && after !== null && after <= before ? null : after);
    const row = await ctx.db.savedView.update({ where: { id }, data: { rank }, select });
    emit(ctx, savedViewEvents.moved, { id, version: row.version, data: {} });
    return await answer(ctx, id);
  },
});

/** Deleted views can be restored for so long; then the next deletion removes them. */
const RESTORABLE_MS = 30 * 86_400_000;

export const deleteView = platform.operation({
  ...existing,
  input: viewVersionInput,
  rest: { method: "DELETE", path: "/views/{id}" },
  describe: "Deletes a view. It can be restored for 30 days.",
  async run(ctx, { id, version }) {
    await ctx.db.savedView.deleteMany({ where: { archivedAt: { lt: new Date(Date.now() - RESTORABLE_MS) } } });
    await change(ctx, { id, version }, { archivedAt: new Date() }, savedViewEvents.archived);
    return await answer(ctx, id);
  },
});

export const restoreView = platform.operation({
  ...existing,
  input: viewVersionInput,
  rest: { method: "POST", path: "/views/{id}/restore" },
  describe: "Restores a deleted view.",
  async run(ctx, { id, version }) {
    const { noun, scope, ownerId } = await viewRow(ctx, id);
    await oneAtATime(ctx, "views", noun);
    await requireRoom(ctx, { noun, scope: scope as ViewScope, ownerId });
    await change(ctx, { id, version }, { archivedAt: null }, savedViewEvents.restored);
    return await answer(ctx, id);
  },
});

type Columns = Partial<Pick<Row, "name" | "scope" | "teamId" | "archivedAt">> & { state?: unknown };
type ViewEvent = (typeof savedViewEvents)["updated" | "archived" | "restored"];

async function change(ctx: Ctx, target: { id: string; version: number }, columns: Columns, event: ViewEvent) {
  const { id } = target;
  const written = columns as Partial<Row>;
  await updateVersioned<Row>(ctx, {
    event,
    ...target,
    columns: written,
    select,
    ...rowIn<Row>(ctx.db.savedView, { id, columns: written, select }),
    present: ({ id: changed, name, version }) => ({ id: changed, name, version }),
  });
}

async function viewRow(ctx: Ctx, id: string): Promise<Row> {
  const row = await ctx.db.savedView.findFirst({ where: { id }, select });
  if (!row) throw notFound("view");
  return row;
}

async function answer(ctx: Ctx, id: string): Promise<SavedView> {
  const [view] = await present(ctx, [await viewRow(ctx, id)]);
  if (!view) throw notFound("view");
  return view;
}

/** Refuses to share with others than the actor may: members share with their own teams, managers with everybody. */
async function requireSharing(ctx: Ctx, { scope, teamId }: { scope: ViewScope; teamId: string | null }): Promise<void> {
  if (scope === "workspace" && !ctx.can("savedView:manage"))
    throw new AppError("FORBIDDEN", "Owners, admins and managers share views with the whole workspace.");
  if (scope !== "team") {
    if (teamId !== null) throw invalid("teamId", "Give a team only to a view that is shared with a team.");
    return;
  }
  if (!ctx.can("savedView:share"))
    throw new AppError("FORBIDDEN", "You are not allowed to share views. Ask an owner or admin.");
  if (teamId === null) throw invalid("teamId", "Choose the team that sees the view.");
  const team = await ctx.db.team.findFirst({ where: { id: teamId }, select: { id: true } });
  if (!team) throw notFound("team");
  if (!seesAll(ctx) && !(await ownTeams(ctx)).includes(teamId))
    throw new AppError("FORBIDDEN", "You share views with teams that you are in.");
}

/** Refuses one view more than a member or a workspace may have of a list. */
async function requireRoom(
  ctx: Ctx,
  { noun, scope, ownerId }: { noun: string; scope: ViewScope; ownerId: string },
): Promise<void> {
  const isOwn = scope === "private";
  const where = { noun, archivedAt: null, ...(isOwn ? { ownerId, scope } : { scope: { not: "private" } }) };
  const most = isOwn ? maxOwnViews : maxSharedViews;
  if ((await ctx.db.savedView.count({ where })) < most) return;
  throw new AppError(
    "CONFLICT",
    isOwn
      ? `You already have ${most} views of this list. Delete one first.`
      : `The workspace already shares ${most} views of this list. Delete one first.`,
  );
}

async function lastRank(ctx: Ctx, noun: string): Promise<string | null> {
  const last = await ctx.db.savedView.findFirst({
    where: { noun },
    orderBy: [{ rank: "desc" }],
    select: { rank: true },
  });
  return last?.rank ?? null;
}
