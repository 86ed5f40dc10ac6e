import type { z } from "zod";
import type { CatalogColumn } from "@/lib/catalog";
import { type FieldKind, type FieldOf, isNeeded } from "./field";

/** The filled cells of an imported row. */
export type FileRow = Readonly<Record<string, unknown>>;

/**
 * The part of a kind of field that server and browser share; `out` and `given` are the schemas of values that are not
 * empty.
 */
export interface KindRules<K extends FieldKind> {
  /** The schema of the value as the server returns it. */
  output(field: FieldOf<K>): z.ZodType;
  /** The schema of the value as people and programs enter it; a reference is entered by its id. */
  input(field: FieldOf<K>): z.ZodType;
  /** Its columns in imports and timelines, by their names in files. */
  columns(name: string, field: FieldOf<K>): Record<string, CatalogColumn>;
  /** The schemas of its columns in imported rows, if they differ from the single value of a form. */
  row?(name: string, field: FieldOf<K>): Record<string, z.ZodType>;
  /** Refuses values of these columns that do not fit each other. */
  refuseRow?(field: FieldOf<K>, name: string): (row: FileRow) => { column: string; message: string } | null;
}

/** The properties that a catalogue copies from any field. */
export function catalogColumn(field: FieldOf<FieldKind>, kind: CatalogColumn["kind"]): CatalogColumn {
  const { label, longLabel = label, synonyms, importable, computed } = field;
  return {
    label: longLabel,
    kind,
    ...(isNeeded(field) && !field.requiredForNew ? { required: true as const } : {}),
    ...(synonyms ? { synonyms } : {}),
    ...((importable ?? !computed) ? {} : { importable: false }),
  };
}

/** The rules of a kind whose values are plain text. */
export function textRulesOf<K extends FieldKind>(
  given: z.ZodType,
  out: z.ZodType,
  kind: CatalogColumn["kind"] = "text",
): KindRules<K> {
  return {
    output: () => out,
    input: () => given,
    columns: (name, field) => ({ [name]: catalogColumn(field, kind) }),
  };
}
