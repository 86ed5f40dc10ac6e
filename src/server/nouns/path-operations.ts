import "server-only";
import { z } from "zod";
import { pathsIn, type Stay, stay } from "@/lib/fields/path";
import { permissionFor } from "@/lib/nouns/all";
import { withArticle } from "@/lib/text";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { readable } from "../readable.ts";
import { idInput, type NounRuntime, type WithPath } from "./noun-runtime.ts";

/** The most stays that an answer lists, the latest ones. */
const maxStays = 100;

interface StayRow extends Omit<Stay, "enteredAt" | "leftAt"> {
  enteredAt: Date;
  leftAt: Date | null;
}

/** The query for the stays of a record, for a noun whose records go along a path. */
export const pathOperations = ({
  module,
  noun: { entity, head, fields, events },
  scope,
}: NounRuntime): Partial<WithPath> => {
  const paths = pathsIn(fields);
  if (paths.length === 0) return {};
  const labels = paths.map(([, { label }]) => label.toLowerCase()).join(" and ");
  const operation = module.operation({
    kind: "query",
    permission: permissionFor(entity, "view"),
    uses: [{ scope, ids: (input: { id: string }) => [input.id] }],
    input: idInput,
    output: z.array(stay).max(maxStays),
    rest: { method: "GET", path: `/${head.path}/{id}/stays` },
    describe: `The values that the ${labels} of ${withArticle(head.one)} had, the current one first: at most the last ${maxStays}.`,
    async run(ctx, { id }) {
      const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
      // The stays of each path that the actor may read, and whether its reasons too.
      const seen = readable(ctx, entity);
      const shown = paths.filter(([name]) => seen.has(name));
      const reasonsOf = new Map(shown.map(([name, { path }]) => [name, seen.has(path.reason)]));
      // The transaction of an import writes the stay and its event at the same time.
      const rows = await tenantSql<StayRow>(
        ctx.tenant.id,
        ctx.db,
        Prisma.sql`
          select s.id, s.field, s.value, s.entered_at as "enteredAt", s.left_at as "leftAt", s.reason,
            exists (
              select 1 from events e
              where e.tenant_id = ${tenant} and e.entity = ${entity} and e.entity_id = s.record_id
                and e.name = ${events.imported.name} and e.at = s.entered_at
            ) as imported
          from record_stays s
          where s.tenant_id = ${tenant} and s.record_id = ${id}::uuid and s.field = any(${[...reasonsOf.keys()]})
          order by s.entered_at desc, s.left_at desc nulls first
          limit ${maxStays}`,
      );
      return rows.map(({ enteredAt, leftAt, reason, ...row }) => ({
        ...row,
        reason: reasonsOf.get(row.field) ? reason : null,
        enteredAt: enteredAt.toISOString(),
        leftAt: leftAt?.toISOString() ?? null,
      }));
    },
  });
  return { stays: operation as unknown as WithPath["stays"] };
};
