import "server-only";
import { z } from "zod";
import type { Catalog } from "@/lib/catalog";
import { isEntriesField } from "@/lib/fields/entries";
import { chosenKeys } from "@/lib/import-rows";
import { own } from "@/lib/own";
import { platform } from "@/modules/platform/module";
import { importerFor, importerOf, importersFor, referenceTo } from "@/server/catalog";
import { defined } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantRows } from "@/server/db/tenant-db";
import { invalid, notFound } from "@/server/errors";
import { emit } from "@/server/events";
import { importEvents } from "../events";
import { heldBy, mappingOf } from "../objects/rules";
import { asksSource, choiceKey, defaultOptions, storedOptions, withSource } from "../rules";
import { type Choices, type ColumnMapping, type FileOptions, fileInput, fixRowInput, updateFileInput } from "../schema";
import { detectStyles, seenColumns } from "./distinct-values";
import { editDraft } from "./import-state";
import { requireRules } from "./missing-rules";
import { requireNamed } from "./named-records";
import { changesImport } from "./operation-heads";
import { constantProblem } from "./plan-file";
import { type FileRow, filesOf } from "./present-import";
import { keepUnits } from "./probable-unit";
import { withoutRowIds } from "./repeated-names";
import { shareDecisions, shareNationalNumbers } from "./shared-decisions";

const noValues = z.strictObject({});
/** Why decisions about a file have no event. */
export const draft = "A draft belongs to its author; the changes of an import are recorded when it runs.";
const shared = { ...changesImport, silent: draft } as const;

/** One staged file of an import, or NOT_FOUND. */
export async function fileOf(ctx: Ctx, importId: string, fileId: string): Promise<FileRow> {
  const file = (await filesOf(ctx, importId)).find((one) => one.id === fileId);
  if (!file) throw notFound("file");
  return file;
}

export const updateImportFile = platform.operation({
  ...shared,
  input: updateFileInput,
  output: fileInput,
  rest: { method: "PATCH", path: "/imports/{id}/files/{fileId}" },
  describe:
    "Changes the settings of a file: its type of record, how its columns are read, the owner of its records, and the decisions about values.",
  async run(ctx, input) {
    // First: it lets one change after the other read what there is to add to.
    await editDraft(ctx, input.id);
    const file = await fileOf(ctx, input.id, input.fileId);
    const entity = input.entity === undefined ? file.entity : input.entity;
    const mapping = await detectStyles(ctx, file.id, entity, await nextMapping(ctx, file, entity, input.mapping));
    const renewed = entity !== file.entity;
    if (renewed) await requireOtherObject(ctx, file, entity);
    const given = nextChoices({}, input.choices ?? []);
    requireAnswers(entity, input.options?.answers);
    requireMakeable(ctx, entity, given);
    requireRules(ctx, entity, input.options?.missing);
    const changed = defined(input.options ?? {});
    await requireNamed(ctx, { entity, options: { ...defaultOptions, ...changed }, choices: given });
    const same = sameFields(ctx, file, { entity, mapping });
    const choices = nextChoices(
      renewed ? only(file.choices, same) : stillAsked(ctx, file, mapping),
      input.choices ?? [],
    );
    const before = renewed ? { ...file.options, missing: only(file.options.missing, same) } : file.options;
    const next = nextOptions(before, changed, { renewed, mapping });
    const isNew = renewed || !asksSource(file.mapping);
    const options = isNew ? withSource(next, mapping, file.columns) : next;
    requireRecognition(ctx, entity, options);
    for (const [field, constant] of Object.entries(input.options?.constants ?? {})) {
      const problem = constantProblem(ctx, entity, field, constant);
      if (problem !== null) throw invalid(`options.constants.${field}`, problem);
    }
    await ctx.db.importFile.update({
      where: { id: file.id },
      data: {
        entity,
        needsObject: input.entity === undefined ? file.needsObject : entity === null,
        ...(renewed ? { appliedId: null } : {}),
        mapping: mapping as Prisma.InputJsonValue,
        choices,
        options: storedOptions(options),
      },
    });
    if (input.options?.nationalNumbers !== undefined)
      await shareNationalNumbers(ctx, input.id, input.options.nationalNumbers);
    if (input.choices || input.options?.missing)
      await shareDecisions(ctx, input.id, { before: file, file: { ...file, entity, mapping, choices, options } });
    return { id: input.id, fileId: file.id };
  },
});

/** VALIDATION where another part of the same file has the object already: each of its records would be made twice. */
async function requireOtherObject(ctx: Ctx, { id, importId, sha256, sheet, mixed }: FileRow, entity: string | null) {
  if (!mixed || entity === null) return;
  const twin = await ctx.db.importFile.findFirst({
    where: { importId, sha256, sheet, mixed, entity, id: { not: id } },
    select: { id: true },
  });
  if (twin)
    throw invalid("entity", "Another part of this file already contains this type of record. Leave one of them out.");
}

