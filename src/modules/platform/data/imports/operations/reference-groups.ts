import "server-only";
import { groupBy } from "@/lib/group-by";
import type { ImportOptions } from "@/lib/import-rows";
import { NearMatcher } from "@/lib/similarity";
import { type RecordTypes, type ReferenceSource, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { ruledChoice } from "../rules";
import type { ValueGroup } from "../schema";
import type { DistinctValue } from "./distinct-values";
import { lookUpGroups } from "./look-up-groups";
import type { FilePlan, PlannedColumn } from "./plan-file";
import { choiceOf, unreadable, valueGroup } from "./value-group";
import { ambiguousReason, unknownReason } from "./write-slice";

interface References {
  groups: ValueGroup[];
  withSuggestions(groups: readonly ValueGroup[]): Promise<ValueGroup[]>;
}

interface Named {
  id: string;
  label: string;
}
type Records = ReadonlyMap<string, readonly Named[]>;

/** Values of a column that points to records: those of which there is not exactly one. */
export async function referenceGroups(
  ctx: Ctx,
  plan: FilePlan,
  column: PlannedColumn,
  filled: readonly DistinctValue[],
  coming: ReadonlyMap<string, string>,
): Promise<References> {
  const source = referenceTo(column.spec.to ?? "");
  if (!source) return { groups: [], withSuggestions: async (groups) => [...groups] };
  const parts: References[] = [];
  for (const { options, values } of await lookUpGroups(ctx, plan, column, filled, ({ within }) => within))
    parts.push(await groupsOf(ctx, { source, column, coming, options }, values));
  return {
    groups: parts.flatMap(({ groups }) => groups),
    withSuggestions: async (given) => {
      const suggested = new Map<ValueGroup, ValueGroup>();
      for (const part of parts) {
        const its = new Set(part.groups);
        const own = given.filter((group) => its.has(group));
        for (const [index, group] of (await part.withSuggestions(own)).entries())
          suggested.set(own[index] ?? group, group);
      }
      return given.map((group) => suggested.get(group) ?? group);
    },
  };
}

interface LookUp {
  source: ReferenceSource;
  column: PlannedColumn;
  coming: ReadonlyMap<string, string>;
  options: ImportOptions;
}

/** The same for values whose records are looked up together. */
async function groupsOf(ctx: Ctx, lookUp: LookUp, filled: readonly DistinctValue[]): Promise<References> {
  const { source, column, coming, options } = lookUp;
  const read = filled.map((value) => ({ value, cell: column.read(value.text, undefined, value.within) }));
  const keys = read.flatMap(({ cell }) => (cell.kind === "name" ? [cell.key] : []));
  const ids: Records = groupBy(await source.find(ctx, keys, options), ({ key }) => key);
  const unnamed = read.flatMap(({ cell }) => (cell.kind === "name" && !ids.has(cell.key) ? [cell.text] : []));
  const byId = await byExternalId(ctx, source, unnamed);
  const several = new Map<ValueGroup, readonly Named[]>();
  const groups = read.flatMap(({ value, cell }): ValueGroup[] => {
    const choice = choiceOf(column, value);
    const records = cell.kind === "name" ? (ids.get(cell.key) ?? byId.get(cell.text) ?? []) : [];
    const isComing = cell.kind === "name" && coming.has(cell.key);
    // An earlier import has made this record.
    if (choice?.do === "create" && records.length === 1) return [];
    const settled = cell.kind === "skip" || cell.kind === "empty" || cell.kind === "value" || choice?.do === "create";
    if (choice && (settled || records.length === 1 || isComing))
      return [valueGroup(column, value, { state: "chosen", reason: "" })];
    if (cell.kind === "problem") return [unreadable(column, value, cell)];
    if (records.length > 1) {
      const reason = ambiguousReason(column, value.text, records.length);
      const group = valueGroup(column, value, { state: "ambiguous", reason, choice: null });
      several.set(group, records);
      return [group];
    }
    return records.length === 0 && !isComing && cell.kind === "name" ? [missingGroup(ctx, source, column, value)] : [];
  });
  if (source.types) placeNew(groups, source.types);
  return { groups, withSuggestions: suggester(ctx, lookUp, several) };
}

/** A value that names no record: as the rule for all of them says, or open. */
function missingGroup(
  ctx: Ctx,
  { types, mayMake }: ReferenceSource,
  column: PlannedColumn,
  value: DistinctValue,
): ValueGroup {
  return valueGroup(column, value, {
    state: "unknown",
    reason: unknownReason(column, value.text, column.within ? value.within : ""),
    mayCreate: mayMake(ctx),
    type: types?.of(value.text) ?? null,
    choice: column.missing && ruledChoice(column.missing, value.text),
    byRule: column.missing !== null,
  });
}

/** Records that texts name by the ids that they had elsewhere. */
async function byExternalId(ctx: Ctx, source: ReferenceSource, texts: readonly string[]): Promise<Records> {
  const found = texts.length > 0 ? await source.findByExternalId?.(ctx, texts) : undefined;
  return groupBy(found ?? [], ({ key }) => key);
}

/** Adds to values that somebody looks at what they may mean: the search for it is slow. */
function suggester(
  ctx: Ctx,
  { source, coming, options }: LookUp,
  several: ReadonlyMap<ValueGroup, readonly Named[]>,
): References["withSuggestions"] {
  const { types } = source;
  return async (groups) => {
    const known = new Map<string, string>();
    const isAsked = groups.some(({ state, choice }) => state === "unknown" && choice === null);
    if (isAsked) for (const { id, label } of await source.candidates(ctx, options)) known.set(label, id);
    const matcher = isAsked ? new NearMatcher([...known.keys(), ...coming.values()]) : null;
    const marked = await source.distinguish?.(
      ctx,
      groups.flatMap((group) => (several.get(group) ?? []).slice(0, maxNamesakes).map(({ id }) => id)),
    );
    const meant = (text: string): ValueGroup["suggestions"] => {
      const near = matcher?.near(text) ?? [];
      const similar = near.map(({ candidate, why }) => ({ label: candidate, id: known.get(candidate) ?? null, why }));
      const type = types?.of(text);
      const why = type === undefined ? null : types?.why(type);
      if (!why || similar.length > 0) return similar;
      return [...known].flatMap(([label, id]) => (types?.of(label) === type ? [{ label, id, why }] : []));
    };
    return groups.map((group) => {
      const records = several.get(group);
      if (records) {
        const shown = records.slice(0, maxNamesakes);
        return { ...group, suggestions: shown.map(({ id, label }) => ({ id, label, why: marked?.get(id) ?? "" })) };
      }
      return group.state === "unknown" && group.choice === null ? { ...group, suggestions: meant(group.text) } : group;
    });
  };
}

const maxNamesakes = 10;

/**
 * New records type by type, in the order that their names say; a name that says none comes behind the one that the file
 * names before it.
 */
function placeNew(groups: readonly ValueGroup[], { options, place }: RecordTypes): void {
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
    const own = place(group.choice?.do === "create" ? group.choice.name : group.text);
    places.set(group, own ?? last);
    last = own ?? last;
  }
  const order = made.toSorted((a, b) => rankOf(a) - rankOf(b) || (places.get(a) ?? 0) - (places.get(b) ?? 0));
  for (const [place, group] of order.entries()) group.place = place;
}
