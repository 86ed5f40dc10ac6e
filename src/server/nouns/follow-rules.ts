import "server-only";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import type { Permission } from "@/lib/roles";
import type { Ctx } from "../context.ts";
import { invalid } from "../errors.ts";
import type { Row } from "../fields/kind.ts";
import { columnNames } from "../fields/kinds.ts";
import { changesDerived, derivedValues } from "./derived.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import type { Stored } from "./records.ts";
import type { Change, Refusal, Rule } from "./rule.ts";

type Input = Readonly<Record<string, unknown>>;

/** Whether rules or derived fields depend on one of the written fields. */
export const concernsRules = (runtime: Pick<NounRuntime, "rules" | "noun">, names: ReadonlySet<string>): boolean =>
  changesDerived(runtime, names) || runtime.rules.some(({ fields }) => fields.some((name) => names.has(name)));

/** The columns whose typed values rules may replace in a write of these fields. */
export function replaceable({ rules, noun }: Pick<NounRuntime, "rules" | "noun">, names: ReadonlySet<string>) {
  const concerned = rules.filter(({ fields }) => fields.some((name) => names.has(name)));
  const replaced = concerned.flatMap(({ replaces = [] }) => replaces);
  return new Set(replaced.flatMap((name) => columnNames(name, noun.fields[name] as Field)));
}

/** The names of the fields that an input sets. */
export const fieldsNamedBy = (fields: Fields, input: Input): ReadonlySet<string> =>
  new Set(
    Object.entries(fields).flatMap(([name, field]) => (input[inputName(name, field)] === undefined ? [] : [name])),
  );

/**
 * Decides about one change by the rules of a noun: returns further values by input name, or why the change is rejected.
 */
export type Decide = (change: Change) => { set: Input } | Refusal;

/** Describes an edit for the rules: the record before (null for a new one), its columns afterwards, and the input. */
export const editChange = (ctx: Ctx, runtime: NounRuntime, before: Stored | null, after: Row, input: Input): Change =>
  ({
    id: before?.id ?? null,
    before,
    after,
    names: fieldsNamedBy(runtime.noun.fields, input),
    by: "edit",
    may: rightsOf(ctx, runtime),
  }) as unknown as Change;

/** Returns whether the actor has a right of a noun, such as "approve", for the rules of its writes. */
export const rightsOf =
  (ctx: Ctx, { noun }: Pick<NounRuntime, "noun">) =>
  (action: string): boolean =>
    ctx.can(`${noun.entity}:${action}` as Permission);

/** Loads what the rules of a noun need for a batch of changes. */
export async function rulesFor(
  ctx: Ctx,
  runtime: Pick<NounRuntime, "rules" | "table">,
  changes: readonly Change[],
): Promise<Decide> {
  // Always, even for no change: a row may turn out to be another change than the one that was foreseen.
  const loaded = await Promise.all(
    runtime.rules.map(
      async (one) =>
        await one.load?.(
          ctx,
          changes.filter((change) => needsLoad(one, change.by) && concernsRule(one, change)),
        ),
    ),
  );
  return (change) => {
    let set: Input = {};
    for (const [place, one] of runtime.rules.entries()) {
      if (!concernsRule(one, change)) continue;
      const after = { ...change.after, ...runtime.table.columns(set, ctx.tenant) };
      const decision = one.decide({ ...change, after }, loaded[place]);
      if (decision && "reason" in decision) return decision;
      set = { ...set, ...decision?.set };
    }
    return { set };
  };
}

/** Whether a rule loads anything for writes of this kind. */
export const needsLoad = ({ load, loadFor }: Rule, by: Change["by"]): boolean =>
  load !== undefined && (loadFor?.includes(by) ?? true);

const concernsRule = ({ fields }: Rule, { before, names }: Change): boolean =>
  before === null || fields.some((name) => names.has(name));

/** The values that the rules add to an edit, by input name. VALIDATION if a rule rejects it. */
export async function derivedFrom(ctx: Ctx, runtime: NounRuntime, change: Change): Promise<Input> {
  const { noun, table } = runtime;
  const decide = await rulesFor(ctx, runtime, [change]);
  const decision = decide(change);
  if ("reason" in decision) throw refused(noun.fields, decision);
  const after = { ...change.after, ...table.columns(decision.set, ctx.tenant) };
  return { ...decision.set, ...derivedValues(runtime, after) };
}

function refused(fields: Fields, { field: name, reason }: Refusal) {
  const field = fields[name];
  return invalid(field ? inputName(name, field) : name, reason);
}
