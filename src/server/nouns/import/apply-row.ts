import "server-only";
import { counted } from "@/lib/counted";
import { ownIdField } from "@/lib/fields/base";
import { derivedIn } from "@/lib/fields/derived";
import type { Field } from "@/lib/fields/field";
import { addConcerned, type ByQuestion, type ImportCall, type NamesakeRow } from "@/lib/import-rows";
import { orList, quoteValue } from "@/lib/text";
import type { Ctx } from "../../context.ts";
import { changes } from "../../events.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import { isAssigned, mayOwn, mayPlace } from "../../scope.ts";
import type { Refusal } from "../rule.ts";
import type { ClearedCells } from "./clears.ts";
import type { CustomRules } from "./custom-rules.ts";
import type { DecideRow, RowCells } from "./decide-rows.ts";
import { refuseEntries } from "./entries.ts";
import { type ImportContext, labelInSentence } from "./import-context.ts";
import { refuseLinks } from "./links.ts";
import type { Loaded } from "./load.ts";
import { idKey, type NaturalKey } from "./natural-keys.ts";
import { missingReference, missingValue } from "./references.ts";
import type { BatchRecord, BatchRules, Cells, Columns, Draft, References } from "./rules.ts";
import type { Match, Rival } from "./working-set.ts";

/** A batch of rows with what is known of their records. */
export interface RowBatch {
  ctx: Ctx;
  call: ImportCall;
  importing: ImportContext;
  references: References;
  loaded: Loaded;
  rules: BatchRules<Cells, Columns, unknown> | undefined;
  custom: CustomRules;
  decide: DecideRow;
  cleared: ClearedCells;
  /** Whether the id of a row elsewhere was that of a person who was erased here. */
  isErased(row: Cells): boolean;
  /** The records that questions of the file concern: rows add theirs. */
  asked: ByQuestion;
  /** The lines of rows that stay out because their records existed before: rows add theirs. */
  skipped: number[];
  /** Rows that make a record of a name which others have too: rows add theirs. */
  namesakes: NamesakeRow[];
}

/** Makes or changes the record that a row matches; returns why it cannot. */
export function applyRow(batch: RowBatch, line: number, row: Cells): Refusal | null {
  const { ctx, importing, references, loaded, rules } = batch;
  const { noun } = importing.runtime;
  if (batch.isErased(row)) return erased;
  const refusal = missingReference(importing, references, row) ?? refuseOwner(batch, row.owner) ?? rules?.refuse?.(row);
  if (refusal) return refusal;
  const match = loaded.records.find(row, batch.cleared.ofLine(line));
  const { key, found } = match;
  const [one, ...more] = found;
  if (importing.ifExists === "skip" && found.some(({ isNew }) => !isNew)) {
    batch.skipped.push(line);
    return null;
  }
  if (more.length > 0) return ambiguous(batch, key, row, found.length);
  if (match.rival) return conflicting(importing, match, match.rival, row);
  if (key !== idKey && loaded.isTaken(row)) return idInUse(importing, row);
  if (one) {
    const reason = change(batch, one, key, line, row);
    if (!reason) loaded.records.match(one, line);
    return reason;
  }
  if (loaded.isTaken(row)) return mayNotChange(noun.head.owned, key, row);
  return create(ctx, batch, line, row);
}

const erased: Refusal = {
  field: "externalId",
  reason: "The person with this id asked to be erased here, so the row is not imported. Skip it.",
};

function create(ctx: Ctx, batch: RowBatch, line: number, row: Cells): Refusal | null {
  const { importing, call, references, loaded, rules, custom } = batch;
  const { runtime, rows, createNeeds } = importing;
  const { head } = runtime.noun;
  if (!ctx.can(createNeeds)) return { field: "name", reason: `You are not allowed to create ${head.many}.` };
  const ownerId = (row.owner as string | undefined) ?? call.options.ownerId;
  const refusal = refuseOwner(batch, ownerId);
  if (refusal) return refusal;
  if (head.owned && ownerId !== null && !references.get("owner")?.has(ownerId)) return missingValue(runtime, "owner");
  const empty = head.owned ? { ...rows.empty, ownerId } : rows.empty;
  const after = rows.merge(empty, row, ctx.tenant);
  const unnamed = missing(importing, after) ?? refusePlace(batch, null, after);
  if (unnamed) return unnamed;
  const draft = decided(
    batch,
    { id: null, before: null },
    { row, clears: [] },
    rules?.create(row, after) ?? { after, more: undefined },
  );
  if ("reason" in draft) return draft;
  noteQuestions(batch, draft);
  const refused = draft.refusal ?? custom.refuse(undefined, draft.after);
  if (refused) return refused;
  const namesakes = importing.ifExists === "create" ? [] : loaded.records.namesakesOf(row);
  if (namesakes.length > 0) batch.namesakes.push(namesakeRow(line, draft.after, namesakes));
  custom.claim(loaded.records.add(draft, line).id, draft.after);
  return null;
}

