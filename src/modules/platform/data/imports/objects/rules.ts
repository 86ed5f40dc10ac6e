import type { Catalog } from "@/lib/catalog";
import { coerceEnum } from "@/lib/coerce/coerce-enum";
import type { ColumnMatch, SeenColumn } from "@/lib/match-columns";
import { foldKey } from "@/lib/text";
import { fittingFields, idField, isRecordId, mappingFrom, suggestMapping, wordsIn } from "../rules";
import type { ColumnMapping } from "../schema";

/** One of the objects in the rows of a file, and the columns that fill its fields. */
interface MixedPart {
  entity: string;
  mapping: ColumnMapping[];
}

/** Fields of a column's own that show an object in a file where no header names it. */
const enough = 2;

/** The object with whose name a header begins, before other words: "Deal name", "Company domain"; null for none. */
function objectInHeader(catalogs: readonly Catalog[], header: string): string | null {
  const [first = "", ...others] = wordsIn(header);
  if (others.length === 0) return null;
  const named = catalogs.find(({ recognisedBy, label, alsoCalled = [] }) =>
    recognisedBy ? false : [label.one, ...alsoCalled].some((name) => foldKey(name) === first),
  );
  return named?.entity ?? null;
}

/** The columns of a file with the object that each names. */
function columnsFor(
  catalogs: readonly Catalog[],
  entity: string,
  columns: readonly SeenColumn[],
): readonly SeenColumn[] {
  // Of a file whose headers all begin so, the beginning names the file.
  const byHeader = columns.map(({ header }) => objectInHeader(catalogs, header));
  if (new Set(byHeader).size === 1) return columns;
  return columns.map((column, place) => {
    const says = byHeader[place];
    if (!says) return column;
    return says === entity ? { ...column, saysOwn: true } : { ...column, says };
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
  const file = { catalogs, byHeader, mainCatalog, main: own };
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
  mainCatalog: Catalog;
  main: readonly ColumnMatch[];
}

/** Whether the rows of a file hold an object: its name is there, and values that are not those of the main one. */
function isThere(
  { entity, columns, naturalKeys }: Catalog,
  matches: readonly ColumnMatch[],
  { catalogs, byHeader, mainCatalog, main }: File,
): boolean {
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
  return isNamed && (values.filter(({ field }) => !isId(field ?? "")).length >= enough || values.some(isOwn));
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
