import type { Catalog, CatalogColumn } from "@/lib/catalog";
import { coerceChoices } from "@/lib/coerce/coerce-choices";
import { coerceCurrency } from "@/lib/coerce/coerce-currency";
import { coerceDate } from "@/lib/coerce/coerce-date";
import { coerceDuration } from "@/lib/coerce/coerce-duration";
import { mayBePhones } from "@/lib/coerce/coerce-entries";
import { coerceEnum } from "@/lib/coerce/coerce-enum";
import type { CellKind } from "@/lib/coerce/guess-kind";
import { exportSource } from "@/lib/export-source";
import { isEntriesField } from "@/lib/fields/entries";
import { wellFormedIds } from "@/lib/ids";
import {
  type ColumnField,
  type ColumnMatch,
  commonPrefix,
  idColumnOf,
  matchColumns,
  type SeenColumn,
  typeColumnOf,
} from "@/lib/match-columns";
import { foldKey } from "@/lib/text";
import type { Choice, ColumnMapping, FileOptions, ImportStatus, MissingRule, ValueGroup } from "./schema";

/** The cells of other columns are text. */
const cellKinds: Partial<Record<CatalogColumn["kind"], CellKind>> = {
  email: "email",
  emails: "email",
  money: "money",
  integer: "integer",
  decimal: "decimal",
  day: "date",
  instant: "date",
  boolean: "boolean",
};

/** Whether the cells of a column are numbers, which are written with a decimal point or comma. */
export const isNumber = ({ kind }: { kind: string }): boolean =>
  kind === "money" || kind === "integer" || kind === "decimal";

/** Whether the cells of a column begin with a day, which is written in several orders. */
export const isDated = ({ kind }: { kind: string }): boolean => kind === "day" || kind === "instant";

/**
 * Whether a field holds the ids that records had where a file comes from: other files of the import name its rows by them.
 * Records keep them as their external id; people have none.
 */
export const isRecordId = (field: string) => field === "externalId" || field === "recordId";

/** The field of the id that a record had where a file comes from. */
export const idField = "externalId";

/** The field that says which product an external id is from. */
export const sourceField = "externalSource";

const isFilled = (mapping: readonly ColumnMapping[], name: string) => mapping.some(({ field }) => field === name);

/** Whether the product that the external ids of a file are from is one for all rows. */
export const asksSource = (mapping: readonly ColumnMapping[]): boolean =>
  isFilled(mapping, "externalId") && !isFilled(mapping, sourceField);

/** Options with the product that a file was exported from as the source of its external ids. */
export function withSource(
  options: FileOptions,
  mapping: readonly ColumnMapping[],
  headers: readonly string[],
): FileOptions {
  const text = asksSource(mapping) && !options.constants[sourceField] ? exportSource(headers) : null;
  if (text === null) return options;
  return { ...options, constants: { ...options.constants, [sourceField]: { do: "replace", text } } };
}

/** The columns of an object that a file can fill, by field. */
export function importableColumns(catalog: Catalog): [string, CatalogColumn][] {
  return Object.entries(catalog.columns).filter(([, column]) => column.importable !== false);
}

/** The column with the types of the values of another one, where these have types and nobody said otherwise; null for none. */
export const typesFor = (
  { column, typed }: ColumnMapping,
  spec: { kind: string },
  headers: readonly string[],
): number | null => (isEntriesField(spec) && typed !== false ? typeColumnOf(headers, column) : null);

/** The columns of a file that hold the types of others. */
export const typeColumnsOf = (
  mapping: readonly ColumnMapping[],
  catalog: Pick<Catalog, "columns"> | undefined,
  headers: readonly string[],
): number[] =>
  mapping.flatMap((one) => typesFor(one, catalog?.columns[one.field ?? ""] ?? { kind: "" }, headers) ?? []);