/** VALIDATION for a key that the type of record does not have, or another act than updating where it has none. */
function requireRecognition(ctx: Ctx, entity: string | null, options: FileOptions): void {
  const importer = importerFor(ctx, entity);
  if (options.recogniseBy !== null && chosenKeys(importer?.catalog.naturalKeys ?? [], options).length === 0)
    throw invalid("options.recogniseBy", "This type of record has no such key.");
  if (options.ifExists !== "update" && !importer?.choosesIfExists)
    throw invalid("options.ifExists", "Files with this type of record always update records that exist.");
  if (options.emptyCells === "clear" && !importer?.clearable)
    throw invalid(
      "options.emptyCells",
      "In files with this type of record, empty cells always keep the record's value.",
    );
  if (options.joinedNames.length > 0 && !importer?.namesakesBy)
    throw invalid("options.joinedNames", "In files with this type of record, namesakes are not told apart.");
}

/** VALIDATION for an answer to a question that the importer does not ask, or an answer that it does not take. */
function requireAnswers(entity: string | null, answers: FileOptions["answers"] = {}): void {
  const questions = importerOf(entity)?.questions;
  for (const [question, answer] of Object.entries(answers)) {
    const schema = own(questions?.answers.shape, question);
    if (!schema) throw invalid(`options.answers.${question}`, "Files with this type of record have no such question.");
    const read = schema.safeParse(answer);
    if (!read.success) throw invalid(`options.answers.${question}`, read.error.issues[0]?.message ?? "Choose again.");
  }
}

/** VALIDATION where a record is to be made of a type that the object does not have, or with values that it does not take. */
function requireMakeable(ctx: Ctx, entity: string | null, choices: Choices): void {
  const columns = importerFor(ctx, entity)?.catalog.columns ?? {};
  for (const [field, ofField] of Object.entries(choices)) {
    const to = own(columns, field)?.to;
    const types = referenceTo(to)?.types;
    const known = types?.options.map(({ value }) => value) ?? [];
    for (const one of Object.values(ofField)) {
      if (one.do !== "create") continue;
      if (one.type && !known.includes(one.type)) throw invalid("choices", "Records of this kind have no such type.");
      const read = (types?.values ?? noValues).safeParse(one.values ?? {});
      if (!read.success) throw invalid("choices", read.error.issues[0]?.message ?? "Choose again.");
    }
  }
}

/** Values of all rows and answers go where another object is chosen, values also where a column fills their field. */
function nextOptions(
  before: FileOptions,
  change: Partial<FileOptions>,
  { renewed, mapping }: { renewed: boolean; mapping: readonly ColumnMapping[] },
): FileOptions {
  const filled = new Set(change.constants ? [] : mapping.map(({ field }) => field));
  const constants = change.constants ?? (renewed ? {} : before.constants);
  return {
    ...before,
    ...(renewed
      ? ({ recogniseBy: null, withoutKey: null, ifExists: "update", emptyCells: "keep", joinedNames: [] } as const)
      : {}),
    ...change,
    answers: { ...(renewed ? {} : before.answers), ...change.answers },
    constants: Object.fromEntries(Object.entries(constants).filter(([field]) => !filled.has(field))),
  };
}

async function nextMapping(
  ctx: Ctx,
  file: FileRow,
  entity: string | null,
  given: ColumnMapping[] | undefined,
): Promise<ColumnMapping[]> {
  const importer = importerFor(ctx, entity);
  if (entity !== null && !importer) throw invalid("entity", "Files of this kind cannot be imported.");
  if (!given) {
    if (entity === file.entity) return file.mapping;
    if (!importer) return file.columns.map((_, column) => ({ column, field: null }));
    return await suggestedFor(ctx, file, importer.catalog);
  }
  const fields = new Set<string>();
  for (const [index, one] of given.entries()) {
    if (one.column >= file.columns.length)
      throw invalid(`mapping.${index}.column`, "The file does not have this column. Choose one of its columns.");
    if (one.field === null) continue;
    const spec = own(importer?.catalog.columns, one.field);
    if (!spec) throw invalid(`mapping.${index}.field`, "This type of record has no such field.");
    if (fields.has(one.field) && !isEntriesField(spec))
      throw invalid(
        `mapping.${index}.field`,
        "Another column is already matched to this field. Choose a different field.",
      );
    fields.add(one.field);
  }
  const named = new Map(given.map((one) => [one.column, one]));
  return file.columns.map((_, column) => named.get(column) ?? file.mapping[column] ?? { column, field: null });
}

/** A field for every column; of rows with several objects, those that no other one of them fills. */
async function suggestedFor(ctx: Ctx, file: FileRow, catalog: Catalog): Promise<ColumnMapping[]> {
  const catalogs = importersFor(ctx).map((importer) => importer.catalog);
  const columns = await seenColumns(ctx, file);
  const others = (await filesOf(ctx, file.importId)).filter(
    (one) => one.position === file.position && one.id !== file.id,
  );
  if (others.length === 0) return mappingOf(catalogs, catalog, columns);
  const mapping = mappingOf(catalogs, catalog, heldBy(catalogs, columns, others));
  const { id: fileId, columns: headers } = file;
  return await withoutRowIds(ctx, catalogs, { fileId, headers, entity: catalog.entity, mapping, isMain: false });
}

