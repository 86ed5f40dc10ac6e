import "server-only";
import type { AttachedFiles } from "@/lib/nouns/attached";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";

/** How many files an entry of a timeline names; the others are counted. */
const named = 3;

/** The files of a row: their number, and the names of the first. */
export type Attached = Omit<AttachedFiles, "at">;

/** The same with the address where they are opened; null without files. */
export const attachedAt = (files: Attached | null, at: string): AttachedFiles | null => files && { ...files, at };

/** The files of a record or comment for an entry of a timeline: their number, and the names of the first. Null without files. */
export const attachedSql = (ctx: Ctx, entity: "activity" | "comment", id: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (select jsonb_build_object('count', count(*), 'names', to_jsonb((array_agg(f.name order by f.id))[1:${named}::int]))
    from files f
    where f.tenant_id = ${ctx.tenant.id}::uuid and f.record_id = ${id} and f.entity = ${entity}
      and f.purpose = 'attachment' and f.removed_at is null
    having count(*) > 0)`;
