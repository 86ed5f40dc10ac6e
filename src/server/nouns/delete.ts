import "server-only";
import { z } from "zod";
import { counted, nouns as counting, wordsFor } from "@/lib/counted";
import { capped, maxCounted } from "@/lib/list-filter";
import { nouns, permissionFor, settings } from "@/lib/nouns/all";
import { andList, withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { type Holders, holdersOf } from "../db/foreign-keys.ts";
import { AppError } from "../errors.ts";
import { emit } from "../events.ts";
import { Retry } from "../execute.ts";
import { lastState } from "../versions.ts";
import { inWorkspace } from "./in-workspace.ts";
import { type Deleting, idInput, type NounRuntime, type Schema, target } from "./noun-runtime.ts";
import { completeRow, presentRow } from "./present.ts";
import { recordsOf } from "./records.ts";

/** The operations that delete for good, if the noun's head names who may. */
export function deleteOperations(runtime: NounRuntime): Deleting | object {
  const { module, noun, scope } = runtime;
  const { head, entity } = noun;
  if (!("delete" in head.permissions)) return {};
  const shared = {
    permission: permissionFor(entity, "delete"),
    on: { scope, ids: (input: { id: string }) => [input.id] },
  } as const;
  return {
    checkDelete: module.operation({
      ...shared,
      kind: "query",
      input: idInput,
      output: z.object({ held: z.string().nullable() }) as Schema<{ held: string | null }>,
      describe: `The records that prevent ${withArticle(head.one)} from being deleted: they refer to it and are not deleted with it.`,
      run: async (ctx, { id }) => ({ held: await heldBy(ctx, inWorkspace(ctx, runtime), id) }),
    }),
    delete: module.operation({
      ...shared,
      kind: "mutation",
      input: target,
      output: z.object({ id: z.uuid() }) as Schema<{ id: string }>,
      rest: { method: "DELETE", path: `/${head.path}/{id}` },
      describe: `Deletes ${withArticle(head.one)} permanently. Refused while records refer to it that are not deleted with it.`,
      run: (ctx, input) => remove(ctx, inWorkspace(ctx, runtime), input),
    }),
  };
}

async function remove(
  ctx: Ctx,
  runtime: NounRuntime,
  { id, version }: { id: string; version: number },
): Promise<{ id: string }> {
  const { noun, table, parents } = runtime;
  const { one } = noun.head;
  const records = recordsOf(ctx, noun.entity);
  const { select } = table;
  const found = await records.findFirst({ where: { id }, select });
  const row = found && (await completeRow(ctx, runtime, found));
  if (row?.version !== version)
    throw new AppError(
      "CONFLICT",
      `Somebody changed this ${one} in the meantime. Check it again before you delete it.`,
      {
        current: row && presentRow(ctx, runtime, row),
      },
    );
  const held = await heldBy(ctx, runtime, id);
  if (held !== null) throw new AppError("CONFLICT", held);
  await records.delete({ where: { id, version } }).catch((error: unknown) => {
    // A record that came a moment ago: the next attempt counts it.
    if (isHeld(error)) throw new Retry();
    throw error;
  });
  emit(ctx, noun.events.deleted, {
    id,
    parents: parents(row),
    before: lastState(table.recorded, row),
    data: { name: String(row.name) },
  });
  return { id };
}

/**
 * Why a record cannot be deleted, and what to do: "2 contacts refer to this account. …". Null if nothing points to it.
 */
async function heldBy(ctx: Ctx, { noun }: NounRuntime, id: string): Promise<string | null> {
  const held = await holdersOf(ctx, noun.head.table, id, maxCounted);
  if (held.length === 0) return null;
  const what = andList(inOrder(held).map(({ count, table }) => counted(capped(count), nounOfTable(table))));
  const point = wordsFor(
    held.reduce((sum, { count }) => sum + count, 0),
    { one: "refers", many: "refer" },
  );
  return `${what} ${point} to this ${noun.head.one}. Archive it, or change those records first.`;
}

const heads = Object.values({ ...settings, ...nouns });
const nounOfTable = (table: string) => heads.find((head) => head.table === table) ?? counting.record;
const placeOf = ({ table }: Holders) => (heads.findIndex((head) => head.table === table) + heads.length) % heads.length;
const inOrder = (held: readonly Holders[]) => held.toSorted((one, other) => placeOf(one) - placeOf(other));

/** Whether a foreign key prevents the deletion. */
const isHeld = (error: unknown): boolean => (error as { code?: string } | null)?.code === "P2003";