/** So many of the other records of a name are shown. */
const mostShown = 3;

const namesakeRow = (line: number, after: Columns, others: readonly BatchRecord[]): NamesakeRow => ({
  line,
  name: String(after.name),
  ids: others.flatMap((one) => (one.isNew ? [] : [one.id])).slice(0, mostShown),
  lines: others.flatMap((one) => (one.isNew ? [one.line] : [])).slice(0, mostShown),
});

function change(
  batch: RowBatch,
  one: BatchRecord,
  key: NaturalKey | undefined,
  line: number,
  row: Cells,
): Refusal | null {
  const { ctx, importing, loaded, rules, custom } = batch;
  const { runtime, rows } = importing;
  const clears = batch.cleared.of(one, line, row);
  const after = rows.merge(one.after, row, ctx.tenant, clears);
  const drafted = rules?.change(one, row, after, clears) ?? { after, more: one.more };
  const draft = decided(batch, { id: one.id, before: one.after }, { row, clears }, drafted);
  if ("reason" in draft) return draft;
  const mine = mayEdit(ctx, importing, one, loaded.owned);
  if (mine) noteQuestions(batch, draft);
  if (draft.more === one.more && !changes(one.after, draft.after)) return null;
  if (!mine) return mayNotChange(runtime.noun.head.owned, key, row);
  const displaced = refusePlace(batch, one.after, draft.after);
  if (displaced) return displaced;
  const refused = draft.refusal ?? custom.refuse(one, draft.after);
  if (refused) return refused;
  loaded.records.change(one, draft, line);
  custom.claim(one.id, draft.after);
  return null;
}

/** A draft with the columns that follow by the noun's rules, or why they refuse the row. */
function decided(
  batch: RowBatch,
  known: { id: string | null; before: Columns | null },
  given: RowCells,
  draft: Draft<Columns, unknown> | Refusal,
): Draft<Columns, unknown> | Refusal {
  if ("reason" in draft) return draft;
  const crowded = refuseLinks(batch.importing, draft.after) ?? refuseEntries(batch.importing, draft.after);
  if (crowded) return crowded;
  const decision = batch.decide({ ...known, after: draft.after }, given);
  return "reason" in decision ? decision : { ...draft, after: decision.after };
}

function noteQuestions({ asked }: RowBatch, { questions = [], after }: Draft<Columns, unknown>): void {
  for (const question of questions) addConcerned(asked, { [question]: { count: 1, examples: [String(after.name)] } });
}

/** Whether the actor may change a record: always one that the batch itself makes. */
export const mayEdit = (
  ctx: Ctx,
  { runtime }: ImportContext,
  { before }: BatchRecord,
  owned: Loaded["owned"],
): boolean => before === null || runtime.scope.mayEdit(ctx, owned(before));

/** The refusal of a record that comes to another one which its access follows from, where the actor may add none. */
function refusePlace({ ctx, importing, references }: RowBatch, before: Columns | null, after: Columns): Refusal | null {
  const { head } = importing.runtime.noun;
  const { field, refusal: reason } = head.accessFrom ?? { field: "", refusal: "" };
  const id = after[`${field}Id`];
  if (!head.accessFrom || typeof id !== "string" || before?.[`${field}Id`] === id) return null;
  const from = references.get(field)?.get(id)?.owned;
  const needs = before ? importing.editNeeds : importing.createNeeds;
  return from && mayPlace(ctx, from, needs) ? null : { field, reason };
}

