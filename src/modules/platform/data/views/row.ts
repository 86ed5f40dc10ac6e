import "server-only";
import type { Ctx } from "@/server/context";
import type { Prisma } from "@/server/db/generated/client";
import { type KeptState, keptStates } from "@/server/list-kept-state";
import { listOf } from "@/server/list-targets";
import { storedState } from "@/server/saved-views";
import type { SavedView } from "./schema";
import { savedViewScope } from "./scope";

export const select = {
  id: true,
  noun: true,
  name: true,
  scope: true,
  ownerId: true,
  teamId: true,
  rank: true,
  state: true,
  archivedAt: true,
  version: true,
} satisfies Prisma.SavedViewSelect;
export type Row = Prisma.SavedViewGetPayload<{ select: typeof select }>;

/** Views as the actor reads them, in the given order, with the names of their owners and teams. */
export async function present(ctx: Ctx, rows: readonly Row[]): Promise<SavedView[]> {
  const owners = await ctx.db.member.findMany({
    where: { id: { in: [...new Set(rows.map(({ ownerId }) => ownerId))] } },
    select: { id: true, name: true, status: true },
  });
  const teamIds = [...new Set(rows.flatMap(({ teamId }) => teamId ?? []))];
  const teams = teamIds.length
    ? await ctx.db.team.findMany({ where: { id: { in: teamIds } }, select: { id: true, name: true } })
    : [];
  const states = await readStates(ctx, rows);
  return rows.map((row) => {
    const owner = owners.find(({ id }) => id === row.ownerId);
    const team = teams.find(({ id }) => id === row.teamId) ?? null;
    return {
      id: row.id,
      noun: row.noun,
      name: row.name,
      // A view whose team was deleted is its owner's alone.
      scope: row.scope === "team" && !team ? "private" : (row.scope as SavedView["scope"]),
      owner: { id: row.ownerId, name: owner?.name ?? "", placeholder: owner?.status === "placeholder" },
      team,
      ...(states.get(row.id) as KeptState),
      mayEdit: savedViewScope.mayEdit(ctx, row),
      archived: row.archivedAt !== null,
      version: row.version,
    };
  });
}

/** The states of views by their ids, those of one list at once. */
async function readStates(ctx: Ctx, rows: readonly Row[]): Promise<ReadonlyMap<string, KeptState>> {
  const read = new Map<string, KeptState>();
  for (const noun of new Set(rows.map((row) => row.noun))) {
    const ofNoun = rows.filter((row) => row.noun === noun);
    const states = ofNoun.map(({ state }) => storedState(state));
    const list = listOf(noun);
    const kept = list ? await keptStates(ctx, list, states) : states.map((state) => ({ state, dropped: [] }));
    for (const [place, { id }] of ofNoun.entries()) read.set(id, kept[place] as KeptState);
  }
  return read;
}