/** Whether rows may share one value of a field: not of one that distinguishes records. */
export function mayBeConstant({ naturalKeys, columns }: Catalog, field: string): boolean {
  if (columns[field]?.leavesOut) return false;
  return !isRecordId(field) && !naturalKeys.some((fields) => fields.length === 1 && fields[0] === field);
}

function fieldsOf(catalog: Catalog): ColumnField[] {
  return importableColumns(catalog).map(([key, column]) => ({
    key,
    label: column.label,
    ...(column.synonyms ? { synonyms: column.synonyms } : {}),
    kind: cellKinds[column.kind] ?? "text",
    ...(key === sourceField ? { exactly: true } : {}),
    ...takenBy(column),
    ...(column.kind === "reference" && column.to ? { names: column.to } : {}),
    ...(column.kind === "currency" ? { shared: true } : {}),
    ...(isEntriesField(column) ? { several: true } : {}),
  }));
}

const anyFormats = { locale: "en", currency: "USD" };

/** Ids are made of the time (version 7), as those of few other products are. */
const isOurs = (text: string) => wellFormedIds([text]).length > 0 && text.charAt(14) === "7";

const orders = ["ymd", "dmy", "mdy"] as const;

/** Whether a text may be a day that is not past yet. */
function isToCome(text: string): boolean {
  const today = new Date().toISOString().slice(0, 10);
  return orders.some((order) => {
    const day = coerceDate(text, { order });
    return day.ok && day.value !== null && day.value >= today;
  });
}

function takenBy({ kind, options, duration, ownId, toCome }: CatalogColumn): Pick<ColumnField, "takes" | "takesOnly"> {
  if (toCome) return { takes: isToCome, takesOnly: "unlessNamed" };
  if (ownId) return { takes: (text) => isOurs(text.trim()), takesOnly: true };
  if (kind === "currency") return { takes: (text) => coerceCurrency(text, anyFormats).ok, takesOnly: true };
  if (kind === "phones") return { takes: mayBePhones, takesOnly: true };
  if (kind === "duration") return { takes: (text) => coerceDuration(text, duration).ok };
  if (kind === "choices") return { takes: (text) => coerceChoices(text, options ?? []).ok };
  return options ? { takes: (text) => coerceEnum(text, options).ok } : {};
}

// Units that a header names: "revenue (in millions)", "Turnover k€".
const UNITS: readonly [RegExp, number][] = [
  [/\b(in )?(billions?|bn|mrd)\b/i, 1_000_000_000],
  [/\b(in )?(millions?|mio|mln)\b/i, 1_000_000],
  [/\b(in )?(thousands?|tsd)\b|\bk[€$£]|[€$£]k\b/i, 1_000],
];

/** The unit that a text names, as the value of one: 1,000,000 for "in millions"; null for none. */
export const unitIn = (text: string): number | null => UNITS.find(([words]) => words.test(text))?.[1] ?? null;

/** The field of an object that each column of a file fits best, by names and values, each field once. */
export function fittingFields(catalog: Catalog, columns: readonly SeenColumn[]): ColumnMatch[] {
  const matches = matchColumns(columns, fieldsOf(catalog));
  const headers = columns.map(({ header }) => header);
  // "Owner id" beside "Owner" is the id of the owner, not of the record.
  const idsOfOthers = new Set(
    matches.flatMap(({ column, field }) =>
      field !== null && catalog.columns[field]?.kind === "reference" ? (idColumnOf(headers, column) ?? []) : [],
    ),
  );
  return matches.map((match) =>
    match.field === "externalId" && idsOfOthers.has(match.column) ? { ...match, field: null } : match,
  );
}

/** The mapping of such a suggestion, with the units that headers name. */
export const mappingFrom = (catalog: Catalog, matches: readonly ColumnMatch[]): ColumnMapping[] =>
  matches.map(({ column, header, field }) => {
    const unit = field && catalog.columns[field]?.kind === "money" ? unitIn(header) : null;
    return { column, field, ...(unit ? { multiplier: unit } : {}) };
  });