function refuseOwner({ ctx, importing }: RowBatch, ownerId: unknown): Refusal | null {
  const { head, entity } = importing.runtime.noun;
  const isFree =
    !head.owned ||
    isAssigned(entity) ||
    ownerId === undefined ||
    mayOwn(ctx, importing.editNeeds, ownerId as string | null);
  return isFree ? null : notYours(head.many);
}

/** The refusal of a record without the parts that its name follows from, or without a field that new ones need. */
function missing({ runtime }: ImportContext, after: Columns): Refusal | null {
  for (const [name, { of, missing }] of derivedIn(runtime.noun.fields))
    if (missing && (after[name] ?? "") === "") return { field: of[0] ?? name, reason: missing };
  const missingField = Object.entries<Field>(runtime.noun.fields).find(
    ([name, field]) =>
      field.requiredForNew &&
      Object.keys(storedRulesOf(field).columns(name, field)).every((column) => (after[column] ?? null) === null),
  );
  return missingField
    ? { field: missingField[0], reason: `New ${runtime.noun.head.many} need a value in ${missingField[1].label}.` }
    : null;
}

const notYours = (many: string): Refusal => ({
  field: "owner",
  reason: `You can assign ${many} only to yourself or to members of teams that you manage.`,
});

const keyValueOf = (key: NaturalKey | undefined, row: Cells) => {
  if (key?.namesakes) return { field: "name", text: quoteValue(key.namesakes.givenName(row)) };
  const field = key?.fields[0] ?? "name";
  return { field, text: quoteValue(String(row[field] ?? row.name ?? "")) };
};

function mayNotChange(owned: boolean, key: NaturalKey | undefined, row: Cells): Refusal {
  const { field, text } = keyValueOf(key, row);
  const ask = owned ? "its owner or an admin" : "an owner or admin";
  return { field, reason: `${text} already exists, and you are not allowed to change it. Ask ${ask}.` };
}

/** A row whose keys match two records, or one that exists and a new one. */
function conflicting(
  { runtime, keys, ifExists }: ImportContext,
  { key, found: [one] }: Match,
  rival: Rival,
  row: Cells,
): Refusal {
  const [main, other] = [keyText(runtime, key, row), keyText(runtime, rival.key, row)];
  if (ifExists === "create")
    return {
      field: rival.key.fields[0] ?? "name",
      reason: `The ${other} belongs to ${nameOf(rival.record)}, and no two ${runtime.noun.head.many} can have the same. Change it, or skip the row.`,
    };
  const means = one ? `belongs to ${nameOf(one)}` : "is new";
  const choose = keys.length > 1 ? "choose which key recognises records" : "choose another key";
  return {
    field: rival.key.fields[0] ?? "name",
    reason: `The ${other} belongs to ${nameOf(rival.record)}, but the ${main} ${means}. Correct one of them, skip the row, or ${choose}.`,
  };
}

const nameOf = ({ after }: BatchRecord) => quoteValue(String(after.name));

const keyText = (runtime: ImportContext["runtime"], key: NaturalKey | undefined, row: Cells) =>
  (key?.fields ?? ["name"])
    .map((field) => `${labelInSentence(runtime, field)} ${quoteValue(String(row[field] ?? ""))}`)
    .join(", ");

function idInUse({ runtime }: ImportContext, row: Cells): Refusal {
  const text = keyText(runtime, idKey, row);
  const { one } = runtime.noun.head;
  return {
    field: "externalId",
    reason: `The ${text} belongs to another ${one}, which you are not allowed to change. Ask an owner or admin.`,
  };
}

function ambiguous(
  { ctx, importing: { runtime, keys } }: RowBatch,
  key: NaturalKey | undefined,
  row: Cells,
  count: number,
): Refusal {
  const { field, text } = keyValueOf(key, row);
  const records = counted(count, runtime.noun.head, ctx.tenant.locale);
  const alike = field === "name" ? `are called ${text}` : `have the ${labelInSentence(runtime, field)} ${text}`;
  // Only files that were exported from here have our ids.
  const better = keys
    .slice(0, key ? keys.indexOf(key) : 0)
    .flatMap(({ fields: [first = ""] }) =>
      first === ownIdField || row[first] !== undefined ? [] : [labelInSentence(runtime, first)],
    );
  const advice = better.length > 0 ? `Add their ${orList(better)} to the file.` : "Change all but one of them.";
  return { field, reason: `${records} ${alike}. ${advice}` };
}
