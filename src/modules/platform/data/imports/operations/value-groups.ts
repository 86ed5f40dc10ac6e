import "server-only";
import { addressIn } from "@/lib/coerce/named-address";
import { isCustomName, tagsName } from "@/lib/fields/custom";
import { groupBy } from "@/lib/group-by";
import type { ImportOptions } from "@/lib/import-rows";
import { own } from "@/lib/own";
import { NearMatcher } from "@/lib/similarity";
import { foldKey, quoteValue } from "@/lib/text";
import { referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { NamedRecord, RecordTypes, ReferenceSource } from "@/server/reference-source";
import { choiceKey, ruledChoice } from "../rules";
import type { Choice, ValueGroup } from "../schema";
import type { DistinctValue } from "./distinct-values";
import { type FindGiven, givenNumbers } from "./given-numbers";
import { formerNames, lookUpGroups, type Records, recordsByExternalId, recordsOf } from "./look-up-names";
import { type CellReading, type FilePlan, nameKey, type PlannedColumn } from "./plan-file";
import { type ProbableValue, probableNames } from "./probable-names";
import { ambiguousReason, unknownReason } from "./resolve-names";

/** A value of a column, with that by which its suggestions are looked up. */
export interface FoundValue extends ValueGroup {
  lookUp?: LookUp;
  /** The records that it names, where these are several. */
  namesakes?: readonly NamedRecord[];
}

/** How the records that values name are looked up. */
interface LookUp {
  source: ReferenceSource;
  coming: ReadonlyMap<string, string>;
  options: ImportOptions;
}

/** The values of a column that need a decision or have one, open ones first. */
export async function valueGroups(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  filled: readonly DistinctValue[],
  coming: ReadonlyMap<string, string>,
): Promise<FoundValue[]> {
  const source = isReference(column) ? referenceTo(column.spec.to) : undefined;
  if (isReference(column) && !source) return [];
  const groups: FoundValue[] = [];
  let find: FindGiven | undefined;
  for (const { options, values } of await lookUpGroups(ctx, plan, column, filled, ({ within }) => within)) {
    const lookUp = source && { source, coming, options };
    const ofGroup = await groupsOf(ctx, plan, { column, lookUp }, values);
    if (source?.types) {
      const made = placeNew(ofGroup, source.types);
      if (made.length > 0) find ??= await givenNumbers(ctx, plan, column);
      const named = made.map((group) => ({ group, key: nameKey(column.spec.to, nameOf(group)) }));
      const withins = values.map(({ within }) => within);
      const keys = named.map(({ key }) => key);
      const given = await find?.(options, withins, keys);
      for (const { group, key } of named) group.given = given?.get(key) ?? null;
    }
    groups.push(...ofGroup);
  }
  if (column.spec.kind === "text" && filled.length <= 500) groups.push(...(await nearUsual(ctx, plan, column, filled)));
  const probable = await probableNames(ctx, plan, column, namesMade(column, filled, groups), coming);
  const others = groups.filter(({ text }) => !probable.has(text));
  return openFirst([...others, ...[...probable].map(([, found]) => probableGroup(column, plan, found))]);
}

/** So many names of a column are compared with others. */
const mostCompared = 20_000;

/** The values that become names of new records without a decision of their own. */
function namesMade(column: PlannedColumn, filled: readonly DistinctValue[], groups: readonly FoundValue[]) {
  const isOpen = (value: DistinctValue) => choiceOf(column, value) === undefined;
  const ruled = new Set(groups.flatMap(({ text, choice, byRule }) => (byRule && choice?.do === "create" ? text : [])));
  return filled
    .filter((value) => isOpen(value) && (column.spec.kind === "text" || ruled.has(value.text)))
    .slice(0, mostCompared);
}

/** A name that is probably one of another record: it makes a record of its own as long as nobody says so. */
function probableGroup(column: PlannedColumn, { importer }: FilePlan, { value, names }: ProbableValue): FoundValue {
  const { label } = referenceTo(column.spec.to) ?? importer.catalog;
  const [first] = names;
  // A column of names takes a name: an id would become one.
  const isReferring = column.spec.kind === "reference";
  const suggestions = names.map((name) => ({
    label: name.label,
    id: isReferring ? name.id : null,
    why: name.id === null ? "in your files" : `among your ${label.many}`,
    sure: false,
  }));
  const reason = `${quoteValue(value.text)} is probably the same ${label.one} as ${quoteValue(first?.label ?? "")}.`;
  return valueGroup(column, value, { state: "near", reason, suggestions });
}

/** Values without a decision before those with one. */
export const openFirst = <V extends ValueGroup>(groups: readonly V[]): V[] =>
  groups.toSorted((a, b) => Number(b.choice === null) - Number(a.choice === null));

/** Whether the values of a column name records that exist or that other files make. */
export const isReference = ({ spec, ownRecords }: PlannedColumn): boolean =>
  spec.kind === "reference" && ownRecords !== "texts";

/** Of values whose records are looked up together those that cannot be read, name no single record, or have a decision. */
async function groupsOf(
  ctx: Ctx,
  plan: FilePlan,
  { column, lookUp }: { column: PlannedColumn; lookUp: LookUp | undefined },
  filled: readonly DistinctValue[],
): Promise<FoundValue[]> {
  const read = filled.map((value) => {
    const cell = column.read(value.text, undefined, value.within);
    return { value, cell, name: lookUp && cell.kind === "name" ? cell : null };
  });
  const names = read.flatMap(({ name }) => name ?? []);
  const keys = names.map(({ key }) => key);
  const byName: Records = lookUp ? await recordsOf(ctx, lookUp, column.spec.to, keys) : new Map();
  const unnamed = names.filter(({ key }) => !byName.has(key));
  const byId = await recordsByExternalId(
    ctx,
    column.spec.to,
    unnamed.map(({ text }) => text),
  );
  const former = await formerNames(
    ctx,
    plan,
    column.spec.to,
    unnamed.map(({ key }) => key),
  );
  return read.flatMap(({ value, cell, name }): FoundValue[] => {
    const choice = choiceOf(column, value);
    const records = name ? (byName.get(name.key) ?? byId.get(name.text) ?? []) : [];
    const isMade = lookUp !== undefined && choice?.do === "create";
    // An earlier import has made this record.
    if (isMade && records.length === 1) return [];
    const isComing = name !== null && records.length === 0 && lookUp?.coming.has(name.key);
    // Each row says for itself which of several it means, where it can.
    const isOne = records.length === 1 || (records.length > 1 && column.apart !== null);
    const isFormer = name !== null && former.has(name.key);
    const isKnown = name ? isComing || isOne || isFormer : cell.kind !== "problem";
    if (choice && (isMade || isKnown)) return [valueGroup(column, value, { state: "chosen", reason: "" })];
    if (cell.kind === "problem") return [unreadable(ctx, column, value, cell)];
    if (isKnown || !lookUp) return [];
    if (choice && records.length === 0 && column.missing === "create")
      return [valueGroup(column, value, { state: "chosen", reason: "" })];
    if (records.length === 0) return [{ ...missingGroup(ctx, lookUp.source, column, value), lookUp }];
    const reason = ambiguousReason(ctx, column, value.text, records.length);
    return [{ ...valueGroup(column, value, { state: "ambiguous", reason, choice: null }), lookUp, namesakes: records }];
  });
}

/** A value that names no record: as the rule for all of them says, or open. */
function missingGroup(
  ctx: Ctx,
  { types, mayMake, makeAhead }: ReferenceSource,
  column: PlannedColumn,
  value: DistinctValue,
): ValueGroup {
  return valueGroup(column, value, {
    state: "unknown",
    reason: unknownReason(column, value.text, placeOf(column, value.within)),
    mayCreate: makeAhead ? makeAhead.mayMake(ctx) : mayMake(ctx),
    type: types?.of(value.text) ?? null,
    choice: column.missing && ruledChoice(column.missing, value.text),
    byRule: column.missing !== null,
  });
}

/** The name of the record by which a value is looked up, as a person has decided about the text of the other column. */
function placeOf({ within }: PlannedColumn, text: string): string {
  const choice = within ? own(within.choices, choiceKey(text)) : undefined;
  if (!within || choice?.do === "empty") return "";
  return choice ? choiceLabel(choice, text) : text;
}

function choiceLabel(choice: Choice, text: string): string {
  if (choice.do === "use") return choice.label;
  return choice.do === "replace" ? choice.text : text;
}

/** Values that somebody looks at, with what they may mean: the search for it is slow. */
export async function withSuggestions(ctx: Ctx, found: readonly FoundValue[]): Promise<ValueGroup[]> {
  const suggest = new Map<LookUp, Suggest>();
  for (const [lookUp, values] of groupBy(found, (value) => value.lookUp))
    if (lookUp) suggest.set(lookUp, await suggester(ctx, lookUp, values));
  return found.map(({ lookUp, namesakes, ...value }) => ({
    ...value,
    suggestions: (lookUp && suggest.get(lookUp)?.(value, namesakes)) ?? value.suggestions,
  }));
}

type Suggest = (value: ValueGroup, namesakes?: readonly NamedRecord[]) => ValueGroup["suggestions"] | undefined;

async function suggester(
  ctx: Ctx,
  { source, coming, options }: LookUp,
  values: readonly FoundValue[],
): Promise<Suggest> {
  const { types } = source;
  const known = new Map<string, string>();
  const isOpen = ({ state, choice }: ValueGroup) => state === "unknown" && choice === null;
  const isAsked = values.some(isOpen);
  if (isAsked) for (const { id, label } of await source.candidates(ctx, options)) known.set(label, id);
  const matcher = isAsked ? new NearMatcher([...known.keys(), ...coming.values()]) : null;
  const shown = values.flatMap(({ namesakes = [] }) => namesakes.slice(0, maxNamesakes));
  const marks = await source.distinguish?.(
    ctx,
    shown.map(({ id }) => id),
  );
  const similarTo = (text: string): ValueGroup["suggestions"] => {
    // A record with this address would have been found: one of another address is somebody else.
    const near = addressIn(text) === null ? (matcher?.near(text) ?? []) : [];
    const exact = near.filter((one) => one.distance === 0).length;
    const similar = near.map(({ candidate, why, distance }) => ({
      label: candidate,
      id: known.get(candidate) ?? null,
      why,
      sure: distance === 0 && exact === 1,
    }));
    const type = types?.of(text);
    const why = type === undefined ? null : types?.why(type);
    if (!why || similar.length > 0) return similar;
    const ofType = [...known].filter(([label]) => types?.of(label) === type);
    return ofType.map(([label, id]) => ({ label, id, why, sure: ofType.length === 1 }));
  };
  return (value, namesakes) =>
    namesakes?.slice(0, maxNamesakes).map(({ id, label }) => ({ id, label, why: marks?.get(id) ?? "", sure: false })) ??
    (isOpen(value) ? similarTo(value.text) : undefined);
}

const maxNamesakes = 10;

/**
 * New records type by type, in the order that their names say; a name that says none comes behind the one that the file
 * names before it.
 */
function placeNew(groups: readonly ValueGroup[], { options, place }: RecordTypes): ValueGroup[] {
  const rankOf = ({ choice, type }: ValueGroup) => {
    const own = choice?.do === "create" ? choice.type : type;
    return options.findIndex(({ value }) => value === own);
  };
  const made = groups
    .filter((group) => group.type !== null || group.choice?.do === "create")
    .toSorted((a, b) => a.firstLine - b.firstLine);
  const places = new Map<ValueGroup, number>();
  let last = 0;
  for (const group of made) {
    const own = place(nameOf(group));
    places.set(group, own ?? last);
    last = own ?? last;
  }
  const order = made.toSorted((a, b) => rankOf(a) - rankOf(b) || (places.get(a) ?? 0) - (places.get(b) ?? 0));
  for (const [place, group] of order.entries()) group.place = place;
  return made;
}

/** The name of the record that a value becomes. */
const nameOf = ({ choice, text }: ValueGroup): string => (choice?.do === "create" ? choice.name : text);

/** The decision about a value. */
const choiceOf = ({ choices, within }: PlannedColumn, value: Pick<DistinctValue, "text" | "within">) =>
  own(choices, choiceKey(value.text, within ? value.within : ""));

/** A value of a column, with the decision about it. */
function valueGroup(
  column: PlannedColumn,
  value: DistinctValue,
  parts: Partial<ValueGroup> & Pick<ValueGroup, "state" | "reason">,
): ValueGroup {
  return {
    field: column.field,
    column: column.column,
    text: value.text,
    within: column.within ? value.within : "",
    rows: value.rows,
    firstLine: value.line,
    suggestions: [],
    mayCreate: false,
    type: null,
    place: null,
    given: null,
    choice: choiceOf(column, value) ?? null,
    byRule: false,
    ...parts,
  };
}

/** A value that cannot be read: as the rule for all of them says, or open. */
function unreadable(
  ctx: Ctx,
  column: PlannedColumn,
  value: DistinctValue,
  { reason, suggestion, why = "is a valid value" }: Extract<CellReading, { kind: "problem" }>,
): ValueGroup {
  const { spec, field, missing } = column;
  const isRuled = spec.options !== undefined && missing !== null;
  const isOpen = spec.list !== undefined || (isCustomName(field) && spec.options !== undefined);
  const mayMakeOption = isOpen && ctx.can("field:manage");
  return valueGroup(column, value, {
    state: "invalid",
    reason,
    suggestions: suggestion === null ? [] : [{ label: suggestion, id: null, why, sure: true }],
    mayCreate: field === tagsName ? ctx.can("tag:create") : mayMakeOption,
    choice: isRuled ? ruledChoice(missing, value.text) : null,
    byRule: isRuled,
  });
}

/** Texts that nearly are what the workspace, or people in general, call this. */
async function nearUsual(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  filled: readonly DistinctValue[],
): Promise<ValueGroup[]> {
  const used = (await plan.importer.values?.(ctx, column.field)) ?? [];
  const usual = [...used, ...(column.spec.usual ?? [])];
  if (usual.length === 0) return [];
  const exact = new Set(usual.map(foldKey));
  const matcher = new NearMatcher(usual);
  return filled.flatMap((value) => {
    const key = foldKey(value.text);
    if (exact.has(key) || own(column.choices, key)) return [];
    const near = matcher.near(value.text);
    const isOne = near.length === 1;
    const suggestions = near.map(({ candidate: label, why, distance }) => {
      return { label, id: null, why, sure: isOne && distance <= 1 };
    });
    if (suggestions.length === 0) return [];
    const reason = `${quoteValue(value.text)} is similar to ${quoteValue(suggestions[0]?.label ?? "")}.`;
    return [valueGroup(column, value, { state: "near", reason, suggestions })];
  });
}
