import "server-only";
import { z } from "zod";
import type { ForeseenChange } from "@/lib/import-rows";
import { shownChanges } from "@/modules/platform/history/events/operations/shown-changes";
import type { FieldChange } from "@/modules/platform/history/events/schema";
import { platform } from "@/modules/platform/module";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { cursorAt, pageFrom, placeAt } from "@/server/page-cursor";
import { fileOf } from "../../operations/change-file";
import { pageOf } from "../../operations/list-problems";
import { readsImport } from "../../operations/operation-heads";
import { changesPage, listChangesInput } from "../schema";

/** Before the run the last preview knows the changes, afterwards the events of the run. */
const beforeRun = ["draft", "checking", "ready"];
const maxText = 300;

export const listImportChanges = platform.operation({
  ...readsImport,
  input: listChangesInput,
  output: changesPage,
  rest: { method: "GET", path: "/imports/{id}/files/{fileId}/changes" },
  describe:
    "Existing records that a file changes, with the value of each field before and after: as found by the last check or, once the import has started, as written. A record that several files change is listed with the first of them. Only records and fields that the caller may see are listed, so a page can be short even if it has a cursor.",
  async run(ctx, { id, fileId, cursor, limit = 50 }) {
    const file = await fileOf(ctx, id, fileId);
    const run = await ctx.db.import.findFirstOrThrow({ where: { id }, select: { status: true } });
    const [line, recordId] = cursor === undefined ? beginning : placeAt(cursor, place);
    const page: Page = { importId: id, fileId: file.id, line, recordId, take: limit + 1 };
    const read = beforeRun.includes(run.status) ? await foreseenRows(ctx, page) : await writtenRows(ctx, page);
    const { rows: records, nextCursor } = pageFrom(read, limit, (last) => cursorAt([last.line, last.id]));
    const shown = await shownChanges(ctx, records);
    return {
      rows: records.flatMap((record) => {
        const { title, changes } = shown.get(record.id) ?? {};
        if (changes === undefined) return [];
        const { entity, line } = record;
        const path = pageOf(entity, record.id);
        return [{ entity, recordId: record.id, label: title ?? "", path, line, changes: changes.map(cut) }];
      }),
      nextCursor,
    };
  },
});

/** The record behind which a page begins: its line and its id. */
const place = z.tuple([z.int32(), z.uuid()]);
const beginning = [-1, "00000000-0000-0000-0000-000000000000"] as const;

function cut({ before, after, ...change }: FieldChange): FieldChange {
  const short = (value: FieldChange["before"]) =>
    typeof value === "string" && value.length > maxText ? `${value.slice(0, maxText)}…` : value;
  return { ...change, before: short(before), after: short(after) };
}

interface Page {
  importId: string;
  fileId: string;
  line: number;
  recordId: string;
  take: number;
}

interface Changed extends ForeseenChange {
  names: Record<string, string>;
}

const ofPage = (ctx: Ctx, { importId, fileId, line, recordId }: Page) => Prisma.sql`
  tenant_id = ${ctx.tenant.id}::uuid and import_id = ${importId}::uuid and file_id = ${fileId}::uuid
  and (line, record_id) > (${line}::int, ${recordId}::uuid)`;

async function foreseenRows(ctx: Ctx, page: Page): Promise<Changed[]> {
  return await tenantRows<Changed>(ctx)`
    select entity, record_id as id, line, before, after, names from import_changes
    where ${ofPage(ctx, page)} order by line, record_id limit ${page.take}`;
}

/** A record that several batches changed has the first value of each field before, and the last one after. */
async function writtenRows(ctx: Ctx, page: Page): Promise<Changed[]> {
  const values = (side: "before" | "after", order: "asc" | "desc") => Prisma.sql`
    (select coalesce(jsonb_object_agg(v.key, v.value order by e.id ${Prisma.raw(order)}), '{}')
     from events e cross join jsonb_each(e.${Prisma.raw(side)}) v
     where e.tenant_id = ${ctx.tenant.id}::uuid and e.entity = r.entity and e.entity_id = r.id
       and e.batch_id = ${page.importId}::uuid and e.before is not null)`;
  return await tenantRows<Changed>(ctx)`
    select r.entity, r.id, r.line, ${values("before", "desc")} as before, ${values("after", "asc")} as after,
      '{}'::jsonb as names
    from (
      select entity, record_id as id, line from import_records
      where ${ofPage(ctx, page)} and action = 'updated' order by line, record_id limit ${page.take}
    ) r order by r.line, r.id`;
}