/** Suggests a field for every column of a file, by names and values. */
export const suggestMapping = (catalog: Catalog, columns: readonly SeenColumn[]): ColumnMapping[] =>
  mappingFrom(catalog, fittingFields(catalog, columns));

/** So well a header that is the name of a field fits it. */
export const NAMES = 0.9;
const SURE_ENOUGH = 0.4;
/** Below that a person confirms the object before anything is made of it. */
const SURE = 0.6;

/** The object that a file seems to hold, and whether a person has to confirm it. */
export interface GuessedObject {
  entity: string | null;
  needsObject: boolean;
}

/** The object in a file, by its columns and its name; none when nothing fits. */
export function guessObject(
  catalogs: readonly Catalog[],
  fileName: string,
  columns: readonly SeenColumn[],
): GuessedObject {
  const possible = catalogs.filter(({ recognisedBy }) => !recognisedBy || hasWord(recognisedBy, fileName, columns));
  const matched = possible.map((catalog) => ({ catalog, matches: matchColumns(columns, fieldsOf(catalog)) }));
  // Columns that nobody fills and no object knows say nothing: address books export one for everything.
  const telling = columns.filter(
    ({ values }, place) => values.length > 0 || matched.some(({ matches }) => matches[place]?.field),
  ).length;
  const scored = matched.map(({ catalog, matches }) => ({
    needsObject: catalog.recognisedBy !== undefined,
    entity: catalog.entity,
    score:
      scoreOf(catalog, columns, matches, telling) +
      ([fileName, commonPrefix(columns)].some((name) => namedAfter(catalog, name)) ? 0.2 : 0),
  }));
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  if (!best || best.score < SURE_ENOUGH) return { entity: null, needsObject: true };
  return { entity: best.entity, needsObject: best.needsObject || best.score < SURE };
}

/** Whether a header or the file's name has one of these words, alone or in its plural: "UserRoleId", "sales_teams.csv". */
function hasWord(words: readonly string[], fileName: string, columns: readonly SeenColumn[]): boolean {
  const texts = [fileName, ...columns.map(({ header }) => header)].map((text) => ` ${wordsIn(text).join(" ")} `);
  return words.some((word) => texts.some((text) => text.includes(` ${word} `) || text.includes(` ${word}s `)));
}

