import "server-only";

import { nounOf } from "@/lib/nouns/all";
import { isoOf } from "../columns.ts";
import type { Ctx } from "../context.ts";
import type { Row } from "../fields/kind.ts";
import { ownedOf } from "../owned-of.ts";
import { inWorkspace } from "./in-workspace.ts";
import { withLinks } from "./links.ts";
import { withMentionNames } from "./mention-names.ts";
import type { AnyRecord, NounRuntime } from "./noun-runtime.ts";

/** Turns a row that Prisma has read into a record as the server returns it. */
export async function presentStored(ctx: Ctx, runtime: NounRuntime, row: Row): Promise<AnyRecord> {
  const own = inWorkspace(ctx, runtime);
  return await presentNamed(ctx, own, await completeRow(ctx, own, row));
}

/** Turns a completed row into a record whose texts name whom they mention. */
export async function presentNamed(
  ctx: Ctx,
  runtime: Pick<NounRuntime, "table" | "scope" | "noun">,
  row: Row,
): Promise<AnyRecord> {
  const record = presentRow(ctx, runtime, row);
  const [named = record] = await withMentionNames(ctx, runtime, [record]);
  return named;
}

/** Adds the values of custom fields and links to rows that Prisma has read: one statement for each kind of them. */
export const completeRows = async <S extends Row>(
  ctx: Ctx,
  { table, noun }: Pick<NounRuntime, "table" | "noun">,
  rows: readonly S[],
): Promise<S[]> => await withLinks(ctx, noun.fields, await table.complete(ctx, rows));

/** Adds the values of custom fields and links to a row that Prisma has read. */
export async function completeRow<S extends Row>(
  ctx: Ctx,
  runtime: Pick<NounRuntime, "table" | "noun">,
  row: S,
): Promise<S> {
  const [whole = row] = await completeRows(ctx, runtime, [row]);
  return whole;
}

/** Turns the flat rows of a page into records; `runtime` is the noun with the workspace's custom fields. */
export async function presentFlat(
  ctx: Ctx,
  runtime: Pick<NounRuntime, "table" | "scope" | "noun">,
  flat: readonly Row[],
): Promise<AnyRecord[]> {
  const { table, noun } = runtime;
  const named = await table.named(ctx, flat.map(table.rowOfList));
  return (await withLinks(ctx, noun.fields, named)).map(presenterFor(ctx, runtime));
}

/**
 * Turns rows of a list or completed rows into records as the server returns them to this actor: one presenter for all
 * rows of a page. The table is that of the noun with the workspace's custom fields.
 */
export function presenterFor(
  ctx: Ctx,
  { table, scope }: Pick<NounRuntime, "table" | "scope">,
): (row: Row) => AnyRecord {
  const present = table.presenter(ctx);
  const access = nounOf(scope.entity)?.accessFrom;
  // The rights to a row follow from its owner and the record of its access; a page has few of both.
  const mayEdit = new Map<string, boolean>();
  return (row) => {
    const key = `${row.ownerId} ${access ? row[`${access.field}Id`] : ""}`;
    const known = mayEdit.get(key) ?? scope.mayEdit(ctx, ownedOf(scope.entity, row));
    mayEdit.set(key, known);
    return present(row, {
      archivedAt: isoOf((row.archivedAt ?? null) as Date | null),
      createdAt: isoOf(row.createdAt as Date),
      updatedAt: isoOf(row.updatedAt as Date),
      version: row.version,
      mayEdit: known,
    }) as unknown as AnyRecord;
  };
}

/** Turns one such row into a record. */
export const presentRow = (ctx: Ctx, runtime: Pick<NounRuntime, "table" | "scope">, row: Row): AnyRecord =>
  presenterFor(ctx, runtime)(row);
