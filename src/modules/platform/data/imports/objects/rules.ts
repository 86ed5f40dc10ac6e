import type { Catalog } from "@/lib/catalog";
import { coerceEnum } from "@/lib/coerce/coerce-enum";
import type { ColumnMatch, SeenColumn } from "@/lib/match-columns";
import { foldKey } from "@/lib/text";
import { fittingFields, idField, isRecordId, mappingFrom, NAMES, suggestMapping, wordsIn } from "../rules";
import type { ColumnMapping } from "../schema";

/** One of the objects in the rows of a file, and the columns that fill its fields. */
interface MixedPart {
  entity: string;
  mapping: ColumnMapping[];
}

/** Fields of a column's own that show an object in a file where no header names it. */
const enough = 2;

/** An object that a header names beside something of it, and whether its name is a word before others: "Company phone". */
interface NamedObject {
  entity: string;
  isFirstWord: boolean;
}

const namesOf = ({ label, alsoCalled = [] }: Catalog): readonly string[] => [label.one, ...alsoCalled].map(foldKey);

type ReadHeader = (header: string) => NamedObject | null;
/** Each header is asked about many times. */
const readers = new WeakMap<readonly Catalog[], ReadHeader>();

/** The object that a header names: "Deal name", "Company domain", "Telefon Firma", "Firmentelefon"; null for none. */
function objectNamedIn(catalogs: readonly Catalog[], header: string): NamedObject | null {
  const read = readers.get(catalogs) ?? headerReader(catalogs);
  readers.set(catalogs, read);
  return read(header);
}

const objectInHeader = (catalogs: readonly Catalog[], header: string): string | null =>
  objectNamedIn(catalogs, header)?.entity ?? null;

function headerReader(catalogs: readonly Catalog[]): ReadHeader {
  const objects = catalogs.flatMap((catalog) =>
    catalog.recognisedBy ? [] : { entity: catalog.entity, names: namesOf(catalog) },
  );
  const addresses = addressNames(catalogs);
  const known = new Map<string, NamedObject | null>();
  const read: ReadHeader = (header) => {
    const words = wordsIn(header);
    const [first = "", ...others] = words;
    const leading = others.length > 0 && objects.find(({ names }) => names.includes(first));
    if (leading) return { entity: leading.entity, isFirstWord: true };
    const reached = objects.find(({ names }) => restsBeside(names, words).some((rest) => addresses.has(rest)));
    return reached ? { entity: reached.entity, isFirstWord: false } : null;
  };
  return (header) => {
    const before = known.get(header);
    const found = before === undefined ? read(header) : before;
    known.set(header, found);
    return found;
  };
}

/** The rest of a header beside the name of an object: words before it, or the end of one word. */
function restsBeside(names: readonly string[], words: readonly string[]): string[] {
  const tight = words.join("");
  return names.flatMap((name) => {
    if (words.at(-1) === name) return words.slice(0, -1).join("");
    const rest = tight.startsWith(name) ? tight.slice(name.length) : "";
    return [rest, rest.replace(/^s/, "")];
  });
}

/** The names of e-mail addresses and numbers in files, by which a company can be reached as a person can. */
function addressNames(catalogs: readonly Catalog[]): ReadonlySet<string> {
  const columns = catalogs.flatMap((catalog) => Object.values(catalog.columns));
  const names = columns.flatMap(({ kind, label, synonyms = [] }) =>
    kind === "email" || kind === "emails" || kind === "phones" ? [label, ...synonyms] : [],
  );
  return new Set(names.map((name) => wordsIn(name).join("")).filter((name) => name !== ""));
}

/** The columns of a file with the object that each names. */
function columnsFor(
  catalogs: readonly Catalog[],
  entity: string,
  columns: readonly SeenColumn[],
): readonly SeenColumn[] {
  // Of a file whose headers all begin so, the beginning names the file.
  const byHeader = columns.map(({ header }) => objectNamedIn(catalogs, header));
  if (new Set(byHeader.map((named) => named?.entity)).size === 1) return columns;
  return columns.map((column, place) => {
    const says = byHeader[place];
    if (!says) return column;
    if (says.entity !== entity) return { ...column, says: says.entity };
    return says.isFirstWord ? { ...column, saysOwn: true } : column;
  });
}

/** Suggests a field of an object for every column of a file; columns that name another object fit only what refers to it. */
export const mappingOf = (
  catalogs: readonly Catalog[],
  catalog: Catalog,
  columns: readonly SeenColumn[],
): ColumnMapping[] => suggestMapping(catalog, columnsFor(catalogs, catalog.entity, columns));

