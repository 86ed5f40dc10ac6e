import "server-only";
import { addressIn, namedAddress } from "@/lib/coerce/named-address";
import { derivedIn } from "@/lib/fields/derived";
import { type Derived, type Field, type Fields, isNeeded } from "@/lib/fields/field";
import {
  type ByQuestion,
  type ImportCall,
  type ImportOutcome,
  importCallInput,
  importCallOutput,
  keyName,
  type NamesakeRow,
  revertCallInput,
  revertCallOutput,
  soundRows,
} from "@/lib/import-rows";
import { capital, orList } from "@/lib/text";
import type { Importer, Revert } from "../../catalog.ts";
import type { Ctx } from "../../context.ts";
import { violates } from "../../errors.ts";
import { Retry } from "../../execute.ts";
import { oneImportAtATime } from "../../import-lock.ts";
import { importScope } from "../../import-scope.ts";
import type { ReferenceSource } from "../../reference-source.ts";
import { camelCase } from "../named.ts";
import { namedRecords } from "../named-records.ts";
import type { NounRuntime } from "../noun-runtime.ts";
import { applyRow } from "./apply-row.ts";
import { ClearedCells } from "./clears.ts";
import { customRules } from "./custom-rules.ts";
import { decideRows } from "./decide-rows.ts";
import { distinguish, usedValues } from "./distinguish.ts";
import { erasedRows } from "./erased-rows.ts";
import { fillEmpty } from "./fill-empty.ts";
import { changedOf } from "./foreseen.ts";
import {
  type ImportContext,
  importContext,
  importContextIn,
  labelInSentence,
  withChosenKeys,
} from "./import-context.ts";
import { linkRows } from "./link-rows.ts";
import { loadRecords } from "./load.ts";
import { probableRecords } from "./probable-records.ts";
import { referencesOf } from "./references.ts";
import { revertRecords } from "./revert-records.ts";
import type { Cells, ImportRules } from "./rules.ts";
import { writeRecords } from "./write-records.ts";

/** All that imports know of a noun. */
export interface NounImport {
  runtime: NounRuntime;
  importer: Importer;
  reference: ReferenceSource;
  revert: Revert;
  /** Objects that are no nouns and come with its files. */
  otherObjects: ImportRules["otherObjects"];
  /** Under the names of the API: `upsertProducts`, `revertProducts`, `linkAccounts`. */
  operations: Readonly<Record<string, Importer["upsert"] | Revert["revert"]>>;
}

/** The import of a noun, from its fields and its own settings. */
export function nounImport(runtime: NounRuntime): NounImport {
  const all = importContext(runtime);
  const { noun, imports: rules } = runtime;
  const { entity, head, catalog } = noun;
  const { upsert, revert, link } = operationsOf(all);
  const plural = capital(camelCase(head.path));
  const names = all.keys.flatMap(({ name, several, column }) => name ?? (several ? [column] : []));
  const emails = all.keys.find(({ column }) => noun.fields[column]?.kind === "emails");
  const derived = derivedIn(noun.fields).find(([name, { parts }]) => name === "name" && parts);
  // Records with a title that follows from other fields are neither found nor made by it.
  const isNamed = !noun.fields.name?.computed;
  const needed = Object.entries<Field>(noun.fields).filter(([, field]) => isNeeded(field));
  return {
    runtime,
    importer: {
      inWorkspace(ctx) {
        const own = importContextIn(ctx, all);
        return { catalog: own.runtime.noun.catalog, read: own.read, clearable: clearableIn(own) };
      },
      catalog,
      clearable: clearableIn(all),
      ...(noun.namesakesBy.length > 0 ? { namesakesBy: noun.namesakesBy } : {}),
      hasPage: true,
      choosesIfExists: true,
      names: [...new Set([...(isNamed ? ["name"] : []), ...names, "externalId"])],
      needs: rules.needs ?? needsOf(noun),
      ...(derived ? { composed: composedOf(noun.fields, derived[1]) } : {}),
      upsert,
      write: (ctx, call) => upsertRows(ctx, all, call),
      fill: (ctx, input) => fillEmpty(ctx, all, input),
      read: all.read,
      ...(link ? { link } : {}),
      ...rules.wizard,
      values: (ctx, field) => usedValues(ctx, runtime, field),
    },
    reference: {
      ...namedRecords(runtime),
      distinguish: (ctx, ids) => distinguish(ctx, runtime, ids),
      ...(noun.namesCompanies ? { findProbable: (ctx, given) => probableRecords(ctx, runtime, given) } : {}),
      // A name alone makes no record that needs more.
      mayMake: (ctx) => isNamed && needed.every(([name]) => name === "name") && ctx.can(all.createNeeds),
      make: upsert,
      ...(emails ? namedByAddress(emails.column) : {}),
    },
    revert: { entity, label: catalog.label, revert, ...(link ? { restoresFirst: true } : {}) },
    otherObjects: rules.otherObjects,
    operations: {
      [`upsert${plural}`]: upsert,
      [`revert${plural}`]: revert,
      ...(link ? { [`link${plural}`]: link } : {}),
    },
  };
}

/** The cells of a file that can clear something of a record. */
const clearableIn = ({ rows, special }: ImportContext): ReadonlySet<string> =>
  new Set([...rows.clearable, ...(special?.clears ?? [])]);

