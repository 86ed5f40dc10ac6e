import "server-only";
import { columnsByType, isEntriesField } from "@/lib/fields/entries";
import { chosenKeys } from "@/lib/import-rows";
import { capital, orList } from "@/lib/text";
import { idField } from "../rules";
import type { FilePlan, PlannedColumn } from "./plan-file";

/** How records of one name are told apart in a file: by columns of addresses and numbers, and of what the name belongs to. */
export interface NamesakesOfFile {
  entries: readonly PlannedColumn[];
  /** The fields of these columns. */
  filled: readonly string[];
  /** Null where no column says it. */
  place: PlannedColumn | null;
}

/** The columns by which a file tells records of one name apart; null where it does not compare names, or does not need to. */
export function namesakesIn({ importer, columns, options }: FilePlan): NamesakesOfFile | null {
  const { catalog, namesakesBy = [], composed } = importer;
  const key = chosenKeys(catalog.naturalKeys, options).find((fields) => fields.length > 1 && fields.includes("name"));
  const isNamed = columns.some(({ field }) => field === "name" || composed?.of.includes(field));
  if (namesakesBy.length === 0 || !key || !isNamed) return null;
  const filling = namesakesBy.map((name) => {
    const spec = catalog.columns[name];
    const ofTypes = spec && isEntriesField(spec) ? columnsByType(name, spec.kind).map(([column]) => column) : [];
    return { name, by: columns.filter(({ field }) => ofTypes.includes(field)) };
  });
  return {
    entries: filling.flatMap(({ by }) => by),
    filled: filling.flatMap(({ name, by }) => (by.length > 0 ? name : [])),
    place: columns.find(({ field }) => field !== "name" && key.includes(field)) ?? null,
  };
}

/** The rule by which rows of one name are one record, in sentences. */
export function namesakesRule(plan: FilePlan): string {
  const found = namesakesIn(plan);
  if (!found) return "";
  const { catalog } = plan.importer;
  const signs = orList(found.filled.map((name) => catalog.columns[name]?.label.toLowerCase() ?? name));
  const place = found.place?.spec.label.toLowerCase();
  const isConstant = found.place !== null && found.place.column < 0;
  const isSame = signs ? ` and their ${signs} do not differ` : "";
  const conditions = [
    ...(signs ? [`their ${signs} agree`] : []),
    ...(place ? [`they have the same ${place}${isSame}`] : []),
    ...(isConstant ? [] : [`a row ${place ? `without a value in ${place} ` : ""}says nothing new about one of them`]),
  ];
  const ids = plan.columns.some(({ field }) => field === idField) ? " Different external ids keep them apart." : "";
  const { joinedNames } = plan.file.options;
  const joined = joinedNames.length > 0 ? " Names that you have joined are one record." : "";
  return ` ${capital(catalog.label.many)} with the same name are one if ${orList(conditions)}. Others stay apart.${ids}${joined}`;
}