/** Columns of a file with the object that holds the value of each, as the mappings of its other objects say. */
export function heldBy(
  catalogs: readonly Catalog[],
  columns: readonly SeenColumn[],
  others: readonly { entity: string | null; mapping: readonly ColumnMapping[] }[],
): SeenColumn[] {
  return columns.map((column, place) => {
    const holder = others.find(({ entity, mapping }) => {
      const field = mapping[place]?.field ?? null;
      const spec = field === null ? undefined : catalogs.find((one) => one.entity === entity)?.columns[field];
      return spec !== undefined && spec.kind !== "reference" && spec.kind !== "currency";
    });
    return holder?.entity ? { ...column, heldBy: holder.entity } : column;
  });
}

/** The column with ids of an object of several: "Account id", or "Id" where it is the main one; null for none. */
export function idColumnIn(
  catalogs: readonly Catalog[],
  { catalog, isMain }: { catalog: Catalog; isMain: boolean },
  headers: readonly string[],
): number | null {
  const named = headers.flatMap((header, column) => {
    const says = objectInHeader(catalogs, header);
    return says === catalog.entity || (says === null && isMain) ? [{ header, column, says }] : [];
  });
  const seen = named.map(
    ({ header, says }): SeenColumn => ({
      header,
      kind: "text",
      values: [],
      ...(says === null ? {} : { saysOwn: true }),
    }),
  );
  const place = fittingFields(catalog, seen).findIndex(({ field }) => field === idField);
  return named[place]?.column ?? null;
}

/**
 * The objects in the rows of a file, the main one first. Each of the others has a name there, and values of its own. Those
 * that point to each other do so by the columns of the other one.
 */
export function objectsIn(catalogs: readonly Catalog[], main: string, columns: readonly SeenColumn[]): MixedPart[] {
  const mainCatalog = catalogs.find(({ entity }) => entity === main);
  if (!mainCatalog) return [];
  const matchesOf = (catalog: Catalog) => fittingFields(catalog, columnsFor(catalogs, catalog.entity, columns));
  const own = matchesOf(mainCatalog);
  const byHeader = columns.map(({ header }) => objectInHeader(catalogs, header));
  const isOther = (catalog: Catalog) => !catalog.recognisedBy && catalog.entity !== main;
  const file = { catalogs, byHeader, columns, mainCatalog, main: own };
  const others = catalogs.filter((catalog) => isOther(catalog) && isThere(catalog, matchesOf(catalog), file));
  if (others.length === 0) return [{ entity: main, mapping: mappingFrom(mainCatalog, own) }];
  const all = eachWithItsOwn(catalogs, [mainCatalog, ...others], columns);
  return all.map((part) => joined(catalogs, part, all));
}

/** A field of an object that a column could fill, and how well. */
interface Claim {
  catalog: Catalog;
  field: string;
  /** Its values are among the choices of the field. */
  fits: boolean;
  score: number;
}

/** Whether one column may fill both fields: an owner of two objects, the company of a person, the currency of two amounts. */
function mayShare(one: Claim, other: Claim): boolean {
  const [a, b] = [one, other].map(({ catalog, field }) => catalog.columns[field]);
  const [isFirst, isSecond] = [a?.kind === "reference", b?.kind === "reference"];
  if (isFirst && isSecond) return true;
  if (isFirst) return a?.to === other.catalog.entity;
  if (isSecond) return b?.to === one.catalog.entity;
  return a?.kind === "currency" && b?.kind === "currency";
}

const better = (a: Claim, b: Claim) => Number(b.fits) - Number(a.fits) || b.score - a.score;

/**
 * Each object with the columns that are its own: a value that two of them could take is of the one whose field it fits
 * better, and of two that it fits alike of the main one.
 */
function eachWithItsOwn(
  catalogs: readonly Catalog[],
  objects: readonly [Catalog, ...Catalog[]],
  columns: readonly SeenColumn[],
): MixedPart[] {
  const [main] = objects;
  const held = new Map<number, string>();
  const matchesOf = (catalog: Catalog) => {
    const seen = columns.map((column, place): SeenColumn => {
      const holder = held.get(place);
      return holder === undefined || holder === catalog.entity ? column : { ...column, heldBy: holder };
    });
    return fittingFields(catalog, columnsFor(catalogs, catalog.entity, seen));
  };
  // A field that lost its column may take another one, which then may be of two objects.
  for (let before = -1; before < held.size; ) {
    before = held.size;
    const matches = objects.map((catalog) => ({ catalog, found: matchesOf(catalog) }));
    for (const [place, column] of columns.entries()) {
      const claims = matches.flatMap(({ catalog, found }) => claimOf(catalogs, catalog, column, found[place]));
      const [best, ...others] = claims.toSorted(better);
      if (!best || held.has(place)) continue;
      // A value without a sign that it is of another object than the main one is of none of the others.
      if (!best.fits && best.catalog !== main) held.set(place, main.entity);
      else if (others.some((other) => !mayShare(best, other))) held.set(place, best.catalog.entity);
    }
  }
  return objects.map((catalog) => ({ entity: catalog.entity, mapping: mappingFrom(catalog, matchesOf(catalog)) }));
}

