import "server-only";
import type { z } from "zod";
import type { BulkSelection } from "@/lib/bulk-changes";
import type { Fields } from "@/lib/fields/field";
import type { NounEntity } from "@/lib/nouns/all";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { invalid } from "../errors.ts";
import { requireAllowed } from "../execute.ts";
import type { Where } from "../list-definition.ts";
import { archivedWhere } from "../list-filter.ts";
import type { AnyOperation } from "../operation.ts";
import { processWide } from "../process-wide.ts";
import { filterWhere } from "../saved-views.ts";
import { visibleAmong } from "../seen-through.ts";
import { whereSql } from "../where-sql.ts";
import { inWorkspace } from "./in-workspace.ts";
import type { AnyRecord, Crud, Deleting, NounRuntime } from "./noun-runtime.ts";
import { completeRows, presenterFor } from "./present.ts";
import { recordsOf, type Stored } from "./records.ts";
import { visibleOf } from "./scope.ts";

type Single = Pick<Crud<Fields, string>, "get" | "update" | "archive" | "restore" | "totals">;

/** A kind of record of which many are changed at once, by the operations for a single record. */
export interface ManyNoun extends Single, Partial<Pick<Crud<Fields, string>, "create"> & Pick<Deleting, "delete">> {
  runtime: NounRuntime;
}

const registeredNouns = processWide<Readonly<Record<string, ManyNoun>>>("kinds of record");

/** Called by the registry when it is loaded; each kind may point to those before it. */
export function registerMany(nouns: Readonly<Record<NounEntity, object>>): void {
  registeredNouns.set(nouns as unknown as Readonly<Record<string, ManyNoun>>);
}

/** Every kind of record; each may point to those before it. */
export const allNouns = (): readonly ManyNoun[] => Object.values(registeredNouns.required());

export type DeletableNoun = ManyNoun & Required<Pick<ManyNoun, "delete">>;

/** The kinds of records that can be deleted for good, those that point to others first. */
export const deletableNouns = (): readonly DeletableNoun[] =>
  allNouns()
    .filter((one): one is DeletableNoun => one.delete !== undefined)
    .toReversed();

/** The kind of record with this name. VALIDATION for one that does not exist. */
export function manyOf(entity: string): ManyNoun {
  const many = allNouns().find(({ runtime }) => runtime.noun.entity === entity);
  if (!many) throw invalid("noun", "There is no such list.");
  return many;
}

/** The act of this kind of record with this name, for one record; undefined if there is none that can be undone. */
export function actOf({ runtime }: ManyNoun, name: string) {
  const { acts } = runtime.own;
  const [run, back] = [acts?.run[name], acts?.undoneBy?.[name]];
  const undo = back === undefined ? undefined : acts?.run[back];
  if (!acts || !run || !undo) return undefined;
  return { input: acts.input as z.ZodType, run, undo };
}

/** The operation whose right a change needs. */
export const operationFor = (many: ManyNoun, type: string): AnyOperation | undefined =>
  type === "delete" ? many.delete : many.update;

export interface Chosen {
  id: string;
  version: number;
}

/** The next records of a selection, by id, after one; of a list those that the actor sees. */
export async function chosenAfter(
  ctx: Ctx,
  { runtime }: ManyNoun,
  selection: BulkSelection,
  { after, limit }: { after: string | null; limit: number },
): Promise<Chosen[]> {
  const { noun, table } = runtime;
  if ("ids" in selection) {
    const ids = [...new Set(selection.ids)].filter((id) => after === null || id > after).sort();
    const next = ids.slice(0, limit);
    const rows = await recordsOf(ctx, noun.entity).findMany({
      where: { AND: [{ id: { in: next } }, await visibleAmong(ctx, noun.entity, next)] },
      select: { id: true, version: true },
    });
    const known = new Map(rows.map(({ id, version }) => [id, version]));
    // One that is hidden or gone is refused like in a single edit.
    return next.map((id) => ({ id, version: selection.versions?.[id] ?? known.get(id) ?? 1 }));
  }
  const { list } = table;
  const where: Where = {
    AND: [
      visibleOf(ctx, noun),
      ...(await filterWhere(list, selection.all, ctx)),
      ...archivedWhere(list, selection.all),
      ...(after === null ? [] : [{ id: { gt: after } }]),
    ],
  };
  const [alias, from] = [list.table.alias, `${list.table.name} ${list.table.alias}`].map((text) => Prisma.raw(text));
  return await tenantSql<Chosen>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${alias}.id, ${alias}.version from ${from}
      where ${alias}.tenant_id = ${ctx.tenant.id}::uuid and ${whereSql(list.table, where)}
      order by ${alias}.id limit ${limit}`,
  );
}

/** How many records a selection has, exactly. */
export async function countChosen(ctx: Ctx, many: ManyNoun, selection: BulkSelection): Promise<number> {
  if ("ids" in selection) return new Set(selection.ids).size;
  return (await many.totals(ctx, selection.all)).count;
}

/** The rows of those of these records that the actor sees: one statement for all, and one for their links. */
export async function seenRows(ctx: Ctx, many: ManyNoun, ids: readonly string[]): Promise<Stored[]> {
  requireAllowed(many.get, ctx);
  return await editedRows(ctx, many, ids);
}

/** The same for an edit, which answers what it changed also to a key that may not view such records. */
export async function editedRows(ctx: Ctx, { runtime }: ManyNoun, ids: readonly string[]): Promise<Stored[]> {
  const { noun, table } = inWorkspace(ctx, runtime);
  const rows = await recordsOf(ctx, noun.entity).findMany({
    where: { AND: [{ id: { in: [...ids] } }, await visibleAmong(ctx, noun.entity, ids)] },
    select: table.select,
    relationLoadStrategy: "join",
  });
  return await completeRows(ctx, { table, noun }, rows);
}

/** The records of such rows, by id. */
export const presented = (ctx: Ctx, { runtime }: ManyNoun, rows: readonly Stored[]): ReadonlyMap<string, AnyRecord> =>
  new Map(rows.map(presenterFor(ctx, inWorkspace(ctx, runtime))).map((record) => [record.id, record]));
