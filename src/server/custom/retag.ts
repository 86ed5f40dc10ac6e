import "server-only";
import type { TagAction } from "@/lib/bulk";
import { tagsName } from "@/lib/fields/custom";
import type { NounEntity } from "@/lib/nouns/all";
import { quoteValue } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { invalid, notFound } from "../errors.ts";
import { recordsOf } from "../nouns/records.ts";
import { customOf } from "./of-tenant.ts";

/** Refuses tags that the workspace does not have, and archived ones that records would get. */
export function requireTags(ctx: Ctx, { add, remove }: TagAction): void {
  const known = new Map(ctx.tenant.custom.tags.map((tag) => [tag.id, tag]));
  if ([...add, ...remove].some((id) => !known.has(id))) throw notFound("tag");
  const archived = add.map((id) => known.get(id)).find((tag) => tag?.archivedAt);
  if (archived) throw invalid("action.add", `The tag ${quoteValue(archived.name)} is archived. Restore it first.`);
}

/** The tags of a record after an act. Read after its version: a later change of its tags is then a conflict. */
export async function retagged(
  ctx: Ctx,
  entity: NounEntity,
  id: string,
  { add, remove }: TagAction,
): Promise<{ tags: string[] | null }> {
  const row = await recordsOf(ctx, entity).findFirst({ where: { id }, select: { custom: true } });
  const had = (customOf(ctx.tenant, entity).unpack(row ?? {})[tagsName] ?? []) as string[];
  const tags = [...new Set([...had.filter((one) => !remove.includes(one)), ...add])];
  return { tags: tags.length > 0 ? tags : null };
}