/** How a text names a person: by an address, by a name with one, or by a name alone. */
function namedByAddress(emails: string): Pick<ReferenceSource, "namedBy" | "keyOf" | "valuesOf"> {
  return {
    namedBy: (text) => addressIn(text) ?? text,
    keyOf: (text) => (addressIn(text) === null ? null : keyName([emails])),
    valuesOf(text) {
      const both = namedAddress(text);
      if (both) return { name: both.name, [emails]: both.email };
      return addressIn(text) === null ? { name: text } : { [emails]: text };
    },
  };
}

/** The fields of which each row fills one: those that a new record needs, and those that its name follows from. */
function needsOf({ head, catalog, fields }: NounRuntime["noun"]): Importer["needs"] {
  const columns = Object.entries(catalog.columns);
  const required = columns.flatMap(([field, { label, required: isRequired }]) =>
    isRequired ? [{ anyOf: [field], reason: `Each row needs a value in ${label}.` }] : [],
  );
  const named = derivedIn(fields).flatMap(([name, { of, missing }]) => {
    const parts = columns.flatMap(([field, { of: whole = field }]) => (of.includes(whole) ? [field] : []));
    return missing ? [{ anyOf: [name, ...parts], reason: missing, onlyNew: head.table }] : [];
  });
  return [...required, ...named];
}

/** The name that the texts of a row make; its addresses name it by themselves. */
function composedOf(fields: Fields, { of, value }: Derived): NonNullable<Importer["composed"]> {
  const texts = of.filter((name) => fields[name]?.kind === "text");
  const partsOf = (values: Cells) => Object.fromEntries(texts.map((name) => [name, values[name] ?? null]));
  return { of: texts, name: (values) => String(value(partsOf(values)) ?? "") };
}

function operationsOf(all: ImportContext) {
  const { module, noun } = all.runtime;
  const { head, catalog } = noun;
  const shared = {
    kind: "mutation",
    // Of a list that admins keep, nobody else can import anything; what people own depends on each record.
    permission: noun.head.owned ? "record:import" : all.createNeeds,
    uses: [{ scope: importScope, ids: (input: { importId: string }) => [input.importId] }],
    silent: "Each record has its own event; a batch without a change has none.",
  } as const;
  const keys = orList(
    catalog.naturalKeys.map((names) => names.map((name) => labelInSentence(all.runtime, name)).join(" and ")),
  );
  const fields = orList(all.links.map(({ label }) => label));
  const call = { ...shared, input: importCallInput, output: importCallOutput };
  return {
    upsert: module.operation({
      ...call,
      describe: `Writes imported ${head.many}, identified by ${keys}, with the rights of the importing member.`,
      run: (ctx, input) => upsertRows(ctx, all, input),
    }),
    revert: module.operation({
      ...shared,
      input: revertCallInput,
      output: revertCallOutput,
      describe: `Reverts imported ${head.many} that nobody has since changed: new ones are deleted, changed ones get their earlier values.`,
      run: (ctx, input) => revertRecords(ctx, importContextIn(ctx, all), input),
    }),
    link:
      all.links.length === 0
        ? undefined
        : module.operation({
            ...call,
            describe: `Sets ${fields} of imported ${head.many} once all of them exist; a row that would create a loop is refused.`,
            run: (ctx, input) => linkRows(ctx, all, input),
          }),
  };
}

async function upsertRows(ctx: Ctx, known: ImportContext, call: ImportCall): Promise<ImportOutcome> {
  const all = await withChosenKeys(ctx, known, call.options);
  const { special } = all;
  await oneImportAtATime(ctx, all.runtime.noun.entity, call.dry);
  const { rows: sound, problems: unread } = soundRows(call.rows, all.read);
  const refused: ImportOutcome["problems"] = [];
  const given = sound.map(({ row }) => row);
  const references = await referencesOf(ctx, all, given, call.options.ownerId);
  const loaded = await loadRecords(ctx, all, given, call.dry);
  const rows = sound.map(({ line, row }) => ({ line, row: loaded.withKnownId(row) }));
  const cells = rows.map(({ row }) => row);
  const rules = await special?.batch(ctx, call, cells, references);
  const asked: ByQuestion = {};
  const custom = await customRules(ctx, all, cells);
  const cleared = new ClearedCells(call.rows);
  const decide = await decideRows(
    ctx,
    all,
    loaded,
    rows.map(({ line, row }) => ({ row, clears: cleared.ofLine(line) })),
  );
  const isErased = await erasedRows(ctx, all, cells);
  const skipped: number[] = [];
  const namesakes: NamesakeRow[] = [];
  const batch = {
    ctx,
    call,
    importing: all,
    references,
    loaded,
    rules,
    custom,
    decide,
    cleared,
    isErased,
    asked,
    skipped,
    namesakes,
  };
  for (const { line, row } of rows) {
    const refusal = applyRow(batch, line, row);
    if (refusal) refused.push({ line, ...refusal });
  }
  const records = loaded.records.touched();
  try {
    const size = {
      rows: rows.length - refused.length - skipped.length,
      matched: loaded.records.matched,
      dry: call.dry,
    };
    const written = await writeRecords(ctx, all, rules, records, size);
    const foreseen = call.dry
      ? { changed: changedOf(all, records), rows: loaded.records.matchedRows(), namesakes }
      : undefined;
    return { ...written, asked, skipped, problems: [...unread, ...refused], foreseen };
  } catch (error) {
    // Somebody took the same place in the meantime: the batch starts again behind it.
    if (special && violates(error, special.retryOn)) throw new Retry();
    throw error;
  }
}
