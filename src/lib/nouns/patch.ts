import { type Fields, inputName } from "@/lib/fields/field";
import type { NamesOf, PatchOf, RecordOf } from "@/lib/fields/record";

type Values = Readonly<Record<string, unknown>>;

/**
 * How a record looks after an edit, before the server has answered. An edit gives references by their ids; `names`
 * holds what the screen knows of those records.
 */
export function patched<F extends Fields>(
  fields: F,
  row: RecordOf<F>,
  patch: PatchOf<F>,
  names: NamesOf<F> = {},
): RecordOf<F> {
  const next: Record<string, unknown> = { ...row };
  for (const [name, field] of Object.entries(fields)) {
    const given = (patch as Values)[inputName(name, field)];
    if (given === undefined) continue;
    if (inputName(name, field) === name) next[name] = given;
    else next[name] = (names as Values)[name] ?? (given === null ? null : next[name]);
  }
  return next as RecordOf<F>;
}

/** The values that an edit replaces, under the names of inputs; null where the editing member may not see them. */
export function replacedBy<F extends Fields>(fields: F, row: RecordOf<F>, patch: PatchOf<F>): PatchOf<F> | null {
  const back: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const key = inputName(name, field);
    if ((patch as Values)[key] === undefined) continue;
    const value = (row as Values)[name];
    const before = key === name || value === null ? value : ((value as { id: string | null }).id ?? undefined);
    if (before === undefined) return null;
    back[key] = before;
  }
  return back as PatchOf<F>;
}
