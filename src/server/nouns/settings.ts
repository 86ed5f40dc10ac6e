import "server-only";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { byPosition, maxSettings } from "@/lib/nouns/settings";
import { quoteValue, withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { AppError, invalid, notFound } from "../errors.ts";
import { emit } from "../events.ts";
import { oneImportAtATime } from "../import-lock.ts";
import { mergeInput, moveInput, type NounRuntime, type SettingList } from "./noun-runtime.ts";
import { presentStored } from "./present.ts";
import { recordsOf, type Stored } from "./records.ts";
import { type Rule, rule } from "./rule.ts";

/** The operations that order and merge entries of a settings list; none for other nouns. */
export function settingList(runtime: NounRuntime): SettingList | object {
  const { module, noun, scope } = runtime;
  const { head, entity, settings } = noun;
  if (!settings) return {};
  const shared = {
    kind: "mutation",
    permission: permissionFor(entity, "edit"),
    on: { scope, ids: (input: { id: string }) => [input.id] },
    output: noun.record,
  } as const;
  return {
    move: module.operation({
      ...shared,
      uses: [{ scope, ids: (input: { after: string | null }) => [input.after] }],
      input: moveInput,
      rest: { method: "POST", path: `/${head.path}/{id}/move` },
      describe: `Moves ${withArticle(head.one)} right after another one in the list, or to its start; records keep their version.`,
      run: (ctx, input) => move(ctx, runtime, input),
    }),
    merge: module.operation({
      ...shared,
      // It cannot be undone, and its job goes on after a session of support.
      staff: "never",
      uses: [{ scope, ids: (input: { intoId: string }) => [input.intoId] }],
      input: mergeInput,
      rest: { method: "POST", path: `/${head.path}/{id}/merge` },
      describe: `Merges ${withArticle(head.one)} into another one: records that refer to it are changed in the background. Returns the other one. It cannot be undone. The first one is archived at once and deleted at the end.`,
      run: (ctx, input) => merge(ctx, runtime, input),
    }),
  } as unknown as SettingList;
}

async function recordAt(ctx: Ctx, { noun, table }: NounRuntime, id: string): Promise<Stored> {
  const row = await recordsOf(ctx, noun.entity).findFirst({
    where: { id },
    select: table.select,
    relationLoadStrategy: "join",
  });
  if (!row) throw notFound(noun.head.one);
  return row;
}

async function move(ctx: Ctx, runtime: NounRuntime, { id, after }: { id: string; after: string | null }) {
  const { noun } = runtime;
  const { head, entity, settings } = noun;
  if (id === after) throw invalid("after", `Choose a different ${head.one}.`);
  // Two moves at once would each number the list as it was before the other one.
  await oneImportAtATime(ctx, entity, false);
  const rows = await recordsOf(ctx, entity).findMany({
    where: { archivedAt: null },
    select: { id: true, position: true },
  });
  const order = byPosition(rows as unknown as { id: string; position: number | null }[]).map((row) => row.id);
  if (!order.includes(id)) throw invalid("id", `This ${head.one} is archived. Restore it first.`);
  const others = order.filter((one) => one !== id);
  const place = after === null ? 0 : others.indexOf(after) + 1;
  if (after !== null && place === 0) throw invalid("after", `That ${head.one} is archived. Choose another one.`);
  const ids = others.toSpliced(place, 0, id);
  const before = order.indexOf(id) + 1;
  ctx.outcome.unchanged = ids.every((one, index) => rows.find((row) => row.id === one)?.position === index + 1);
  if (!ctx.outcome.unchanged) {
    await tenantSql(
      ctx.tenant.id,
      ctx.db,
      Prisma.sql`
        update ${Prisma.raw(head.table)} t set position = r.position
        from unnest(${ids}::uuid[]) with ordinality as r(id, position)
        where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = r.id and t.position is distinct from r.position`,
    );
    if (settings)
      emit(ctx, settings.moved, {
        id,
        before: { position: before },
        after: { position: place + 1 },
        data: { afterId: after },
      });
  }
  return await presentStored(ctx, runtime, await recordAt(ctx, runtime, id));
}

interface Merge {
  id: string;
  version: number;
  intoId: string;
}

async function merge(ctx: Ctx, runtime: NounRuntime, { id, version, intoId }: Merge) {
  const { noun } = runtime;
  const { one } = noun.head;
  if (id === intoId) throw invalid("intoId", `Choose a different ${one}.`);
  await oneImportAtATime(ctx, noun.entity, false);
  for (const each of [id, intoId]) await refuseMerging(ctx, noun, each);
  const row = await recordAt(ctx, runtime, id);
  const into = await recordAt(ctx, runtime, intoId);
  if (into.archivedAt)
    throw invalid("intoId", `The ${one} ${quoteValue(String(into.name))} is archived. Restore it first.`);
  if (row.version !== version)
    throw new AppError("CONFLICT", `Someone changed this ${one} in the meantime. Check it again before you merge it.`, {
      current: await presentStored(ctx, runtime, row),
    });
  const records = recordsOf(ctx, noun.entity);
  const data = { archivedAt: row.archivedAt ?? new Date(), version: { increment: 1 } };
  await records.update({ where: { id, version }, data, select: { id: true } });
  // A revert of the import that made the other one must leave it: it has more records now.
  await records.update({ where: { id: intoId }, data: { version: { increment: 1 } }, select: { id: true } });
  if (noun.settings)
    emit(ctx, noun.settings.merged, {
      id,
      version: version + 1,
      before: { name: String(row.name) },
      data: { intoId },
    });
  return await presentStored(ctx, runtime, await recordAt(ctx, runtime, intoId));
}

/** Throws CONFLICT for an entry that is being merged into another one: it will be deleted shortly. */
export async function refuseMerging(ctx: Ctx, { entity, head, settings }: Noun, id: string): Promise<void> {
  if (!settings) return;
  const merging = await ctx.db.event.findFirst({
    where: { entity, entityId: id, name: settings.merged.name },
    select: { id: true },
  });
  if (merging) throw new AppError("CONFLICT", `This ${head.one} is being merged into another one.`);
}

/** The rule that limits a settings list to the number of records that its page can hold. */
export const settingRules = ({ entity, head }: Noun): Rule[] => {
  if (!head.settings) return [];
  const reason = `A workspace can have at most ${maxSettings} ${head.many}. Merge two of them first.`;
  return [
    rule({
      fields: [],
      async load(ctx, changes) {
        const created = changes.filter(({ before }) => before === null).length;
        return created === 0 || (await recordsOf(ctx, entity).count({})) + created <= maxSettings;
      },
      decide: ({ before }, hasRoom: boolean) => (before !== null || hasRoom ? null : { field: "name", reason }),
    }),
  ];
};
