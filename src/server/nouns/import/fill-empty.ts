import "server-only";
import { isCustomName, tagsName } from "@/lib/fields/custom";
import type { Field } from "@/lib/fields/field";
import { soundRows } from "@/lib/import-rows";
import type { FilledRecord, FillInput, FillOutcome } from "../../catalog.ts";
import type { Ctx } from "../../context.ts";
import { storedRulesOf } from "../../fields/kinds.ts";
import { ownedIn } from "../../owned-of.ts";
import { mayEdit } from "./apply-row.ts";
import { customRules } from "./custom-rules.ts";
import { type ImportContext, importContextIn } from "./import-context.ts";
import { recordsById } from "./load.ts";
import { missingReference, referencesOf } from "./references.ts";
import type { BatchRecord, Cells } from "./rules.ts";
import { writeRecords } from "./write-records.ts";

/**
 * Gives records values of custom fields and tags that they do not have yet, with the rights of the actor. Values that
 * they have stay.
 */
export async function fillEmpty(ctx: Ctx, declared: ImportContext, { rows: given }: FillInput): Promise<FillOutcome> {
  const importing = importContextIn(ctx, declared);
  const { rows, problems } = soundRows(given, importing.rows.readAdded);
  const cells = rows.map(({ row }) => row);
  const byId = await recordsById(
    ctx,
    importing,
    given.map(({ id }) => id),
  );
  const owned = await ownedIn(
    ctx,
    importing.runtime.noun.entity,
    [...byId.values()].map(({ after }) => after),
  );
  const references = await referencesOf(ctx, importing, cells, null);
  const custom = await customRules(ctx, importing, cells);
  const idOf = new Map(given.map(({ line, id }) => [line, id]));
  const columns = columnsByName(importing);
  const touched = new Map<BatchRecord, string[]>();
  const refused: FillOutcome["problems"] = [];
  let had = 0;
  let missing = 0;
  for (const { line, row } of rows) {
    const one = byId.get(idOf.get(line) ?? "");
    if (!one || !importing.runtime.scope.sees(ctx, owned(one.before ?? {}))) {
      missing += 1;
      continue;
    }
    const empty = Object.entries(row).filter(([name]) =>
      (columns.get(name) ?? [name]).every((column) => (one.after[column] ?? null) === null),
    );
    const fresh: Cells = Object.fromEntries(
      empty.filter(([name]) => columns.has(name) || isCurrencyOf(row, empty, name)),
    );
    const names = Object.keys(fresh).filter((name) => columns.has(name));
    had += Object.keys(row).filter((name) => columns.has(name)).length - names.length;
    if (names.length === 0) continue;
    const after = importing.rows.merge(one.after, fresh, ctx.tenant);
    const [first = ""] = names;
    const refusal = mayEdit(ctx, importing, one, owned)
      ? (missingReference(importing, references, fresh) ?? custom.refuse(one, after))
      : {
          field: first,
          reason: `You are not allowed to change this ${importing.runtime.noun.head.one}. Ask its owner or an admin.`,
        };
    if (refusal) {
      refused.push({ line, ...refusal });
      continue;
    }
    Object.assign(one, { after, line });
    custom.claim(one.id, after);
    touched.set(one, [...(touched.get(one) ?? []), ...names]);
  }
  const records = [...touched.keys()];
  if (records.length > 0)
    await writeRecords(ctx, importing, undefined, records, {
      rows: records.length,
      matched: records.length,
      dry: false,
    });
  return {
    problems: [...problems, ...refused],
    had,
    missing,
    filled: [...touched].map(
      ([{ id, version }, names]): FilledRecord => ({
        id,
        version: version + 1,
        values: names.length,
        // As the ledger keeps how a record was: all of these were empty.
        before: Object.fromEntries(names.flatMap((name) => columns.get(name) ?? []).map((column) => [column, null])),
      }),
    ),
  };
}

/** The stored columns of the fields that can be filled. */
const columnsByName = ({ runtime }: ImportContext): Map<string, string[]> =>
  new Map(
    Object.entries<Field>(runtime.noun.fields)
      .filter(([name]) => isCustomName(name) || name === tagsName)
      .map(([name, field]) => [name, Object.keys(storedRulesOf(field).columns(name, field))]),
  );

/** The cell that says the currency of an amount goes with it. */
const isCurrencyOf = (row: Cells, empty: readonly (readonly [string, unknown])[], name: string): boolean =>
  empty.some(([amount]) => amount !== name && row[amount] !== undefined && name === `${amount}Currency`);