function claimOf(
  catalogs: readonly Catalog[],
  catalog: Catalog,
  column: SeenColumn,
  { field, score }: { field: string | null; score: number } = { field: null, score: 0 },
): Claim[] {
  if (field === null) return [];
  const isNamed = objectInHeader(catalogs, column.header) === catalog.entity;
  return [{ catalog, field, score, fits: isNamed || (!isRecordId(field) && fitsChoices(catalog, field, column)) }];
}

/** Whether the values of a column are among the choices of a field, where it has some. */
function fitsChoices({ columns }: Catalog, field: string, seen: SeenColumn | undefined): boolean {
  const options = columns[field]?.options;
  return !options || (seen?.values ?? []).some((text) => coerceEnum(text, options).ok);
}

interface File {
  catalogs: readonly Catalog[];
  /** By column: the object that its header says. */
  byHeader: readonly (string | null)[];
  columns: readonly SeenColumn[];
  mainCatalog: Catalog;
  main: readonly ColumnMatch[];
}

/** Whether the rows of a file hold an object: its name is there, and values that are not those of the main one. */
function isThere(catalog: Catalog, matches: readonly ColumnMatch[], file: File): boolean {
  const { entity, columns, naturalKeys } = catalog;
  const { catalogs, byHeader, mainCatalog, main } = file;
  const isId = (field: string) => isRecordId(field) || columns[field]?.ownId === true;
  const names = new Set(["name", ...naturalKeys.flat().filter((field) => !isId(field))]);
  const inMain = (column: number) => main[column]?.field ?? null;
  const isNamed = matches.some(({ column, field }) => {
    if (field === null) return false;
    // Nobody but a person has a first name.
    if (columns[field]?.partOf === "name") return inMain(column) === null;
    if (!names.has(field)) return false;
    return byHeader[column] === entity || mainCatalog.columns[inMain(column) ?? ""]?.to === entity;
  });
  const values = matches.filter(({ column, field, score }) => {
    const spec = field === null ? undefined : columns[field];
    if (!spec || field === null || field === "name") return false;
    const isRecord = spec.kind === "reference" && catalogs.some((one) => one.entity === spec.to);
    return !isRecord && score > (main[column]?.score ?? 0);
  });
  const isOwn = ({ column }: ColumnMatch) => byHeader[column] === entity;
  if (namesPeople(catalog, matches, file)) return true;
  return isNamed && (values.filter(({ field }) => !isId(field ?? "")).length >= enough || values.some(isOwn));
}

/** Whether a column is called as the people of the main object are: "Ansprechpartner" beside a company needs nothing else. */
function namesPeople(
  { columns }: Catalog,
  matches: readonly ColumnMatch[],
  { columns: seen, mainCatalog, main }: File,
): boolean {
  const specs = Object.values(columns);
  const isOfMain = specs.some(({ kind, to }) => kind === "reference" && to === mainCatalog.entity);
  if (!isOfMain || !specs.some(({ partOf }) => partOf === "name")) return false;
  return matches.some(
    ({ column, field, score }) =>
      field === "name" && score >= NAMES && seen[column]?.kind === "text" && (main[column]?.field ?? null) === null,
  );
}

/** A part that points to the record of another part in the same row: by its address, or else by its name. */
function joined(catalogs: readonly Catalog[], part: MixedPart, all: readonly MixedPart[]): MixedPart {
  const catalogOf = (of: string | undefined) => catalogs.find(({ entity }) => entity === of);
  const mapping = [...part.mapping];
  for (const [field, { to, importable, kind }] of Object.entries(catalogOf(part.entity)?.columns ?? {})) {
    const other = all.find(({ entity }) => entity === to && entity !== part.entity);
    const isOpen = kind === "reference" && importable !== false && !mapping.some((one) => one.field === field);
    if (!other || !isOpen) continue;
    const single = (catalogOf(to)?.naturalKeys ?? []).filter((fields) => fields.length === 1).flat();
    const names = [...single.filter((name) => !isRecordId(name)), "name"];
    const [place] = names.flatMap((name) => other.mapping.find((one) => one.field === name)?.column ?? []);
    if (place !== undefined && mapping[place]?.field === null) mapping[place] = { column: place, field };
  }
  return { ...part, mapping };
}
