import "server-only";
import { z } from "zod";
import { type FieldPeriod, fieldPeriod } from "@/lib/fields/field-period";
import { recordedIn } from "@/lib/fields/progression";
import { permissionFor } from "@/lib/nouns/all";
import { withArticle } from "@/lib/text";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { readable } from "../readable.ts";
import { idInput, type NounRuntime, type WithProgression } from "./noun-runtime.ts";

/** The most periods that an answer lists; it lists the latest ones. */
const maxPeriods = 100;

interface PeriodRow extends Omit<FieldPeriod, "enteredAt" | "leftAt"> {
  enteredAt: Date;
  leftAt: Date | null;
}

/** The operation that lists how long a record had each value of its recorded choice fields, such as a contact's lifecycle. */
export const progressionOperations = ({
  module,
  noun: { entity, head, fields, events },
  scope,
}: NounRuntime): Partial<WithProgression> => {
  const recorded = recordedIn(fields);
  if (recorded.length === 0) return {};
  const labels = recorded.map(([, { label }]) => label.toLowerCase()).join(" and ");
  const operation = module.operation({
    kind: "query",
    permission: permissionFor(entity, "view"),
    uses: [{ scope, ids: (input: { id: string }) => [input.id] }],
    input: idInput,
    output: z.array(fieldPeriod).max(maxPeriods),
    rest: { method: "GET", path: `/${head.path}/{id}/stays` },
    describe: `The values that the ${labels} of ${withArticle(head.one)} had, the current one first: at most the last ${maxPeriods}.`,
    async run(ctx, { id }) {
      const tenant = Prisma.sql`${ctx.tenant.id}::uuid`;
      // The fields that the actor may read, and whether the actor may read their reasons too.
      const seen = readable(ctx, entity);
      const shown = recorded.filter(([name]) => seen.has(name));
      const reasonsOf = new Map(shown.map(([name, , reason]) => [name, seen.has(reason)]));
      // The transaction of an import writes the row and its event at the same time.
      const rows = await tenantSql<PeriodRow>(
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
          limit ${maxPeriods}`,
      );
      return rows.map(({ enteredAt, leftAt, reason, ...row }) => ({
        ...row,
        reason: reasonsOf.get(row.field) ? reason : null,
        enteredAt: enteredAt.toISOString(),
        leftAt: leftAt?.toISOString() ?? null,
      }));
    },
  });
  return { stays: operation as unknown as WithProgression["stays"] };
};