/** The folded words of a header or a name: "AccountId" has two. */
export const wordsIn = (text: string): readonly string[] =>
  foldKey(text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")).match(/[\p{L}\p{N}]+/gu) ?? [];

// Fitting columns speak for an object, a missing obligatory field against it.
function scoreOf(
  catalog: Catalog,
  columns: readonly SeenColumn[],
  matches: readonly ColumnMatch[],
  telling: number,
): number {
  const sum = matches.reduce((total, match) => total + (match.field ? match.score : 0), 0);
  const mapped = new Set(matches.map((match) => match.field));
  const required = importableColumns(catalog).flatMap(([field, column]) => (column.required ? [field] : []));
  const lacking = required.some((field) => !mapped.has(field));
  // "Name" and "Company": the rows are of something that belongs to a company.
  const left = columns.filter((_, place) => matches[place]?.field === null);
  const named = fieldsOf(catalog).filter(({ key }) => key === "name" && required.includes(key));
  const isNamedTwice = matchColumns(left, named).some(({ score }) => score >= NAMES);
  // Files begin with what they are about.
  const leads = required.includes(matches[0]?.field ?? "");
  const isSale = left.length === 0 && holdsSale(catalog, matches);
  return sum / Math.max(telling, 1) - (lacking || isNamedTwice ? 0.4 : 0) + (leads || isSale ? 0.1 : 0);
}

/** An amount with its own currency beside the record that it is for: "Name", "Company" and "Amount" are of a sale. */
function holdsSale({ entity, columns }: Catalog, matches: readonly ColumnMatch[]): boolean {
  const named = matches.flatMap(({ field, score }) => (field !== null && score >= NAMES ? (columns[field] ?? []) : []));
  const isAmount = ({ kind, currencyIn }: CatalogColumn) => kind === "money" && currencyIn !== undefined;
  return named.some(isAmount) && named.some(({ kind, to }) => kind === "reference" && to !== entity);
}

// By its beginning: companies.csv, Opportunities 2024, task-statuses.csv.
function namedAfter({ label, alsoCalled = [] }: Catalog, fileName: string): boolean {
  const text = fileName.toLowerCase().replace(/[-_]+/g, " ");
  return [label.one, ...alsoCalled].some((name) => text.includes(name.toLowerCase().slice(0, 6)));
}

/** Whether a file's name is that of another object than those that its columns had in an earlier import. */
export function namesAnother(
  catalogs: readonly Catalog[],
  fileName: string,
  earlier: readonly { entity: string | null }[],
): boolean {
  const named = catalogs.filter((catalog) => !catalog.recognisedBy && namedAfter(catalog, fileName));
  return named.length > 0 && !named.some(({ entity }) => earlier.some((one) => one.entity === entity));
}

/** Files in the order of their import: those that others refer to first. */
export function inOrder<F extends { entity: string | null; position: number }>(
  files: readonly F[],
  entities: readonly string[],
): F[] {
  const rank = (file: F) => {
    const at = file.entity === null ? -1 : entities.indexOf(file.entity);
    return at < 0 ? entities.length : at;
  };
  return files.toSorted((a, b) => rank(a) - rank(b) || a.position - b.position);
}

/** The options of a new file. */
export const defaultOptions: FileOptions = {
  owner: { kind: "me" },
  recogniseBy: null,
  answers: {},
  constants: {},
  missing: {},
  withoutKey: null,
  ifExists: "update",
  nationalNumbers: null,
  emptyCells: "keep",
  joinedNames: [],
};

/** The choice that a rule makes about one value that names no record. */
export const ruledChoice = (rule: MissingRule, text: string): Choice =>
  rule === "create" ? { do: "create", name: text.slice(0, 300) } : { do: rule };

/** Folded texts hold no line break. */
const withinMark = "\n";

/** The key of the decision about a value; `within` is the row's text of the column by which its records are looked up apart. */
export function choiceKey(text: string, within = ""): string {
  const group = foldKey(within);
  return group === "" ? foldKey(text) : `${group}${withinMark}${foldKey(text)}`;
}

type Value = Pick<ValueGroup, "field" | "text"> & { within?: string | undefined };
/** A value as a change of decisions names it. */
export const valueKey = ({ field, text, within }: ValueGroup) => ({ field, text, within });
/** The same for values that share a decision. */
export const keyOf = ({ field, text, within }: Value) => `${field}/${choiceKey(text, within)}`;

/** The folded text of the other column in such a key. */
export const withinOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf(withinMark)));

/** Options as they are stored: the answers beside the others, under their own names. */
export const storedOptions = ({ answers, ...options }: FileOptions) => ({ ...answers, ...options });

/** Options from their stored form: all that is no option of every file is an answer. */
export function optionsFrom(stored: unknown): FileOptions {
  const all = Object.entries(stored as Partial<FileOptions> & FileOptions["answers"]);
  const isCommon = ([name]: [string, unknown]) => Object.hasOwn(defaultOptions, name);
  return {
    ...defaultOptions,
    ...Object.fromEntries(all.filter(isCommon)),
    answers: Object.fromEntries(all.filter((one) => !isCommon(one))) as FileOptions["answers"],
  };
}

/** Decisions can be changed as long as nothing runs and nothing was written. */
export function isOpen(status: ImportStatus): boolean {
  return status === "draft" || status === "ready";
}

/** Whether a run can be reverted: it has ended, by itself or by a person. */
export function isRevertible(status: ImportStatus): boolean {
  return status === "done" || status === "cancelled" || status === "failed";
}
