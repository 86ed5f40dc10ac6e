import "server-only";
import { type ChoiceColor, choiceColors } from "@/lib/fields/choice-colors";
import { tagsName } from "@/lib/fields/custom";
import { nounEntities } from "@/lib/nouns/all";
import { foldKey, quoteValue } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { defined, isoOf } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { lockDefinitions } from "@/server/custom/lock";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { AppError, invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { rowIn, updateVersioned } from "@/server/versions";
import { tagEvents } from "../events";
import {
  createTagInput,
  listTagsInput,
  maxTags,
  mergedTag,
  mergeTagInput,
  type TagRow,
  tag,
  tagList,
  tagVersionInput,
  updateTagInput,
} from "../schema";
import { tagScope } from "../scope";

const select = {
  id: true,
  name: true,
  nameKey: true,
  color: true,
  category: true,
  archivedAt: true,
  mergedIntoId: true,
  version: true,
} satisfies Prisma.TagSelect;
type Row = Prisma.TagGetPayload<{ select: typeof select }>;

const present = ({ nameKey: _nameKey, mergedIntoId: _into, archivedAt, color, ...row }: Row): TagRow => ({
  ...row,
  color: color as ChoiceColor,
  archivedAt: isoOf(archivedAt),
});

export const listTags = platform.operation({
  kind: "query",
  permission: "workspace:view",
  input: listTagsInput,
  output: tagList,
  rest: { method: "GET", path: "/tags" },
  describe:
    "The tags of the workspace by name; `archived` adds the archived ones, and `usage` the number of records with each tag, by type of record, for members who manage fields.",
  async run(ctx, { usage = false, archived = false }) {
    const rows = await ctx.db.tag.findMany({
      where: { mergedIntoId: null, ...(archived ? {} : { archivedAt: null }) },
      orderBy: [{ nameKey: "asc" }],
      select,
    });
    // The counts include records that others do not see.
    if (!usage || !ctx.can("field:manage")) return rows.map(present);
    const used = await usageOf(ctx);
    return rows.map((row) => ({ ...present(row), usage: used.get(row.id) ?? [] }));
  },
});

type Usage = { entity: string; records: number }[];

/** The number of records that have each tag, by object. Archived records count. */
async function usageOf(ctx: Ctx, id?: string): Promise<Map<string, Usage>> {
  const rows = await tenantSql<{ tag: string; field: string; records: number }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select v.text as tag, v.field, count(*)::int as records from custom_values v
      where v.tenant_id = ${ctx.tenant.id}::uuid and v.field = any(${tagFields}::text[])
        ${id === undefined ? Prisma.empty : Prisma.sql`and v.text = ${id}`}
      group by v.text, v.field order by v.field`,
  );
  const used = new Map<string, Usage>();
  for (const { tag: of, field, records } of rows)
    used.set(of, [...(used.get(of) ?? []), { entity: field.slice(0, field.indexOf(".")), records }]);
  return used;
}

const tagFields = nounEntities.map((entity) => `${entity}.${tagsName}`);

export const createTag = platform.operation({
  kind: "mutation",
  permission: "tag:create",
  input: createTagInput,
  output: tag,
  rest: { method: "POST", path: "/tags", creates: true },
  describe: `Creates a tag for all types of record. If no colour is given, it gets the next one. A workspace can have at most ${maxTags} tags.`,
  async run(ctx, { name, color, category }) {
    await lockDefinitions(ctx);
    await refuseTwin(ctx, name, null);
    const count = await ctx.db.tag.count();
    if (count >= maxTags)
      throw invalid(
        "name",
        `The workspace already has ${maxTags} tags, which is the maximum. Merge two of them first.`,
      );
    const row = await ctx.db.tag.create({
      data: {
        name,
        nameKey: foldKey(name),
        color: color ?? choiceColors[count % choiceColors.length] ?? choiceColors[0],
        category: category || null,
      },
      select,
    });
    emit(ctx, tagEvents.created, { id: row.id, version: row.version, after: { name }, data: {} });
    return present(row);
  },
});

/** Refuses the name of another tag, and says where that is. */
async function refuseTwin(ctx: Ctx, name: string, id: string | null): Promise<void> {
  const nameKey = foldKey(name);
  if (nameKey === "") throw invalid("name", "Give the tag a name.");
  const twin = await ctx.db.tag.findFirst({ where: { nameKey, ...(id ? { id: { not: id } } : {}) }, select });
  if (!twin) return;
  const called = quoteValue(twin.name);
  if (twin.mergedIntoId) {
    const into = await ctx.db.tag.findFirst({ where: { id: twin.mergedIntoId }, select: { name: true } });
    throw invalid("name", `The tag ${called} was merged into ${quoteValue(into?.name ?? "")}. Use that one.`);
  }
  throw invalid(
    "name",
    twin.archivedAt
      ? `There is an archived tag ${called}. Restore it, or use a different name.`
      : `There is already a tag ${called}. Use a different name.`,
  );
}

const existing = {
  kind: "mutation",
  permission: "field:manage",
  on: { scope: tagScope, ids: (input: { id: string }) => [input.id] },
  output: tag,
} as const;

export const updateTag = platform.operation({
  ...existing,
  input: updateTagInput,
  rest: { method: "PATCH", path: "/tags/{id}" },
  describe: "Renames a tag, or changes its colour or category; records keep it.",
  async run(ctx, { id, version, name, color, category }) {
    await lockDefinitions(ctx);
    if (name !== undefined) await refuseTwin(ctx, name, id);
    const columns = defined({
      name,
      nameKey: name === undefined ? undefined : foldKey(name),
      color,
      category: category === undefined ? undefined : category || null,
    });
    return await change(ctx, { id, version }, columns, tagEvents.updated);
  },
});

export const archiveTag = platform.operation({
  ...existing,
  input: tagVersionInput,
  rest: { method: "POST", path: "/tags/{id}/archive" },
  describe: "Archives a tag: it can no longer be chosen; records that have it keep it.",
  run: (ctx, input) => change(ctx, input, { archivedAt: new Date() }, tagEvents.archived),
});

export const restoreTag = platform.operation({
  ...existing,
  input: tagVersionInput,
  rest: { method: "POST", path: "/tags/{id}/restore" },
  describe: "Restores an archived tag, so that it can be chosen again.",
  async run(ctx, input) {
    await lockDefinitions(ctx);
    await refuseMerging(ctx, input.id);
    return await change(ctx, input, { archivedAt: null }, tagEvents.restored);
  },
});

/** A tag whose records are getting another one is gone in a moment. */
async function refuseMerging(ctx: Ctx, id: string): Promise<void> {
  const merging = await ctx.db.event.findFirst({
    where: { entity: "tag", entityId: id, name: tagEvents.merged.name },
    select: { id: true },
  });
  if (merging) throw new AppError("CONFLICT", "This tag is being merged into another one.");
}

type TagEvent = (typeof tagEvents)["updated" | "archived" | "restored"];

async function change(ctx: Ctx, target: { id: string; version: number }, columns: Partial<Row>, event: TagEvent) {
  const { id } = target;
  const row = await updateVersioned<Row>(ctx, {
    event,
    ...target,
    columns,
    select,
    ...rowIn<Row>(ctx.db.tag, { id, columns, select }),
    present,
  });
  return present(row);
}

export const mergeTag = platform.operation({
  ...existing,
  uses: [{ scope: tagScope, ids: (input) => [input.intoId] }],
  input: mergeTagInput,
  output: mergedTag,
  rest: { method: "POST", path: "/tags/{id}/merge" },
  describe:
    "Moves the records of a tag to another tag, in the background, and returns how many there are. It cannot be undone. The first tag is archived at once and deleted at the end.",
  async run(ctx, { id, version, intoId }) {
    await lockDefinitions(ctx);
    if (id === intoId) throw invalid("intoId", "Choose a different tag.");
    for (const one of [id, intoId]) await refuseMerging(ctx, one);
    const [row, into] = [
      await ctx.db.tag.findFirst({ where: { id }, select }),
      await ctx.db.tag.findFirst({ where: { id: intoId }, select }),
    ];
    if (!row || !into) throw notFound("tag");
    if (into.archivedAt) throw invalid("intoId", `The tag ${quoteValue(into.name)} is archived. Restore it first.`);
    if (row.version !== version)
      throw new AppError("CONFLICT", "Someone changed this tag in the meantime. Check again before you merge it.", {
        current: present(row),
      });
    const records = ((await usageOf(ctx, id)).get(id) ?? []).reduce((sum, one) => sum + one.records, 0);
    const data = { archivedAt: row.archivedAt ?? new Date(), version: { increment: 1 } };
    const after = await ctx.db.tag.update({ where: { id, version }, data, select });
    emit(ctx, tagEvents.merged, { id, version: after.version, before: { name: row.name }, data: { intoId } });
    return { tag: present(into), records };
  },
});
