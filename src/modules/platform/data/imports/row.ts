import "server-only";
import { groupBy } from "@/lib/group-by";
import type { AskedBatch, BatchSource } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { importScope } from "@/server/import-scope";
import { totalsOf } from "./operations/present-import";

/** So many records of a batch are looked up one by one; of more the counts of the files tell. */
const mostLookedUp = 200;

/** The files of imports, for timelines: whoever sees a record that came with one is told its name. */
export async function importSources(ctx: Ctx, asked: readonly AskedBatch[]): Promise<BatchSource[]> {
  const ids = [...new Set(asked.map(({ id }) => id))];
  const visible = new Set((await importScope.load(ctx, ids)).map((row) => row.id));
  const imports = await ctx.db.import.findMany({ where: { id: { in: ids } }, select: { id: true, totals: true } });
  const totals = new Map(imports.map((row) => [row.id, totalsOf(row.totals)]));
  const files = await ctx.db.importFile.findMany({
    where: { importId: { in: ids } },
    orderBy: { position: "asc" },
    select: { id: true, importId: true, position: true, name: true, entity: true },
  });
  const exact = await filesOfRecords(ctx, asked);
  return asked.map(({ id, records }, place) => {
    const ofImport = files.filter((file) => file.importId === id);
    const gave = new Set(exact.get(place) ?? givers(totals.get(id) ?? [], records?.entity));
    const own = ofImport.filter((file) => gave.has(file.id));
    const ofEntity = ofImport.filter(({ entity }) => entity === records?.entity);
    const named = [own, ofEntity].find(({ length }) => length > 0) ?? ofImport;
    // The objects of the rows of one upload are files of one position.
    const names = [...groupBy(named, ({ position }) => position).values()].flatMap(([file]) => file?.name ?? []);
    return { id, visible: visible.has(id), files: names };
  });
}

/** The files of whose rows records came, by the place of what was asked; none where nothing is on record. */
async function filesOfRecords(ctx: Ctx, asked: readonly AskedBatch[]): Promise<Map<number, string[]>> {
  const wanted = asked.flatMap(({ id, records }, place) =>
    records && records.ids.length <= mostLookedUp
      ? records.ids.map((recordId) => ({ place, importId: id, entity: records.entity, recordId }))
      : [],
  );
  if (wanted.length === 0) return new Map();
  const rows = await tenantRows<{ place: number; fileId: string }>(ctx)`
    select distinct w.place, r.file_id as "fileId"
    from unnest(${wanted.map(({ place }) => place)}::int[], ${wanted.map(({ importId }) => importId)}::uuid[],
                ${wanted.map(({ entity }) => entity)}::text[], ${wanted.map(({ recordId }) => recordId)}::uuid[])
         as w(place, import_id, entity, record_id)
    join import_records r on r.tenant_id = ${ctx.tenant.id}::uuid and r.import_id = w.import_id
      and r.entity = w.entity and r.record_id = w.record_id`;
  return new Map(
    [...groupBy(rows, ({ place }) => place)].map(([place, of]) => [place, of.map(({ fileId }) => fileId)]),
  );
}

/** The files that made or changed records, or those of one object. */
const givers = (totals: ReturnType<typeof totalsOf>, of: string | undefined): string[] =>
  totals.flatMap(({ fileId, objects }) =>
    objects.some(({ entity, created, updated }) => (of === undefined || entity === of) && created + updated > 0)
      ? [fileId]
      : [],
  );
