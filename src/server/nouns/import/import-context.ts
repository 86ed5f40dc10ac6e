import "server-only";
import type { z } from "zod";
import type { Field } from "@/lib/fields/field";
import { chosenKeys, type IfExists, type ImportOptions, type ImportRow } from "@/lib/import-rows";
import type { NounPermission } from "@/lib/nouns/all";
import { permissionFor } from "@/lib/nouns/all";
import type { Permission } from "@/lib/roles";
import { uncapital } from "@/lib/text";
import type { Ctx } from "../../context.ts";
import type { SetColumn } from "../../db/row-sets.ts";
import { uniqueColumns } from "../../db/unique-columns.ts";
import { inWorkspace } from "../in-workspace.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import type { TreeField } from "../tree.ts";
import { treeFields } from "../tree-rule.ts";
import { type NaturalKey, naturalKeysOf } from "./natural-keys.ts";
import { type ImportRows, importRows } from "./rows.ts";
import type { BatchRecord, Cells, Columns, ImportRules, SpecialImport } from "./rules.ts";

/** A noun with what the parts of its import share. */
export interface ImportContext {
  runtime: NounRuntime;
  rules: ImportRules;
  special: SpecialImport<Cells, Columns, unknown> | undefined;
  rows: ImportRows;
  read(values: ImportRow["values"]): z.ZodSafeParseResult<Cells>;
  /** By which rows are recognised, best first. */
  keys: readonly NaturalKey[];
  /** Those that only one record may have, whether rows are recognised by them or not. */
  unique: readonly NaturalKey[];
  /** The outcome of rows whose records existed before. */
  ifExists: IfExists;
  /** The folded names of which all records are one, as a person has said. */
  joinedNames: "all" | ReadonlySet<string>;
  links: readonly TreeField[];
  /** The values that are written of a record. */
  columns: readonly SetColumn<BatchRecord>[];
  createNeeds: Permission;
  editNeeds: NounPermission;
}

/** The name of a field inside a sentence: "parent account", "SKU". */
export function labelInSentence({ noun }: Pick<NounRuntime, "noun">, name: string): string {
  const field = noun.fields[name];
  return uncapital(field?.longLabel ?? field?.label ?? noun.catalog.columns[name]?.label ?? name);
}

/** Whether files can set a field. */
export const isImportable = ({ importable, computed }: Field): boolean => importable ?? !computed;

/** The same for the rows of a file: by the key that a person has chosen, with the keys that the database holds unique. */
export async function withChosenKeys(
  ctx: Ctx,
  declared: ImportContext,
  options: ImportOptions,
): Promise<ImportContext> {
  const importing = importContextIn(ctx, declared);
  const chosen = chosenKeys(
    importing.keys.map(({ fields }) => fields),
    options,
  );
  const columns = await uniqueColumns(ctx, importing.runtime.noun.head.table);
  const keys = importing.keys.filter(({ fields }) => chosen.includes(fields));
  return {
    ...importing,
    keys,
    // Values of other unique fields that a workspace has added are refused by their own rule.
    unique: importing.keys.filter((key) => (key.isCustom ? keys.includes(key) : columns.has(key.column))),
    ifExists: options.ifExists ?? "update",
    joinedNames: options.joinedNames === "all" ? "all" : new Set(options.joinedNames),
  };
}

const known = new WeakMap<NounRuntime, ImportContext>();

/** The same with the fields that a workspace has added to the noun. Keeps its identity while they do not change. */
export function importContextIn(ctx: Pick<Ctx, "tenant">, { runtime }: ImportContext): ImportContext {
  const own = inWorkspace(ctx, runtime);
  const found = known.get(own) ?? importContext(own);
  known.set(own, found);
  return found;
}

/** The parts of an import that follow from its noun. */
export function importContext(runtime: NounRuntime): ImportContext {
  const { noun, imports: rules } = runtime;
  const links = treeFields(noun).filter(({ field }) => isImportable(noun.fields[field] as Field));
  const rows = importRows(
    runtime,
    links.map(({ field }) => field),
  );
  const ofFields = rows.sets.map(
    ({ value, ...column }): SetColumn<BatchRecord> => ({ ...column, value: ({ after }) => value(after) }),
  );
  return {
    runtime,
    rules,
    special: rules.special,
    rows,
    read: rules.special ? (values) => both(rules.special?.read(values), rows.readAdded(values)) : rows.read,
    keys: naturalKeysOf(noun),
    unique: [],
    ifExists: "update",
    joinedNames: new Set(),
    links,
    columns: [...ofFields, ...(rules.special?.columns ?? [])],
    createNeeds: rules.createNeeds ?? permissionFor(noun.entity, "create"),
    editNeeds: permissionFor(noun.entity, "edit"),
  };
}

type Read = ReturnType<ImportContext["read"]>;

/** A row that a noun reads itself, with its custom fields. */
function both(own: Read | undefined, custom: Read): Read {
  if (!own?.success) return own ?? custom;
  return custom.success ? { success: true, data: { ...own.data, ...custom.data } } : custom;
}
