import "server-only";
import type { Ctx } from "../context.ts";
import { Prisma } from "./generated/client.ts";
import { tenantSql } from "./tenant-db.ts";

export interface TextColumn {
  name: string;
  type: "text" | "text[]" | "jsonb";
  isOptional: boolean;
}

/** A table of the workspace that holds texts. */
export interface TextTable {
  name: string;
  /** Its key besides the workspace. */
  key: readonly { name: string; type: string }[];
  columns: readonly TextColumn[];
  /** All of its columns. */
  all: readonly string[];
}

let known: TextTable[] | undefined;

/** The tables with a workspace that the app may change, from the database's own catalogue: new ones are covered automatically. */
export async function textTables(ctx: Ctx): Promise<readonly TextTable[]> {
  // A schema does not change while a process runs.
  known ??= await tenantSql<TextTable>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      with tables as (
        select c.oid, c.relname from pg_class c
        join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
          and has_table_privilege(c.oid, 'update')
      ), columns as (
        select t.oid, a.attnum, a.attname, format_type(a.atttypid, null) as type, not a.attnotnull as optional,
          array_position(i.indkey::int2[], a.attnum) as place, a.attgenerated <> '' as made
        from tables t
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        join pg_index i on i.indrelid = t.oid and i.indisprimary
      )
      select t.relname::text as name,
        (select json_agg(json_build_object('name', c.attname, 'type', c.type) order by c.place)
          from columns c where c.oid = t.oid and c.place is not null and c.attname <> 'tenant_id') as key,
        (select json_agg(json_build_object('name', c.attname, 'type', c.type, 'isOptional', c.optional) order by c.attnum)
          from columns c where c.oid = t.oid and c.place is null and not c.made and c.type in ('text', 'text[]', 'jsonb')) as columns,
        (select json_agg(c.attname order by c.attnum) from columns c where c.oid = t.oid) as "all"
      from tables t order by 1`,
  );
  return known.filter(({ key, columns }) => key && columns);
}
