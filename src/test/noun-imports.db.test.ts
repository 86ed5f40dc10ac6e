import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog, CatalogColumn } from "@/lib/catalog";
import { deletedField } from "@/lib/fields/base";
import { updateImportFile } from "@/modules/platform/data/imports/operations/change-file";
import { getImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import { listKeptRecords } from "@/modules/platform/data/imports/reverts/operations";
import { importableColumns } from "@/modules/platform/data/imports/rules";
import type { FileOptions, ImportDetail } from "@/modules/platform/data/imports/schema";
import { nounImports } from "@/registry/noun-imports";
import type { Ctx } from "@/server/context";
import { linksIn } from "@/server/nouns/links";
import { adminQuery } from "./db";
import { check, importWorkspace, run, upload } from "./import-trial";
import { newMark } from "./new-mark";
import { makeRecords } from "./noun-rows";
import { sampled } from "./rounds";
import { deepWithTargets, isDeep } from "./tiers";

// Whatever noun is declared as imported goes through its whole import here, each of its columns filled. Of nouns that
// are alike, the files of several come together.

let ctx: Ctx;
const target = `Target ${newMark()}`;
beforeAll(async () => {
  ({ ctx } = await importWorkspace());
  await makeRecords(ctx, { member: ctx.member?.id ?? "" }, target, deepWithTargets());
});

const lines = 3;
type Column = readonly [field: string, column: CatalogColumn];

/** Values that only closed records have: the rows are of open ones. */
const ofClosed = ["wonOn", "lostOn", "lossReason", "lossDetail"];

/** Records that need a setting, of which tests make none for a noun in general. */
const madeByHand = ["opportunity"];

/** The fields that no row fills: an open opportunity has not closed. */
const leftEmpty: Readonly<Record<string, readonly string[]>> = {
  opportunity: ["actualCloseDate", "lossReason", "lossDetail"],
};

/** Settings that every workspace begins with. */
const theFirst: Readonly<Record<string, string>> = { pipeline: "Sales", stage: "Lead" };

/** A cell of a column in a row; `round` gives another text. */
function cellOf(entity: string, [field, { kind, to, options }]: Column, row: number, round: number): string {
  if (ofClosed.includes(field) || field === deletedField) return "";
  switch (kind) {
    case "integer":
      // Some numbers begin with 1.
      return String(10 * row + round + 1);
    case "decimal":
      return `${10 * row + round}.5`;
    case "duration":
      return `${row + 1}h ${round}m`;
    case "money":
      return `${100 * row + round}.50`;
    case "currency":
      return "USD";
    case "day":
      return "2026-11-30";
    case "instant":
      return `2026-11-30T10:0${row}:0${round}Z`;
    case "email":
      return `row${row}x${round}@test.example`;
    case "emails":
      return `${field}${row}x${round}@test.example`;
    case "boolean":
      return "yes";
    case "enum":
    case "choices":
      return options?.[0]?.label ?? "";
    case "reference": {
      // The first record stands above the others.
      if (to === entity) return row === 0 ? "" : nameOf(entity, 0);
      if (to === "member") return ctx.member?.name ?? "";
      return theFirst[to ?? ""] ?? (madeByHand.includes(to ?? "") ? "" : target);
    }
    default:
      return textOf(entity, field, row, round);
  }
}

const nameOf = (entity: string, row: number) => `Imported ${entity} ${row}`;
function textOf(entity: string, field: string, row: number, round: number): string {
  const declared = nounImports.find(({ runtime }) => runtime.noun.entity === entity);
  const given = declared?.runtime.noun.fields[field];
  if (given && "code" in given && given.code) return `KEY${row}${round}`;
  if (given?.kind === "url") return `https://row${row}x${round}.example`;
  if (/domain/i.test(field)) return `row${row}.example`;
  return `${field} ${row} ${round}`;
}

/** The columns of a file: a name is given whole, not in parts; our own ids have a test of their own (exported-files.deep.db.test.ts). */
const columnsOf = (catalog: Catalog) =>
  importableColumns(catalog).filter(([, { partOf, ownId }]) => partOf === undefined && !ownId);

/** Keys stay as they are; what is changed is no key. */
function fileOf({ importer }: (typeof nounImports)[number], round: number) {
  const { entity, naturalKeys } = importer.catalog;
  const columns = columnsOf(importer.catalog);
  const keys = [...naturalKeys.flat(), "externalSource"];
  const rows = Array.from({ length: lines }, (_, row) =>
    columns.map((column) => {
      if (column[0] === "name") return nameOf(entity, row);
      return cellOf(entity, column, row, keys.includes(column[0]) ? 0 : round);
    }),
  );
  return { columns, text: csvOf(columns, rows) };
}

const csvOf = (columns: readonly Column[], rows: readonly string[][]) =>
  [columns.map(([field]) => field), ...rows].map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n");

/** A file of rows with these names and external ids; no other key is in it, and nothing points to its own rows. */
function fileOfIds(
  { importer }: (typeof nounImports)[number],
  given: readonly (readonly [name: string, id: string])[],
) {
  const { entity, naturalKeys } = importer.catalog;
  const left = [...naturalKeys.flat().filter((field) => field !== "name"), "externalSource"];
  const columns: Column[] = [
    ...columnsOf(importer.catalog).filter(([field, { to }]) => !left.includes(field) && to !== entity),
    ["externalId", { label: "External id", kind: "text" }],
  ];
  const rows = given.map(([name, id], row) =>
    columns.map((column) => {
      if (column[0] === "name") return name;
      return column[0] === "externalId" ? id : cellOf(entity, column, row, 0);
    }),
  );
  return { columns, text: csvOf(columns, rows) };
}

type NounImport = (typeof nounImports)[number];

const mappingOf = (columns: readonly Column[]) =>
  columns.map(([field, { kind }], column) => ({
    column,
    field,
    ...(["money", "integer", "decimal"].includes(kind) ? { decimal: "." as const } : {}),
    ...(kind === "day" ? { dateOrder: "ymd" as const } : {}),
  }));

/** Uploads the files of some nouns and says what each column is; then checks them. */
async function checked(nouns: readonly NounImport[], round: number): Promise<ImportDetail> {
  const made = nouns.map((noun) => ({ ...noun.importer.catalog, ...fileOf(noun, round) }));
  const texts = made.map(({ path, text }) => [`${path}.csv`, `${text}\n`] as const);
  const { id, files } = await upload(ctx, Object.fromEntries(texts));
  for (const [place, { entity, columns }] of made.entries()) {
    const mapping = mappingOf(columns);
    await updateImportFile(ctx, { id, fileId: files[place]?.id ?? "", entity, mapping });
  }
  return await check(ctx, id);
}

/** The records that files brought, as stored. */
const storedOf = async ({ runtime }: NounImport) =>
  await adminQuery<Record<string, unknown>>(
    `select * from ${runtime.noun.head.table} where tenant_id = $1 and name like 'Imported %' order by name`,
    [ctx.tenant.id],
  );

/** How many links the records that files brought have, and how many the file named. */
const linksOf = async ({ runtime }: NounImport) => {
  const { table } = runtime.noun.head;
  const [found] = await adminQuery<{ count: number }>(
    `select count(*)::int from record_links l join ${table} t on t.id = l.from_id where t.tenant_id = $1 and t.name like 'Imported %'`,
    [ctx.tenant.id],
  );
  return found?.count;
};
const linksNamed = (noun: NounImport) =>
  lines *
  linksIn(noun.runtime.noun.fields).flatMap(([, { to }]) => to.filter((one) => !madeByHand.includes(one))).length;

/** Columns that the file filled and that hold nothing. */
const emptyFields = (noun: NounImport, row: Record<string, unknown> = {}) =>
  fileOf(noun, 1).columns.flatMap(([field, { of = field }]) => {
    if (noun.runtime.noun.fields[of]?.kind === "links") return [];
    const columns = Object.keys(row).filter((column) => column.startsWith(snakeOf(of)));
    return of in noun.runtime.noun.fields && columns.every((column) => row[column] === null) ? [field] : [];
  });

/** Uploads a file of a noun and says what each column is; then checks it. */
async function checkedFile(
  noun: NounImport,
  { columns, text }: { columns: readonly Column[]; text: string },
  options: Partial<FileOptions> = {},
): Promise<ImportDetail> {
  const { entity, path } = noun.importer.catalog;
  const { id, files } = await upload(ctx, { [`${path}.csv`]: `${text}\n` });
  const fileId = files[0]?.id ?? "";
  const mapping = mappingOf(columns);
  await updateImportFile(ctx, { id, fileId, entity, mapping, options });
  return await check(ctx, id);
}

const countsOf = (detail: ImportDetail, entity: string) =>
  (detail.preview ?? []).flatMap(({ objects, errors }) =>
    objects
      .filter((one) => one.entity === entity)
      .map(({ created, updated, unchanged, merged }) => ({ created, updated, unchanged, merged, errors })),
  );

async function reverted(id: string): Promise<void> {
  await revertImport(ctx, { id });
  await workImports();
  expect(await getImport(ctx, { id })).toMatchObject({ status: "reverted", failure: null });
  expect((await listKeptRecords(ctx, { id })).rows).toEqual([]);
}

/** Records that nobody names have a test of their own: server/nouns/untitled.db.test.ts. */
const named = nounImports.filter(({ runtime }) => !runtime.noun.fields.name?.computed);
const deep = named.filter(({ importer }) => isDeep(importer.catalog.entity));
/** Of which each is imported alone, too. */
const alone = sampled(deep, "noun imports", 4);
/** Of which other tests than the first are asked, too. */
const further = sampled(alone, "imports", 1);

describe.each(alone.map((noun) => [noun.importer.catalog.entity, noun] as const))("%s", (entity, noun) => {
  const { runtime } = noun;
  const { table } = runtime.noun.head;
  const stored = async (begin = "Imported") =>
    await adminQuery<Record<string, unknown>>(
      `select * from ${table} where tenant_id = $1 and name like $2 || ' %' order by name`,
      [ctx.tenant.id, begin],
    );
  const plain = async () =>
    (await stored()).map(({ version: _version, updated_at: _updated, changed_in: _changed, ...columns }) => columns);

  test("files make its records as the preview says, and change nothing when they come again; a revert takes them back", async () => {
    const first = await checked([noun], 1);
    expect(countsOf(first, entity)).toEqual([{ created: lines, updated: 0, unchanged: 0, merged: 0, errors: 0 }]);
    expect(await stored()).toEqual([]);
    const done = await run(ctx, first.id);
    expect(done).toMatchObject({ status: "done", failure: null, totals: first.preview });
    const brought = await stored();
    expect(brought.map(({ name, import_id }) => [name, import_id])).toEqual(
      Array.from({ length: lines }, (_, row) => [nameOf(entity, row), first.id]),
    );
    expect(emptyFields(noun, brought.at(-1))).toEqual(leftEmpty[entity] ?? []);
    expect(await linksOf(noun)).toBe(linksNamed(noun));

    const again = await checked([noun], 1);
    expect(countsOf(again, entity)).toEqual([{ created: 0, updated: 0, unchanged: lines, merged: 0, errors: 0 }]);
    await run(ctx, again.id);
    expect(await stored()).toEqual(brought);
    await reverted(first.id);
    expect(await stored()).toEqual([]);
  });

  if (!further.includes(noun)) return;

  test("another file changes its records as the preview says; a revert brings them back to how they were", async () => {
    await run(ctx, (await checked([noun], 1)).id);
    const brought = await plain();
    const other = await checked([noun], 2);
    // One that is its name alone has nothing to change.
    const isOther = fileOf(noun, 2).text !== fileOf(noun, 1).text;
    const [updated, unchanged] = isOther ? [lines, 0] : [0, lines];
    expect(countsOf(other, entity)).toEqual([{ created: 0, updated, unchanged, merged: 0, errors: 0 }]);
    expect(await plain()).toEqual(brought);
    expect(await run(ctx, other.id)).toMatchObject({ status: "done", failure: null, totals: other.preview });
    expect((await plain()).map((row) => brought.some((one) => isDeepStrictEqual(one, row)))).toEqual(
      brought.map(() => !isOther),
    );
    await reverted(other.id);
    expect(await plain()).toEqual(brought);
  });

  const namesById = async (begin: string) =>
    (await stored(begin))
      .map(({ name, external_id, external_source }) => `${external_source} ${external_id} ${name}`)
      .sort();

  test("rows of one name and different ids are records of their own, which later files know by their ids", async () => {
    const first = await checkedFile(
      noun,
      fileOfIds(noun, [
        ["Twins twin", "A 1"],
        ["Twins twin", "a 1"],
      ]),
    );
    expect(countsOf(first, entity)).toEqual([{ created: 2, updated: 0, unchanged: 0, merged: 0, errors: 0 }]);
    await run(ctx, first.id);
    expect(await namesById("Twins")).toEqual(["file A 1 Twins twin", "file a 1 Twins twin"]);
    const brought = (await stored("Twins")).map(({ id }) => id).sort();
    const other = fileOfIds(noun, [
      ["Twins one", "A 1"],
      ["Twins other", "a 1"],
    ]);
    const later = await checkedFile(noun, other);
    expect(countsOf(later, entity)).toEqual([{ created: 0, updated: 2, unchanged: 0, merged: 0, errors: 0 }]);
    await run(ctx, later.id);
    expect(await namesById("Twins")).toEqual(["file A 1 Twins one", "file a 1 Twins other"]);
    expect((await stored("Twins")).map(({ id }) => id).sort()).toEqual(brought);
    // The same ids of another product are other records.
    const source = { constants: { externalSource: { do: "replace" as const, text: "Elsewhere" } } };
    const foreign = await checkedFile(noun, fileOfIds(noun, [["Twins third", "A 1"]]), source);
    expect(countsOf(foreign, entity)).toEqual([{ created: 1, updated: 0, unchanged: 0, merged: 0, errors: 0 }]);
    await run(ctx, foreign.id);
    expect(await namesById("Twins")).toContain("Elsewhere A 1 Twins third");
    for (const { id } of [foreign, later]) await reverted(id);
    expect(await namesById("Twins")).toEqual(["file A 1 Twins twin", "file a 1 Twins twin"]);
  });

  const isNamed = noun.importer.catalog.naturalKeys.some((fields) => fields.join() === "name");
  if (isNamed) {
    test("a record without an id takes the one of a row of its name, once", async () => {
      const first = await checkedFile(noun, fileOfIds(noun, [["Takes twin", ""]]));
      await run(ctx, first.id);
      const [known] = await stored("Takes");
      const ids = fileOfIds(noun, [
        ["Takes twin", "1"],
        ["Takes twin", "2"],
      ]);
      const later = await checkedFile(noun, ids);
      expect(countsOf(later, entity)).toEqual([{ created: 1, updated: 1, unchanged: 0, merged: 0, errors: 0 }]);
      await run(ctx, later.id);
      expect((await stored("Takes")).map(({ id, external_id }) => [id === known?.id, external_id]).sort()).toEqual([
        [false, "2"],
        [true, "1"],
      ]);
      await reverted(later.id);
      expect(await namesById("Takes")).toEqual(["null null Takes twin"]);
    });

    test("with the name as the key, rows of one name become one record, and one of them is merged", async () => {
      const twins = fileOfIds(noun, [
        ["Merged twin", "1"],
        ["Merged twin", "2"],
      ]);
      const detail = await checkedFile(noun, twins, { recogniseBy: "name" });
      expect(countsOf(detail, entity)).toEqual([{ created: 1, updated: 0, unchanged: 0, merged: 1, errors: 0 }]);
      expect(await run(ctx, detail.id)).toMatchObject({ status: "done", totals: detail.preview });
      expect(await namesById("Merged")).toEqual(["file 2 Merged twin"]);
      const refused = checkedFile(noun, twins, { recogniseBy: "nothing" });
      await expect(refused).rejects.toMatchObject({ code: "VALIDATION" });
      await reverted(detail.id);
      expect(await stored("Merged")).toEqual([]);
    });
  }
});

const snakeOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Of nouns that are like others, the files of several come together. */
const alike = named.filter((noun) => !deep.includes(noun));
const most = 10;
const together = Array.from({ length: Math.ceil(alike.length / most) }, (_, part) => {
  const some = alike.slice(part * most, (part + 1) * most);
  return { some, names: some.map(({ importer }) => importer.catalog.entity).join(", ") };
});

test.each(together)("files of $names make their records; a revert takes them back", async ({ some }) => {
  const first = await checked(some, 1);
  for (const { importer } of some)
    expect(countsOf(first, importer.catalog.entity)).toEqual([
      { created: lines, updated: 0, unchanged: 0, merged: 0, errors: 0 },
    ]);
  expect(await run(ctx, first.id)).toMatchObject({ status: "done", failure: null, totals: first.preview });
  for (const noun of some) {
    const brought = await storedOf(noun);
    expect(brought.map((row) => row.import_id)).toEqual(Array.from({ length: lines }, () => first.id));
    expect(emptyFields(noun, brought.at(-1))).toEqual([]);
  }
  await reverted(first.id);
  for (const noun of some) expect(await storedOf(noun)).toEqual([]);
});
