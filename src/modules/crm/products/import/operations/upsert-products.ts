import "server-only";
import { counted, nouns } from "@/lib/counted";
import type { ImportRowOf } from "@/lib/fields/import-row";
import {
  deletedSince,
  type ImportOutcome,
  importCallInput,
  importCallOutput,
  type RevertOutcome,
  revertCallInput,
  revertCallOutput,
  soundRows,
} from "@/lib/import-rows";
import { foldKey, quoteValue } from "@/lib/text";
import { importScope } from "@/modules/platform/imports/scope";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { deleteSet, insertSet, updateSet } from "@/server/db/row-sets";
import { rowsByKey } from "@/server/db/rows-by-key";
import { tenantSql } from "@/server/db/tenant-db";
import { updateWhatFits } from "@/server/db/update-what-fits";
import { changes, emit } from "@/server/events";
import { Retry } from "@/server/execute";
import { oneImportAtATime } from "@/server/import-lock";
import { newId } from "@/server/new-id";
import { type ColumnsOf, importRows } from "@/server/nouns/import-rows";
import { crm } from "../../../module";
import { products } from "../../fields";
import { productOperations } from "../../operations";

/** The stored columns that an import reads and writes. */
type ProductColumns = ColumnsOf<typeof products.fields>;
type Row = ImportRowOf<typeof products.fields>;

interface Stored extends ProductColumns {
  id: string;
  version: number;
}

interface Working {
  id: string;
  version: number;
  before: ProductColumns | null;
  after: ProductColumns;
  line: number;
}

type Flat = ProductColumns & { id: string; version: number };

export const productRows = importRows(productOperations);
const { sets } = productRows;

const shared = {
  kind: "mutation",
  permission: "record:import",
  uses: [{ scope: importScope, ids: (input: { importId: string }) => [input.importId] }],
  silent: "Each record has its own event; a batch without a change has none.",
} as const;

export const upsertProducts = crm.operation({
  ...shared,
  input: importCallInput,
  output: importCallOutput,
  describe:
    "Writes imported products, recognised by SKU, else by name. Who does not manage products only adds new ones.",
  async run(ctx, input) {
    await oneImportAtATime(ctx, "product", input.dry);
    const { rows, problems: unread } = soundRows(input.rows, productRows.read);
    const refused: ImportOutcome["problems"] = [];
    const known = await load(ctx, rows);
    const touched = new Set<Working>();
    for (const { line, row } of rows) {
      const found = known.find(row);
      if (found.length > 1) {
        const reason = `${counted(found.length, nouns.product)} are called ${quoteValue(row.name)}. Give their SKU as well.`;
        refused.push({ line, field: "name", reason });
        continue;
      }
      const [product] = found;
      const after = productRows.merge(product?.after ?? productRows.empty, row, ctx.tenant.currency);
      if (!product) {
        const made = { id: newId(), version: 1, before: null, after, line };
        known.add(made);
        touched.add(made);
      } else if (changes(product.after, after)) {
        if (product.before && !ctx.can("product:manage")) {
          const reason = `${quoteValue(row.name)} exists, and only an owner or admin changes products.`;
          refused.push({ line, field: "name", reason });
          continue;
        }
        known.change(product, after);
        if (product.before) product.line = line;
        // A later row may take back what an earlier one said: then nothing is to be written.
        if (touched.has(product) && product.before && !changes(product.before, after)) touched.delete(product);
        else touched.add(product);
      }
    }
    const written = await write(ctx, [...touched], rows.length - refused.length);
    return { ...written, problems: [...unread, ...refused] };
  },
});

