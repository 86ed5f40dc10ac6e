import "server-only";
import { type NounEntity, permissionFor } from "@/lib/nouns/all";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { isGuest } from "@/server/scope";
import { findRecords } from "@/server/search/find";
import { rankedHits } from "@/server/search/hits";
import { places, rankNames } from "@/server/search/ranking";
import { searchSources } from "@/server/search/source";
import { peopleOf } from "@/server/shares";
import { liveObject } from "@/server/signals/live";
import { suggested } from "../rules";
import { suggestMentionsInput, suggestMentionsOutput } from "../schema";

export const suggestMentions = platform.operation({
  kind: "query",
  permission: "workspace:view",
  guests: true,
  input: suggestMentionsInput,
  output: suggestMentionsOutput,
  describe:
    "Up to 8 active members and 12 records that you may see, whose name begins with or holds the words of a text, best first. Without a text: members only.",
  async run(ctx, { q, near }) {
    const close = near ? await membersNear(ctx, near) : [];
    const like = isGuest(ctx) ? membersAmong : membersLike;
    const [members, found] = await Promise.all([like(ctx, q, close), recordsLike(ctx, q)]);
    const records = found.filter(({ id }) => id !== near?.id).slice(0, suggested.records);
    const recordsFirst = isNamed(records[0]) && !isNamed(members[0]);
    return {
      recordsFirst,
      members: members.map(({ id, name }) => ({ id, name })),
      records: records.map(({ place: _, ...record }) => record),
    };
  },
});

const person = "member";

interface Suggested {
  id: string;
  name: string;
  /** How well it fits. */
  place: number;
}

/** Whether the text is words of the name, and not the beginning of one. */
const isNamed = (one: { place: number } | undefined): boolean => one !== undefined && one.place <= places.words;

/** Of so many members that fit a text, those who are near come first. */
const mostFound = 50;

async function membersLike(ctx: Ctx, q: string, close: readonly string[]): Promise<Suggested[]> {
  if (!ctx.can("member:view")) return [];
  const sources = searchSources().filter(({ entity }) => entity === person);
  const found = q === "" ? null : await findRecords(ctx, sources, { q, archived: false, limit: mostFound });
  const ids = found?.map(({ id }) => id);
  const active = { status: "active" };
  const select = { id: true, name: true } as const;
  const nearest = ids ? [] : await ctx.db.member.findMany({ where: { ...active, id: { in: [...close] } }, select });
  const rows = await ctx.db.member.findMany({
    where: { ...active, ...(ids ? { id: { in: ids } } : { NOT: { id: { in: nearest.map(({ id }) => id) } } }) },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    take: ids ? mostFound : suggested.members,
    select,
  });
  const placeOf = new Map(found?.map(({ id, place, similar }) => [id, similar ? places.linked : place]));
  const isFar = ({ id }: { id: string }) => Number(!close.includes(id));
  return [...nearest, ...rows]
    .map((row) => ({ ...row, place: placeOf.get(row.id) ?? places.linked }))
    .toSorted((a, b) => a.place - b.place || isFar(a) - isFar(b))
    .slice(0, suggested.members);
}

/** For a guest: of the people of the record those whose name holds the text. */
async function membersAmong(ctx: Ctx, q: string, people: readonly string[]): Promise<Suggested[]> {
  const rows = await ctx.db.member.findMany({
    where: { id: { in: [...people] }, status: "active" },
    orderBy: [{ nameKey: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
  });
  const ranked = q === "" ? rows.map((row) => ({ ...row, place: places.linked })) : await rankNames(ctx, q, rows);
  return ranked.slice(0, suggested.members);
}

async function recordsLike(ctx: Ctx, q: string) {
  // One more of each kind: the record of the text is left out.
  const hits = q === "" ? [] : await rankedHits(ctx, { q, limit: suggested.records + 1 });
  return hits
    .filter(({ hit }) => hit.entity !== person)
    .map(({ place, hit: { entity, id, name, facts } }) => ({ entity, id, label: name, facts, place }));
}

/** The owner of a record and the members whom its texts mention, for a guest its people; nobody of a record that the actor does not see. */
async function membersNear(ctx: Ctx, { entity, id }: { entity: NounEntity; id: string }): Promise<string[]> {
  if (!ctx.can(permissionFor(entity, "view"))) return [];
  const [row] = (await liveObject(entity)?.scope.load(ctx, [id])) ?? [];
  if (!row) return [];
  if (isGuest(ctx)) return peopleOf(row);
  const mentioned = await ctx.db.mention.findMany({
    where: { recordId: id, toEntity: person },
    orderBy: { id: "asc" },
    take: mostFound,
    select: { toId: true },
  });
  return [...new Set([...(row.ownerId ? [row.ownerId] : []), ...mentioned.map(({ toId }) => toId)])];
}
