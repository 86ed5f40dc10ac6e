import "server-only";
import type { Reference } from "@/lib/zod";
import type { Ctx } from "@/server/context";
import type { UsagePart } from "../schema";

const without: Readonly<Record<UsagePart, string>> = { team: "No team", member: "No member", key: "Without API key" };

/** Resolves an id to its id and name; null means the usage belongs to no team, member or key. */
export type ResolveReference = (id: string | null) => Reference;

/** Looks up the names of teams, members or API keys. Only members who manage keys see the names of keys. */
export async function namesOf(ctx: Ctx, part: UsagePart, ids: readonly (string | null)[]): Promise<ResolveReference> {
  const known = [...new Set(ids.flatMap((id) => id ?? []))];
  const rows = known.length === 0 ? [] : await load(ctx, part, known);
  const names = new Map(rows.map((row) => [row.id, row.name]));
  const hidden = part === "key" && !ctx.can("apiKey:manage");
  return (id) => {
    if (id === null) return { id, name: without[part] };
    if (hidden) return { id: null, name: `Key of ${names.get(id) ?? "a former member"}` };
    const name = names.get(id);
    return name === undefined ? { id: null, name: `A deleted ${part}` } : { id, name };
  };
}

async function load(ctx: Ctx, part: UsagePart, ids: string[]): Promise<{ id: string; name: string }[]> {
  const where = { id: { in: ids } };
  const select = { id: true, name: true };
  if (part === "team") return await ctx.db.team.findMany({ where, select });
  if (part === "member") return await ctx.db.member.findMany({ where, select });
  const keys = await ctx.db.apiKey.findMany({ where, select: { ...select, member: { select: { name: true } } } });
  return ctx.can("apiKey:manage") ? keys : keys.map(({ id, member }) => ({ id, name: member.name }));
}
