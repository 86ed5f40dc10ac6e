import "server-only";
import { isCustomName } from "@/lib/fields/custom";
import { type Field, inputName } from "@/lib/fields/field";
import type { PatchOf, RecordOf } from "@/lib/fields/record";
import { hasStates } from "@/lib/fields/states";
import { inversePatch } from "@/lib/nouns/patch";
import type { Ctx } from "../context.ts";
import type { EmittedEvent } from "../emitted-event.ts";
import { columnNames } from "../fields/kinds.ts";
import { readable } from "../readable.ts";
import { inWorkspace } from "./in-workspace.ts";
import type { ManyNoun } from "./many.ts";
import type { Stored } from "./records.ts";

type Values = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, Field>>;

/** The events of edits of such records that were just made, by their ids. */
export const editsById = ({ emitted }: Ctx, { runtime }: ManyNoun, from: number): ReadonlyMap<string, EmittedEvent> =>
  new Map(
    emitted
      .slice(from)
      .flatMap((event) => (event.entity === runtime.noun.entity ? [[event.entityId, event] as const] : [])),
  );

/**
 * The earlier values, by input name, of those fields that an edit of this row changed: also of those that a rule of its noun set
 * beside the edited one. Without fields that nobody writes, or that the actor may not read.
 */
export function changedFrom(ctx: Ctx, many: ManyNoun, row: Stored | undefined, edit: EmittedEvent | undefined): Values {
  if (!row || !edit) return {};
  const { noun, table } = inWorkspace(ctx, many.runtime);
  const [before, after] = [columnsIn(edit.before), columnsIn(edit.after)];
  const isChanged = (column: string) => JSON.stringify(before[column]) !== JSON.stringify(after[column]);
  const may = readable(ctx, noun.entity);
  const changed = Object.entries<Field>(noun.fields).filter(
    ([name, field]) => isWritten(name, field) && may.has(name) && columnNames(name, field).some(isChanged),
  );
  // As they are stored: a record may show another value, such as the probability of its stage where it has none of its own.
  const record = table.values(
    ctx,
    row,
    changed.map(([name]) => name),
  );
  return Object.assign({}, ...changed.map(([name, field]) => earlierOf(noun.fields, record, name, field)));
}

const columnsIn = (json: string | null): Values => JSON.parse(json ?? "{}");

/** Values of custom fields follow from nothing, and the state of a record has steps of its own. */
const isWritten = (name: string, field: Field): boolean =>
  !field.computed && !field.derived && field.kind !== "links" && !isCustomName(name) && !hasStates(field);

/** None for a reference to a record that the actor does not see. */
const earlierOf = (fields: Fields, record: object, name: string, field: Field): Values =>
  inversePatch(fields, record as RecordOf<Fields>, { [inputName(name, field)]: null } as PatchOf<Fields>) ?? {};
