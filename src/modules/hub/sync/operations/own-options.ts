import "server-only";
import type { ChoiceOption, Field } from "@/lib/fields/field";
import type { Ctx } from "@/server/context";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { manyOf } from "@/server/nouns/many";
import type { FieldPair } from "@/server/sync/object";

export interface OwnOption {
  value: string;
  label: string;
}

/** The options of a field of ours; none where the field has none. */
export async function ownOptions(ctx: Ctx, entity: string, pair: FieldPair): Promise<readonly OwnOption[]> {
  if (pair.optionsHere) return await pair.optionsHere(ctx);
  const { fields } = inWorkspace(ctx, manyOf(entity).runtime).noun;
  const field: Field | undefined = fields[pair.field];
  if (!field || !("options" in field)) return [];
  return (field.options as readonly ChoiceOption[])
    .filter(({ archived }) => !archived)
    .map(({ value, label }) => ({ value, label }));
}