const only = <V>(of: Readonly<Record<string, V>>, names: ReadonlySet<string>): Record<string, V> =>
  Object.fromEntries(Object.entries(of).filter(([name]) => names.has(name)));

/** The fields that another object has too, filled by the same column: decisions about their values hold there as well. */
function sameFields(
  ctx: Ctx,
  { entity: before, mapping: filled }: FileRow,
  { entity, mapping }: { entity: string | null; mapping: readonly ColumnMapping[] },
): ReadonlySet<string> {
  const columnsOf = (of: string | null) => importerFor(ctx, of)?.catalog.columns ?? {};
  const [old, fresh] = [columnsOf(before), columnsOf(entity)];
  const shapeOf = (spec: (typeof old)[string] | undefined) =>
    spec && JSON.stringify([spec.kind, spec.to, spec.options?.map(({ value }) => value)]);
  const same = mapping.filter(
    ({ column, field }) =>
      field !== null &&
      filled.some((one) => one.column === column && one.field === field) &&
      shapeOf(own(old, field)) === shapeOf(own(fresh, field)),
  );
  return new Set(same.flatMap(({ field }) => field ?? []));
}

/** Decisions about values, without those of columns whose records are no longer looked up within the same column. */
function stillAsked(
  ctx: Ctx,
  { entity, mapping: before, choices }: FileRow,
  mapping: readonly ColumnMapping[],
): Choices {
  const columns = importerFor(ctx, entity)?.catalog.columns;
  const placeOf = (all: readonly ColumnMapping[], name: string) => all.find(({ field }) => field === name)?.column;
  const isSame = (name: string | undefined) => !name || placeOf(before, name) === placeOf(mapping, name);
  return Object.fromEntries(Object.entries(choices).filter(([field]) => isSame(own(columns, field)?.within?.field)));
}

function nextChoices(before: Choices, changes: NonNullable<z.output<typeof updateFileInput>["choices"]>): Choices {
  const next = structuredClone(before);
  for (const { field, text, within, choice } of changes) {
    const { [choiceKey(text, within)]: _, ...others } = own(next, field) ?? {};
    next[field] = choice === null ? others : { ...others, [choiceKey(text, within)]: choice };
  }
  return next;
}

export const removeImportFile = platform.operation({
  ...changesImport,
  input: fileInput,
  output: fileInput,
  rest: { method: "DELETE", path: "/imports/{id}/files/{fileId}" },
  describe: "Removes a file from an import that has not started.",
  async run(ctx, input) {
    const file = await fileOf(ctx, input.id, input.fileId);
    await editDraft(ctx, input.id);
    await keepUnits(ctx, input.id, file.id);
    await ctx.db.importFile.delete({ where: { id: file.id } });
    emit(ctx, importEvents.fileRemoved, { id: input.id, data: { name: file.name } });
    return input;
  },
});

export const fixImportRow = platform.operation({
  ...shared,
  input: fixRowInput,
  output: fileInput,
  rest: { method: "POST", path: "/imports/{id}/files/{fileId}/fix" },
  describe: "Corrects cells of one row, or skips the row; null restores the original text of a cell.",
  async run(ctx, input) {
    await editDraft(ctx, input.id);
    const file = await fileOf(ctx, input.id, input.fileId);
    const row = await ctx.db.importRow.findFirst({
      where: { fileId: file.id, line: input.line },
      select: { edits: true },
    });
    if (!row) throw notFound("row");
    const edits = { ...(row.edits as Record<string, string> | null) };
    for (const { column, text } of input.cells ?? []) {
      if (column >= file.columns.length)
        throw invalid("cells", "The file does not have this column. Choose one of its columns.");
      if (text?.includes("\u0000"))
        throw invalid("cells", "This text contains an invisible character (NUL) that cannot be stored. Remove it.");
      if (text === null) delete edits[column];
      else edits[column] = text;
    }
    await ctx.db.importRow.updateMany({
      where: { fileId: file.id, line: input.line },
      data: {
        edits: Object.keys(edits).length > 0 ? edits : Prisma.DbNull,
        ...(input.skip === undefined ? {} : { skipped: input.skip }),
      },
    });
    return { id: input.id, fileId: file.id };
  },
});

export const skipImportProblems = platform.operation({
  ...shared,
  input: fileInput,
  output: fileInput,
  rest: { method: "POST", path: "/imports/{id}/files/{fileId}/skip-problems" },
  describe: "Skips all rows of a file in which the last check found a problem.",
  async run(ctx, input) {
    const file = await fileOf(ctx, input.id, input.fileId);
    await tenantRows(ctx)`
      update import_rows set skipped = true
      where tenant_id = ${ctx.tenant.id}::uuid and file_id = ${file.id}::uuid and problems is not null`;
    await editDraft(ctx, input.id);
    return { id: input.id, fileId: file.id };
  },
});
