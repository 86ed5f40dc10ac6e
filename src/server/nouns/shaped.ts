import "server-only";
import type { z } from "zod";
import { isCustomName } from "@/lib/fields/custom";
import { isReference } from "@/lib/fields/field";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { rowsByKey } from "../db/rows-by-key.ts";
import { tenantSql } from "../db/tenant-db.ts";
import type { Row } from "../fields/kind.ts";
import { readable } from "../readable.ts";
import type { ShapedKind } from "../record-shape.ts";
import { mayView } from "../scope.ts";
import { whereSql } from "../where-sql.ts";
import { inWorkspace } from "./in-workspace.ts";
import { withMentionNames } from "./mention-names.ts";
import type { AnyRecord, NounRuntime } from "./noun-runtime.ts";
import { presentFlat } from "./present.ts";
import { visibleOf } from "./scope.ts";

/** How REST shapes the records of a noun: what its fields are called, and the records that references point to. */
export function shapedNoun({ runtime }: { runtime: NounRuntime }): ShapedKind {
  const { entity } = runtime.noun;
  const ofRecord = () => Object.keys((runtime.noun.record as unknown as z.ZodObject).shape);
  return {
    entity,
    fields(ctx) {
      const { fields, allFields } = inWorkspace(ctx, runtime).noun;
      const may = readable(ctx, entity);
      const added = Object.keys(fields).filter(isCustomName);
      return new Set([...ofRecord(), ...added].filter((name) => !(name in allFields) || may.has(name)));
    },
    references(ctx) {
      const may = readable(ctx, entity);
      return new Map(
        Object.entries(runtime.noun.fields).flatMap(([name, field]) => {
          if (!isReference(field) || !may.has(name)) return [];
          return [[name, field.kind === "member" ? "member" : String(field.to)] as const];
        }),
      );
    },
    load: async (ctx, ids) => (mayView(ctx, entity) ? await recordsWithIds(ctx, runtime, ids) : []),
  };
}

/** The given records that the actor may see, as a list presents them; each by index, however large the workspace is. */
export async function recordsWithIds(ctx: Ctx, runtime: NounRuntime, ids: readonly string[]): Promise<AnyRecord[]> {
  const own = inWorkspace(ctx, runtime);
  const { noun, table } = own;
  const { columns, joins } = table.rows;
  const flat = await tenantSql<Row>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from ${rowsByKey(ctx, noun.head.table, "id", ids, "uuid")} ${joins}
      where ${whereSql(runtime.table.list.table, visibleOf(ctx, noun))}`,
  );
  return await withMentionNames(ctx, own, await presentFlat(ctx, own, flat));
}
