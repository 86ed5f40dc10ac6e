import "server-only";
import type { z } from "zod";
import { bulkReport } from "@/lib/bulk";
import type { Fields } from "@/lib/fields/field";
import { type NounEntity, permissionFor } from "@/lib/nouns/all";
import { eachOfMany } from "../bulk.ts";
import { requireTags, retagged } from "../custom/retag.ts";
import { AppError } from "../errors.ts";
import type { AnyOperation } from "../operation.ts";
import { visibleAmong } from "../seen-through.ts";
import {
  type BulkStep,
  bulkArchive,
  bulkOwned,
  bulkWithSteps,
  type Crud,
  type NounRuntime,
  type Schema,
} from "./noun-runtime.ts";
import { recordsOf } from "./records.ts";

type Single = Pick<Crud<Fields, string>, "update" | "archive" | "restore">;

/** The operation that acts on many records: each goes through the operation for a single record. */
export function bulkOperation({ module, noun, own: { acts: own } }: NounRuntime, single: Single, steps: Steps) {
  const { head, entity } = noun;
  const many = `up to 200 ${head.many}`;
  const acts = head.owned
    ? `Changes the owner of ${many}, adds tags to them or removes tags, archives or restores them`
    : `Adds tags to ${many} or removes tags, archives or restores them`;
  return {
    bulk: module.operation({
      kind: "mutation",
      permission: permissionFor(entity, "edit"),
      input: (own?.input as typeof bulkOwned | undefined) ?? inputOf(head.owned, Object.keys(steps)),
      output: bulkReport as Schema<ReturnType<typeof bulkReport.parse>>,
      rest: { method: "POST", path: `/${head.path}/bulk` },
      describe: `${acts}; reports for each record whether it was done, and if not, why.`,
      async run(ctx, input) {
        if (input.action.type === "tag") requireTags(ctx, input.action);
        return await eachOfMany(ctx, {
          input,
          noun: head.one,
          find: async (ids) =>
            await recordsOf(ctx, entity).findMany({
              where: { AND: [{ id: { in: ids } }, await visibleAmong(ctx, entity, ids)] },
              select: { id: true, version: true },
            }),
          act(batch, one) {
            const run = own?.run[input.action.type];
            if (run) return run(batch, { ...input.action, ...one } as never);
            return act(entity, { ...single, steps }, batch, one, input.action);
          },
        });
      },
    }),
  };
}

type Steps = Readonly<Record<string, AnyOperation>>;
type Action = z.output<typeof bulkOwned>["action"] | BulkStep;

// The types know no transitions: what is known at run time only is checked there.
const inputOf = (owned: boolean, verbs: readonly string[]): typeof bulkOwned => {
  if (verbs.length > 0) return bulkWithSteps(owned, verbs) as unknown as typeof bulkOwned;
  return owned ? bulkOwned : (bulkArchive as unknown as typeof bulkOwned);
};

async function act(
  entity: NounEntity,
  { update, archive, restore, steps }: Single & { steps: Steps },
  ...[ctx, one, action]: [...Parameters<Single["archive"]>, Action]
): Promise<{ id: string; version: number }> {
  if (action.type === "archive")
    return await archive(ctx, { ...one, endsSeries: action.endsSeries, ifUnchanged: action.ifUnchanged });
  if (action.type === "restore") return await restore(ctx, one);
  if (action.type === "tag") return await update(ctx, { ...one, ...(await retagged(ctx, entity, one.id, action)) });
  if (action.type === "transition") {
    const step = steps[action.verb] as unknown as Single["archive"] | undefined;
    if (!step) throw new AppError("VALIDATION", `There is no transition ${action.verb}.`);
    return await step(ctx, { ...action.values, ...one });
  }
  const { type: _type, ...edit } = action;
  return await update(ctx, { ...one, ...edit });
}
