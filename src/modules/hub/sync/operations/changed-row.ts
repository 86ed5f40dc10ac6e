import "server-only";
import { limitWords } from "@/lib/value-steps/step-words";
import type { ValueStep } from "@/lib/value-steps/steps";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import type { FieldPair, ObjectDeclaration } from "@/server/sync/object";
import { stepsRefusal } from "@/server/sync/pairs/checked-steps";
import { transformed } from "@/server/sync/pairs/transformed";
import type { RemoteField } from "@/server/sync/provider";
import type { SyncFieldRow } from "../row";
import type { ChangedField } from "../schema";
import { plainPairs, stepsOf } from "./pairs-of";
import { plainPartners } from "./plain-partners";

interface Mapped {
  declaration: ObjectDeclaration;
  described: readonly RemoteField[];
  fields: readonly SyncFieldRow[];
  compares: number;
}

/** The row of a field with a change. Refuses what the field cannot have, with the reason. */
export function changedRow(
  ctx: Pick<Ctx, "tenant">,
  { declaration, described, fields, compares }: Mapped,
  { field, steps, ...change }: ChangedField,
): SyncFieldRow {
  const own = fields.find((row) => row.field === field);
  const plain = plainPairs(ctx, declaration, described, fields).find((pair) => pair.field === field);
  if (!own || !plain) throw invalid("fields", "There is no such field.");
  const words = steps && stepsRefusal({ pair: plain, steps, described, partners: plainPartners(ctx) });
  if (words) throw invalid("fields", words);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  // The next full compare looks at the values that both sides had agreed on before.
  const transform = steps ? { transform: { steps, since: compares + 1 } } : {};
  const row = { ...own, ...given, ...transform } as SyncFieldRow;
  const there = described.find(({ name }) => name === plain.remote[0]);
  if (steps || change.direction) requirePossible(plain, stepsOf(row), there, row.direction);
  return row;
}

/** Refuses a direction that a field cannot have. */
function requirePossible(
  plain: FieldPair,
  steps: readonly ValueStep[],
  there: RemoteField | undefined,
  direction: string,
): void {
  if (direction === "off") return;
  const can = (pair: FieldPair) => pair.directions.some((one) => one === direction);
  if (!can(plain)) throw invalid("fields", `${plain.label} cannot sync in this direction.`);
  if (!can(transformed(plain, steps)))
    throw invalid("fields", `${plain.label} cannot sync in this direction: ${limitWords(steps) ?? ""}`);
  if (there?.isReadOnly && direction !== "in")
    throw invalid("fields", `${there.label} can only be read there, so ${plain.label} can only come in.`);
}
