import "server-only";
import type { FilterInput, Sort } from "@/lib/list";
import { nounEntities } from "@/lib/nouns/all";
import { type DroppedPart, type ViewState, viewStateInput } from "@/lib/views";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import type { Prisma } from "./db/generated/client.ts";
import { notFound } from "./errors.ts";
import type { ListDefinition, Where } from "./list-definition.ts";
import { archivedWhere, conditionsWhere } from "./list-filter.ts";
import { keptStates } from "./list-kept-state.ts";
import { mayView, seesAll } from "./scope.ts";
import { teamsAbove } from "./team-members.ts";

/** The saved views that the actor sees without a look at teams: the own ones, and those of the workspace. */
function ownAndCommonViews(ctx: Ctx): Prisma.SavedViewWhereInput[] {
  const self = memberOf(ctx.actor);
  return [...(self ? [{ ownerId: self }] : []), { scope: "workspace" }];
}

/** The lists that the actor may see. */
const listsSeen = (ctx: Ctx) => ({ noun: { in: nounEntities.filter((entity) => mayView(ctx, entity)) } });

/**
 * The saved views that the actor sees, of lists that they may see: the own ones, those of the workspace, and those of the
 * actor's teams and of the teams above; owners and admins see those of all teams.
 */
export async function visibleViews(ctx: Ctx): Promise<Prisma.SavedViewWhereInput> {
  if (ctx.actor.type === "system") return {};
  const teams = seesAll(ctx)
    ? (await ctx.db.team.findMany({ select: { id: true } })).map(({ id }) => id)
    : await teamsAbove(ctx);
  return { ...listsSeen(ctx), OR: [...ownAndCommonViews(ctx), { scope: "team", teamId: { in: teams } }] };
}

/** The parts of a saved view that a list takes. */
interface ListView {
  filter: FilterInput;
  sorts: Sort[];
  archived: boolean;
  /** The parts that were left out. */
  dropped: DroppedPart[];
}

/**
 * A saved view of a list without the parts that no longer exist. NOT_FOUND for one that the actor does not see, that was
 * deleted, or that is of another list.
 */
async function viewOf(ctx: Ctx, list: ListDefinition, id: string): Promise<ListView> {
  const find = (seen: Prisma.SavedViewWhereInput) => {
    const where = { AND: [{ id, noun: list.entity, archivedAt: null }, seen] };
    return ctx.db.savedView.findFirst({ where, select: { state: true } });
  };
  // Most views need no look at the teams.
  const row = (await find({ ...listsSeen(ctx), OR: ownAndCommonViews(ctx) })) ?? (await find(await visibleViews(ctx)));
  if (!row) throw notFound("view");
  const [kept] = await keptStates(ctx, list, [storedState(row.state)]);
  if (!kept) throw notFound("view");
  const { conditions, groups, match, q, sorts, archived } = kept.state;
  return { filter: { conditions, groups, match, q }, sorts, archived, dropped: kept.dropped };
}

/** A filter as where-fragments, with its saved view. */
interface Filtered {
  where: Where[];
  view: ListView | null;
}

async function withView(list: ListDefinition, input: FilterInput, ctx: Ctx): Promise<Filtered> {
  const where = await conditionsWhere(list, input, ctx);
  if (!input.view) return { where, view: null };
  const view = await viewOf(ctx, list, input.view);
  return { where: [...where, ...(await conditionsWhere(list, view.filter, ctx))], view };
}

/**
 * Turns a filter into where-fragments, with that of its saved view, of boards, which show no archived records. VALIDATION
 * with the path for what does not fit.
 */
export const filterWhere = async (list: ListDefinition, input: FilterInput, ctx: Ctx): Promise<Where[]> =>
  (await withView(list, input, ctx)).where;

/**
 * The same for lists, which show archived rows or the others: as the request says, else as its saved view does. Returns
 * the view too: lists take its orders, and say what was left out of it.
 */
export async function listedWhere(
  list: ListDefinition,
  input: FilterInput & { archived?: boolean | undefined },
  ctx: Ctx,
): Promise<Filtered> {
  const { where, view } = await withView(list, input, ctx);
  const { archived = view?.archived } = input;
  return { where: [...where, ...archivedWhere(list, { archived })], view };
}

/** The part of an answer that says what was left out of the saved view of its request. */
export const droppedFrom = (view: ListView | null): { dropped?: DroppedPart[] } =>
  view ? { dropped: view.dropped } : {};

/** A state as it was stored, by an earlier release too. */
export const storedState = (state: Prisma.JsonValue): ViewState => viewStateInput.parse(state);

/** The reverse. JSON has no undefined values, as conditions without a value may have. */
export const stateToStore = (state: ViewState): Prisma.InputJsonObject => JSON.parse(JSON.stringify(state));
