import "server-only";
import { z } from "zod";
import { permissionFor } from "@/lib/nouns/all";
import { type Consequences, consequences } from "@/lib/nouns/consequences-schema";
import { withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import { emit } from "../events.ts";
import { Retry } from "../execute.ts";
import { lastState } from "../versions.ts";
import { consequencesOf, heldBy } from "./consequences.ts";
import { inWorkspace } from "./in-workspace.ts";
import { type Deleting, idInput, type NounRuntime, type Schema, target } from "./noun-runtime.ts";
import { completeRow, presentNamed } from "./present.ts";
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
      output: consequences as Schema<Consequences>,
      describe: `What the deletion of ${withArticle(head.one)} takes along and what stays, and the records that prevent it: they refer to it and are not deleted with it.`,
      run: (ctx, { id }) => consequencesOf(ctx, inWorkspace(ctx, runtime), id),
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
        current: row && (await presentNamed(ctx, runtime, row)),
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

/** Whether a foreign key prevents the deletion. */
const isHeld = (error: unknown): boolean => (error as { code?: string } | null)?.code === "P2003";
