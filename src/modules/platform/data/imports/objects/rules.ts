import type { Catalog } from "@/lib/catalog";
import type { SeenColumn } from "@/lib/match-columns";
import { foldKey } from "@/lib/text";
import { isRecordId, suggestMapping, wordsIn } from "../rules";
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

/** The columns of a file with the object that each names, where it is another one than `entity`. */
function columnsFor(
  catalogs: readonly Catalog[],
  entity: string,
  columns: readonly SeenColumn[],
): readonly SeenColumn[] {
  // Of a file whose headers all begin so, the beginning names the file.
  const byHeader = columns.map(({ header }) => objectInHeader(catalogs, header));
  if (new Set(byHeader).size === 1) return columns;
  return columns.map((column, place) => {
    const names = byHeader[place];
    return names && names !== entity ? { ...column, says: names } : column;
  });
}

/** Suggests a field of an object for every column of a file; columns that name another object fit only what refers to it. */
export const mappingOf = (
  catalogs: readonly Catalog[],
  catalog: Catalog,
  columns: readonly SeenColumn[],
): ColumnMapping[] => suggestMapping(catalog, columnsFor(catalogs, catalog.entity, columns));

/**
 * The objects in the rows of a file, the main one first. Each of the others has a name there, and values of its own. Those
 * that point to each other do so by the columns of the other one.
 */
export function objectsIn(catalogs: readonly Catalog[], main: string, columns: readonly SeenColumn[]): MixedPart[] {
  const partOf = (catalog: Catalog): MixedPart => ({
    entity: catalog.entity,
    mapping: mappingOf(catalogs, catalog, columns),
  });
  const mainCatalog = catalogs.find(({ entity }) => entity === main);
  if (!mainCatalog) return [];
  const own = partOf(mainCatalog);
  const byHeader = columns.map(({ header }) => objectInHeader(catalogs, header));
  const others = catalogs.flatMap((catalog): MixedPart[] => {
    if (catalog.recognisedBy || catalog.entity === main) return [];
    const part = partOf(catalog);
    return isThere(catalog, part, { byHeader, mainCatalog, main: own }) ? [part] : [];
  });
  const all = [own, ...others];
  return all.map((part) => joined(catalogs, part, all));
}

interface File {
  /** By column: the object that its header says. */
  byHeader: readonly (string | null)[];
  mainCatalog: Catalog;
  main: MixedPart;
}

function isThere(
  { entity, columns, naturalKeys }: Catalog,
  { mapping }: MixedPart,
  { byHeader, mainCatalog, main }: File,
): boolean {
  const names = new Set(["name", ...naturalKeys.flat().filter((field) => !isRecordId(field))]);
  const inMain = (column: number) => main.mapping[column]?.field ?? null;
  const isNamed = mapping.some(({ column, field }) => {
    if (field === null || !names.has(field)) return false;
    return byHeader[column] === entity || mainCatalog.columns[inMain(column) ?? ""]?.to === entity;
  });
  const values = mapping.filter(({ column, field }) => {
    const spec = field === null ? undefined : columns[field];
    return spec && field !== "name" && spec.kind !== "reference" && inMain(column) === null;
  });
  return isNamed && (values.length >= enough || values.some(({ column }) => byHeader[column] === entity));
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