async function load(ctx: Ctx, rows: readonly { row: Row }[]): Promise<Known> {
  const names = rows.map(({ row }) => foldKey(row.name));
  const skus = rows.flatMap(({ row }) => (row.sku ? [foldKey(row.sku)] : []));
  const columns = Prisma.sql`t.id, t.version, t.archived_at is null as live, ${productOperations.table.read}`;
  const found = await tenantSql<Stored & { live: boolean }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select ${columns} from ${rowsByKey(ctx, "products", "name_key", names)}
      union all
      select ${columns} from ${rowsByKey(ctx, "products", "sku_key", skus)}`,
  );
  const stored = new Map(found.map(({ live, ...row }) => [row.id, { live, row }]));
  const known = new Known();
  for (const { row } of [...stored.values()].sort((a, b) => Number(b.live) - Number(a.live))) {
    const { id, version, ...before } = row;
    known.add({ id, version, before, after: before, line: 0 });
  }
  return known;
}

/** Products by their natural keys. */
class Known {
  readonly #bySku = new Map<string, Working>();
  readonly #byName = new Map<string, Working[]>();

  add(product: Working): void {
    const { name, sku } = product.after;
    if (sku) this.#bySku.set(foldKey(sku), product);
    this.#byName.set(foldKey(name), [...(this.#byName.get(foldKey(name)) ?? []), product]);
  }

  change(product: Working, after: ProductColumns): void {
    product.after = after;
    if (after.sku) this.#bySku.set(foldKey(after.sku), product);
  }

  /** The product of this SKU; without one, those of this name. A name does not meet a product of another SKU. */
  find(row: Row): Working[] {
    const bySku = row.sku ? this.#bySku.get(foldKey(row.sku)) : undefined;
    if (bySku) return [bySku];
    const named = this.#byName.get(foldKey(row.name)) ?? [];
    return row.sku ? named.filter((one) => one.after.sku === null) : named;
  }
}

async function write(ctx: Ctx, working: readonly Working[], rows: number): Promise<Omit<ImportOutcome, "problems">> {
  const flat = (one: Working): Flat => ({ ...one.after, id: one.id, version: one.version });
  const created = working.filter((one) => one.before === null);
  const updated = working.filter((one) => one.before !== null);
  await insertSet<Flat>(
    ctx,
    "products",
    [
      { column: "id", type: "uuid", value: (row) => row.id },
      { column: "import_id", type: "uuid", value: () => ctx.batchId },
      { column: "updated_at", type: "timestamptz", value: () => new Date() },
      ...sets,
    ],
    created.map(flat),
  );
  const written = await updateSet<Flat>(ctx, "products", sets, updated.map(flat));
  if (written.size < updated.length) throw new Retry();
  const touched = working.map((one): ImportOutcome["touched"][number] => ({
    entity: "product",
    id: one.id,
    line: one.line,
    action: one.before ? "updated" : "created",
    version: one.before ? one.version + 1 : 1,
    label: one.after.name,
    before: one.before && productRows.image(one.before),
  }));
  for (const [index, one] of working.entries()) {
    const change = one.before && changes(one.before, one.after);
    emit(ctx, products.events.imported, {
      id: one.id,
      version: touched[index]?.version ?? 1,
      before: change ? change.before : null,
      after: change ? change.after : { name: one.after.name },
      data: { created: one.before === null },
    });
  }
  const unchanged = Math.max(0, rows - working.length);
  return { touched, counts: { product: { created: created.length, updated: updated.length, unchanged } } };
}

export const revertProducts = crm.operation({
  ...shared,
  input: revertCallInput,
  output: revertCallOutput,
  describe: "Takes imported products back where nobody changed them since.",
  async run(ctx, { records }) {
    const ids = records.map((record) => record.id);
    const created = records.filter((record) => record.action === "created");
    const gone = await deleteSet(ctx, "products", created);
    const { written: restored, refused } = await updateWhatFits<Flat>(
      ctx,
      "products",
      sets,
      records.flatMap(({ id, version, action, before }) =>
        action === "updated" && before ? [{ ...productRows.fromImage(before), id, version }] : [],
      ),
    );
    // As they are now: somebody may have changed them while this waited.
    const present = await ctx.db.product.findMany({ where: { id: { in: ids } }, select: { id: true, version: true } });
    const versions = new Map(present.map((row) => [row.id, row.version]));
    return records.map(({ id, version, before }): RevertOutcome[number] => {
      const deleted = gone.has(id);
      if (!deleted && !restored.has(id))
        return { id, outcome: "kept", reason: whyKept(versions.get(id), version, refused.has(id)) };
      emit(ctx, products.events.importReverted, {
        id,
        version: deleted ? version : version + 1,
        after: deleted ? null : before,
        data: { deleted },
      });
      return { id, outcome: deleted ? "deleted" : "restored", reason: null };
    });
  },
});

function whyKept(now: number | undefined, version: number, refused: boolean): string {
  if (now === undefined) return deletedSince;
  if (now !== version) return "Somebody changed it since.";
  return refused ? "Another product has the SKU that it had before." : "Opportunities hold it.";
}
