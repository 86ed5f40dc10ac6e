import "server-only";
import { tagsName } from "@/lib/fields/custom";
import { nounEntities } from "@/lib/nouns/all";
import { foldKey } from "@/lib/text";
import type { Ctx } from "@/server/context";
import { customFields } from "@/server/custom/definitions";
import { moveValues } from "@/server/custom/move";
import { archiveTag, createTag, restoreTag } from "../../tags/operations/tags";

/** The tag of each sample record, by which lists show and filter them. */
export const sampleTagName = "Sample data";

const findTag = (ctx: Ctx) =>
  ctx.db.tag.findFirst({
    where: { nameKey: foldKey(sampleTagName), mergedIntoId: null },
    select: { id: true, version: true, archivedAt: true },
  });

/** The context with the tag of sample records, which is made or restored where the workspace lacks it; and its id. */
export async function withSampleTag(ctx: Ctx): Promise<{ ctx: Ctx; tagId: string }> {
  const found = await findTag(ctx);
  const isUsable = found?.archivedAt === null;
  if (found && isUsable) return { ctx, tagId: found.id };
  const tag = found
    ? await restoreTag(ctx, { id: found.id, version: found.version })
    : await createTag(ctx, { name: sampleTagName, color: "gray" });
  const { custom } = ctx.tenant;
  const { id, name, color, category } = tag;
  const tags = [...custom.tags.filter((one) => one.id !== id), { id, name, color, category, archivedAt: null }];
  // The workspace as the next request will see it: this one has read its tags before.
  const known = customFields(custom.version + 1, { fields: custom.fields, tags, lists: custom.lists });
  return { ctx: { ...ctx, tenant: { ...ctx.tenant, custom: known } }, tagId: id };
}

/** Takes the tag off records that stay, and archives it unless other records have it. */
export async function dropSampleTag(ctx: Ctx, staying: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const tag = await findTag(ctx);
  if (!tag) return;
  for (const entity of nounEntities)
    await moveValues(ctx, entity, staying.get(entity) ?? [], (row) => {
      const had = (row[tagsName] ?? []) as string[];
      return had.includes(tag.id) ? { [tagsName]: had.filter((id) => id !== tag.id) } : null;
    });
  const others = await ctx.db.customValue.findFirst({
    where: { field: { in: nounEntities.map((entity) => `${entity}.${tagsName}`) }, text: tag.id },
    select: { recordId: true },
  });
  if (!others && tag.archivedAt === null) await archiveTag(ctx, { id: tag.id, version: tag.version });
}
