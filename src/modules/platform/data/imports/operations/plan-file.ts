import "server-only";
import type { CatalogColumn } from "@/lib/catalog";
import { type CoerceCell, coerceCell } from "@/lib/coerce/coerce-cell";
import { decodedCell } from "@/lib/coerce/html-codes";
import { spreadsheetError, unwrapped } from "@/lib/coerce/spreadsheet-cell";
import { isCustomName } from "@/lib/fields/custom";
import { columnsByType, isEntriesField } from "@/lib/fields/entries";
import { chosenKeys, type ImportOptions, type ImportValue, keyName } from "@/lib/import-rows";
import { idColumnOf } from "@/lib/match-columns";
import { type NounEntity, permissionFor } from "@/lib/nouns/all";
import { own } from "@/lib/own";
import { foldKey } from "@/lib/text";
import { unseenRecord } from "@/lib/unseen-record";
import { type Importer, importerFor, importerIn, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { mayOwn } from "@/server/scope";
import { choiceKey, isNumber, mayBeConstant, typesFor } from "../rules";
import type { Choice, ColumnMapping, Constant, MissingRule } from "../schema";
import { type NationalReading, nationalReading } from "./national-numbers";
import type { FileRow } from "./present-import";

/** The reading of one cell. `text` names a record that the batch has to look up, and to make where it is `isNew`. */
export type CellReading =
  | { kind: "empty" }
  | { kind: "value"; value: ImportValue; currency?: string }
  | { kind: "name"; text: string; key: string; isNew?: true }
  | { kind: "skip" }
  | { kind: "problem"; reason: string; suggestion: string | null; why?: string };

export interface PlannedColumn {
  column: number;
  header: string;
  field: string;
  spec: CatalogColumn;
  mapping: ColumnMapping;
  /** How it names records of the file's own object: by texts that its rows bring along, or linked when all rows are in. */
  ownRecords: "texts" | "links" | null;
  /** Decisions by folded text. */
  choices: Readonly<Record<string, Choice>>;
  /** The answer for all texts that name no record, where a person gave one. */
  missing: MissingRule | null;
  /** Of an amount: the column that says its currency. */
  currencyColumn: PlannedColumn | null;
  /** The column by which its records are looked up apart, where one is filled. */
  within: PlannedColumn | null;
  /** The column with the types of its values; null where a file has none. */
  types: number | null;
  /** The cells that tell records of one name apart in a row; null where a file has none. */
  apart: Apart | null;
  /** The cells of a record that existed before which an empty cell of it clears. */
  clears: readonly string[];
  /** The text that a cell means: decisions, lookups and values are about this one. */
  meaning(cell: string): string;
  /** The row's `currency`, without it an amount is in the one of its mark or the workspace's; the text of column `within`. */
  read(text: string, currency?: string, within?: string): CellReading;
}

/** The columns of a row beside a name: of the record's id elsewhere, and of what a field of that record points to. */
export interface Apart {
  ids: number | null;
  shared: readonly { field: string; column: PlannedColumn }[];
}

/** A file whose rows have such ids, and the column that holds them. */
export interface RecordIds {
  plan: FilePlan;
  column: PlannedColumn;
}

export interface FilePlan {
  file: FileRow;
  importer: Importer;
  columns: PlannedColumn[];
  options: ImportOptions;
  /** It was exported here: it has the ids of its records. */
  isOurs: boolean;
  /** The natural keys by which its rows are recognised and that its columns fill, best first. */
  keys: readonly (readonly string[])[];
  /** Files of the same import, this one too, whose rows others name by the ids that they had elsewhere. */
  recordIds: readonly RecordIds[];
  /** How its telephone numbers without a country code are read; null where it has none that are asked about. */
  national: NationalReading | null;
  /** Whether it is the last file of its kind of record in this import. */
  isLastOfType: boolean;
  /** Each value goes by itself to a record that exists and has none: what is wrong with a cell keeps no other one out. */
  fillsEmpty: boolean;
}

/** How the rows of a file are read, or null when its object is not chosen. `whole` is its mapping where only some columns are read. */
export function planFile(ctx: Ctx, file: FileRow, creatorId: string, whole = file.mapping): FilePlan | null {
  const importer = importerFor(ctx, file.entity);
  if (!importer) return null;
  const isOurs = whole.some(({ field }) => own(importer.catalog.columns, field ?? "")?.ownId === true);
  // Files from here have texts as they are: a name that is "AT&amp;T" comes back unchanged.
  const meaning = isOurs ? unwrapped : decodedCell;
  const columns = file.mapping.flatMap((mapping) => {
    const column = plannedColumn(importer, mapping);
    if (!column) return [];
    const { field, spec } = column;
    const choices = own(file.choices, field) ?? {};
    const header = file.columns[mapping.column] ?? `Column ${mapping.column + 1}`;
    const read = reader({ spec, choices, meaning }, coerceCell(spec, mapping, ctx.tenant));
    return [{ ...column, header, choices, missing: own(file.options.missing, field) ?? null, meaning, read }];
  });
  const filled = new Set(columns.map(({ field }) => field));
  const constants = Object.entries(file.options.constants).filter(([field]) => !filled.has(field));
  columns.push(...constants.flatMap(([field, constant]) => constantColumn(ctx, importer, field, constant) ?? []));
  const { owner, ifExists, emptyCells, joinedNames, answers } = file.options;
  const isClearing = emptyCells === "clear" && ifExists === "update";
  for (const column of columns) {
    column.currencyColumn = columns.find((other) => other.field === column.spec.currencyIn) ?? null;
    column.within = columns.find((other) => other.field === column.spec.within?.field) ?? null;
    column.apart = apartIn(ctx, file, columns, column);
    column.types = typesFor(column.mapping, column.spec, file.columns);
    column.clears = isClearing ? clearedBy(importer, columns, column) : [];
  }
  const filledKeys = importer.catalog.naturalKeys.filter((fields) =>
    fields.every((field) => columns.some((column) => column.field === field)),
  );
  const recogniseBy = file.options.recogniseBy ?? onlyCustomKey(filledKeys);
  return {
    file,
    importer,
    columns,
    isOurs,
    options: {
      ownerId:
        owner.kind === "me" && columns.some((column) => staysUnowned(ctx, importer, column))
          ? null
          : ownerOf(owner, creatorId),
      recogniseBy,
      ifExists,
      joinedNames: joinedNames === "all" ? joinedNames : joinedNames.map(foldKey),
      answers,
    },
    keys: chosenKeys(filledKeys, { recogniseBy }),
    recordIds: [],
    national: nationalReading(ctx, { file, columns, isOurs }),
    isLastOfType: true,
    fillsEmpty: false,
  };
}

/**
 * The cells that an empty one clears. A column of addresses or numbers that is the only one of its field stands for all
 * their types; one whose types another column says may be of any type, so it clears nothing.
 */
function clearedBy({ clearable }: Importer, columns: readonly PlannedColumn[], one: PlannedColumn): string[] {
  const { column, field, spec, types } = one;
  if (column === NO_COLUMN || types !== null || !clearable?.has(field)) return [];
  if (!isEntriesField(spec)) return [field];
  const family = columnsByType(field, spec.kind).map(([name]) => name);
  const isAlone = columns.every((other) => other.field === field || !family.includes(other.field));
  return isAlone ? family.filter((name) => clearable.has(name)) : [field];
}

/** The unique field that the workspace has added, where a file has no other key and nobody has chosen one. */
function onlyCustomKey(filled: readonly (readonly string[])[]): string | null {
  const [first] = filled;
  return first && chosenKeys(filled, { recogniseBy: null }).length === 0 ? keyName(first) : null;
}

/** The columns of a file that fill a custom field which is deleted or archived since, by their headers. */
export function columnsWithMissingField(
  data: Pick<Ctx, "tenant">,
  { entity, mapping, columns, options }: FileRow,
): string[] {
  const known = importerIn(data, entity)?.catalog.columns;
  if (!known) return [];
  const named = mapping.filter(({ field }) => field !== null && !own(known, field));
  const lost = named.map(({ column }) => columns[column] ?? `Column ${column + 1}`);
  const stored = data.tenant.custom.storedOf(entity ?? "");
  const same = Object.keys(options.constants).filter((field) => !own(known, field));
  return [...lost, ...same.map((field) => `${own(stored, field)?.label ?? field} of all rows`)];
}

/** The next step for a person with such a column. */
export const missingFieldMessage = (header: string): string =>
  `The field that ${header} is matched to was deleted or archived. Choose another field for the column, or restore the field.`;

/** Stands for no column of the file, whose cells it never reads. */
const NO_COLUMN = -1;

/** A column without decisions about its values; null for one that fills no field. */
function plannedColumn(
  importer: Importer,
  mapping: ColumnMapping,
): Omit<PlannedColumn, "header" | "meaning" | "read"> | null {
  const { column, field } = mapping;
  const spec = field === null ? undefined : own(importer.catalog.columns, field);
  if (!spec || field === null || spec.importable === false) return null;
  const ownRecords = ownRecordsIn(importer, field, spec);
  return {
    column,
    field,
    spec,
    mapping,
    ownRecords,
    choices: {},
    missing: null,
    currencyColumn: null,
    within: null,
    types: null,
    apart: null,
    clears: [],
  };
}

/** Two contacts of one name belong to different accounts, and the row of an opportunity has an account too. */
function apartIn(
  ctx: Ctx,
  { columns: headers, mapping }: FileRow,
  columns: readonly PlannedColumn[],
  { spec, ownRecords, column, within }: PlannedColumn,
): Apart | null {
  if (spec.kind !== "reference" || ownRecords !== null || within || column === NO_COLUMN) return null;
  const target = importerFor(ctx, spec.to ?? null)?.catalog;
  const ids = target?.columns.externalId ? idColumnOf(headers, column) : null;
  const isFree = !mapping.some((one) => one.column === ids && one.field !== null);
  const shared = (target?.naturalKeys.flat() ?? []).flatMap((field) => {
    const to = own(target?.columns ?? {}, field)?.to;
    const other = columns.find((one) => one.spec.kind === "reference" && one.spec.to === to && !one.spec.several);
    return to !== undefined && other && other.column !== column ? [{ field, column: other }] : [];
  });
  const facts = { ids: isFree ? ids : null, shared };
  return facts.ids !== null || shared.length > 0 ? facts : null;
}

/** How a field names records of its own object; custom fields and links name records that exist, as of any other object. */
export function ownRecordsIn(
  { catalog, link }: Importer,
  field: string,
  { to, several }: CatalogColumn,
): PlannedColumn["ownRecords"] {
  if (to !== catalog.entity || several || isCustomName(field)) return null;
  return link ? "links" : "texts";
}

/** A field that no column fills and that holds one value in all rows. */
function constantColumn(ctx: Ctx, importer: Importer, field: string, constant: Constant): PlannedColumn | null {
  const mapping: ColumnMapping = { column: NO_COLUMN, field, decimal: ".", dateOrder: "ymd" };
  const column = plannedColumn(importer, mapping);
  if (!column) return null;
  const { spec } = column;
  const coerce = coerceCell(spec, mapping, ctx.tenant);
  const read: PlannedColumn["read"] = (_, currency) =>
    readCell({ spec, meaning: unwrapped }, constant, "", (text) => coerce(text, currency));
  return { ...column, header: spec.label, meaning: unwrapped, read };
}

/** Why a value cannot be the one of all rows; null for one that can. */
export function constantProblem(ctx: Ctx, entity: string | null, field: string, constant: Constant): string | null {
  const importer = importerFor(ctx, entity);
  const column = importer && constantColumn(ctx, importer, field, constant);
  if (!column) return "This type of record has no such field.";
  const { label } = column.spec;
  if (!mayBeConstant(importer.catalog, field))
    return `The field ${label} identifies records, so it cannot have the same value in all rows.`;
  const cell = column.read("");
  if (cell.kind === "problem") return cell.reason;
  if (cell.kind === "name") return `No record matches the value for ${label}. Choose an existing record.`;
  return cell.kind === "value" ? null : "Choose the value for all rows.";
}

/**
 * A column of owners of which a person leaves cells empty: its records have no owner, and not the importer, where the
 * importer may make such records.
 */
const staysUnowned = (ctx: Ctx, importer: Importer, { field, missing, choices }: PlannedColumn): boolean =>
  field === "owner" &&
  mayLeaveUnowned(ctx, importer) &&
  (missing === "empty" || Object.values(choices).some((choice) => choice.do === "empty"));

/** Whether records without an owner may come from a file of this member. */
export const mayLeaveUnowned = (ctx: Ctx, { catalog }: Pick<Importer, "catalog">): boolean =>
  mayOwn(ctx, permissionFor(catalog.entity as NounEntity, "edit"), null);

function ownerOf(owner: FileRow["options"]["owner"], creatorId: string): string | null {
  if (owner.kind === "me") return creatorId;
  return owner.kind === "member" ? owner.memberId : null;
}

/** Nothing in a column of numbers tells its decimal sign, and nobody has said it yet. */
export function lacksDecimalSign({ spec, mapping }: PlannedColumn): boolean {
  return isNumber(spec) && mapping.decimal === undefined;
}

const maxKept = 20_000;
const trial = 1_000;

// Most columns repeat their values: each text is read once. One whose values are all different is not worth keeping.
function reader(
  { spec, choices, meaning }: Pick<PlannedColumn, "spec" | "choices" | "meaning">,
  coerce: CoerceCell,
): PlannedColumn["read"] {
  const seen = new Map<string, CellReading>();
  let repeated = 0;
  let worthIt = true;
  const chosen = Object.keys(choices).length > 0;
  return (text, currency, within = "") => {
    const key = [...(currency === undefined ? [] : [currency]), ...(within === "" ? [] : [within]), text].join("\n");
    const known = worthIt ? seen.get(key) : undefined;
    if (known) {
      repeated += 1;
      return known;
    }
    const coerceIn: CoerceCell = currency === undefined ? coerce : (given) => coerce(given, currency);
    const reading = readCell(
      { spec, meaning },
      chosen ? own(choices, choiceKey(meaning(text), meaning(within))) : undefined,
      text,
      coerceIn,
    );
    if (worthIt && seen.size < maxKept) seen.set(key, reading);
    if (worthIt && seen.size === trial && repeated < trial) {
      worthIt = false;
      seen.clear();
    }
    return reading;
  };
}

function readCell(
  { spec, meaning }: Pick<PlannedColumn, "spec" | "meaning">,
  choice: Choice | undefined,
  given: string,
  coerce: CoerceCell,
): CellReading {
  if (choice?.do === "skip") return { kind: "skip" };
  if (choice?.do === "empty") return { kind: "empty" };
  if (choice?.do === "use") return { kind: "value", value: choice.id };
  const read = (choice ? null : spreadsheetError(given)) ?? coerce(instead(spec, choice) ?? meaning(given));
  if (!read.ok)
    return {
      kind: "problem",
      reason: read.reason,
      suggestion: read.suggestion ?? null,
      ...(read.why ? { why: read.why } : {}),
    };
  if (read.value === null) return { kind: "empty" };
  if (spec.kind !== "reference")
    return { kind: "value", value: read.value, ...(read.currency ? { currency: read.currency } : {}) };
  const name = String(read.value);
  // An exported file says so of a record that its asker did not see: the field stays as it is.
  if (name === unseenRecord) return { kind: "empty" };
  const key = nameKey(spec.to, name);
  return { kind: "name", text: name, key, ...(choice?.do === "create" ? { isNew: true } : {}) };
}

/** Records of several types are made before the rows, in their order, and others with the rows that name them. */
export const isMadeFirst = ({ spec }: Pick<PlannedColumn, "spec">): boolean =>
  referenceTo(spec.to)?.types !== undefined;

/** The folded text by which a record is looked up. */
export const nameKey = (entity: string | undefined, text: string): string =>
  foldKey(referenceTo(entity)?.namedBy?.(text) ?? text);

// A record that is made for a value may have another name than the file gives it.
function instead(spec: CatalogColumn, choice: Choice | undefined): string | undefined {
  if (choice?.do === "replace") return choice.text;
  return choice?.do === "create" && spec.kind === "reference" ? choice.name : undefined;
}
