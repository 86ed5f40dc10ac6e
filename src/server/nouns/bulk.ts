import "server-only";
import { bulkReport } from "@/lib/bulk";
import type { Fields } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import { eachOfMany } from "../bulk.ts";
import { bulkArchive, type Crud, type Made, type Schema } from "./made.ts";
import { recordsOf } from "./records.ts";
import { visibleOf } from "./scope.ts";

/** One act on many records: each goes through the operation that a single one goes through. */
export function manyAtOnce(
  { module, noun }: Made,
  { archive, restore }: Pick<Crud<Fields, string>, "archive" | "restore">,
): Pick<Crud<Fields, string>, "bulk"> {
  const { head, entity } = noun;
  return {
    bulk: module.operation({
      kind: "mutation",
      permission: permissionFor(entity, "edit"),
      input: bulkArchive,
      output: bulkReport as Schema<ReturnType<typeof bulkReport.parse>>,
      rest: { method: "POST", path: `/${head.path}/bulk` },
      describe: `Archives or restores up to 200 ${head.many}; reports row by row what was done and why the rest was not.`,
      run: (ctx, input) =>
        eachOfMany(ctx, {
          input,
          noun: head.one,
          find: (ids) =>
            recordsOf(ctx, entity).findMany({
              where: { AND: [{ id: { in: ids } }, visibleOf(ctx, noun)] },
              select: { id: true, version: true },
            }),
          act: async (batch, one) =>
            input.action.type === "archive" ? await archive(batch, one) : await restore(batch, one),
        }),
    }),
  };
}
