import "server-only";
import { isCustomName } from "@/lib/fields/custom";
import type { Field } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { capital, uncapital, withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { invalid } from "../errors.ts";
import { oneImportAtATime } from "../import-lock.ts";
import { type Change, type Rule, rule } from "./rule.ts";
import { snakeCase } from "./snake-case.ts";
import {
  circleOf,
  levelsAbove,
  maxLevels,
  placesIn,
  type TreeField,
  type TreePlaces,
  tooDeep,
  treeAbove,
} from "./tree.ts";

/** A record and its future parent; a new record has no id yet. */
interface Place {
  id: string | null;
  aboveId: string;
}

/** The fields by which records of a noun form a tree: those that point to records of the same noun. */
export const treeFields = ({ entity, head, fields }: Pick<Noun, "entity" | "head" | "fields">): TreeField[] =>
  Object.entries<Field>(fields).flatMap(([name, field]) => {
    if (field.kind !== "reference" || !("to" in field) || field.to !== entity || isCustomName(name)) return [];
    const [column, label] = [`${name}Id`, uncapital(field.longLabel ?? field.label)];
    const { one, table, owned } = head;
    return [{ one, table, owned, importedWith: entity, field: name, label, column, sqlColumn: snakeCase(column) }];
  });

/**
 * Rejects a cycle, or more levels than a tree may have. Imported files set these fields after all their rows are
 * written.
 */
export const treeRules = (noun: Noun): Rule[] =>
  treeFields(noun).map((link) =>
    rule({
      fields: [link.field],
      loadFor: ["edit"],
      load: (ctx, changes) =>
        loadPlaces(
          ctx,
          link,
          changes.flatMap((change) => placeOf(link, change) ?? []),
        ),
      decide(change, loaded: TreePlaces) {
        const place = change.by === "edit" ? placeOf(link, change) : null;
        const reason = place && refusalOf(link, place, loaded);
        return reason ? { field: link.field, reason } : null;
      },
    }),
  );

/** Checks the place of a record that is no declared noun; VALIDATION at the stored column. */
export async function checkPlace(ctx: Ctx, link: TreeField, place: Place): Promise<void> {
  const reason = refusalOf(link, place, await loadPlaces(ctx, link, [place]));
  if (reason) throw invalid(link.column, reason);
}

/** The new parent of a record; null if it keeps its parent or has none. */
function placeOf({ column }: TreeField, { id, before, after }: Change): Place | null {
  const aboveId = (after[column] ?? null) as string | null;
  return aboveId === null || before?.[column] === aboveId ? null : { id, aboveId };
}

async function loadPlaces(ctx: Ctx, link: TreeField, places: readonly Place[]): Promise<TreePlaces> {
  if (places.length === 0) return { tree: new Map(), below: new Map() };
  const ids = places.flatMap(({ id }) => id ?? []);
  // Two moves at once, or a move and an import, would each find the way up free and close a circle together.
  if (ids.length > 0) await oneImportAtATime(ctx, link.importedWith, false);
  const above = places.map(({ aboveId }) => aboveId);
  if (ids.length === 0) return { tree: await treeAbove(ctx, link, above), below: new Map() };
  return await placesIn(ctx, link, { above, ids });
}

/** Why a record may not come to this place of its tree; null if it may. */
export function refusalOf(link: TreeField, { id, aboveId }: Place, { tree, below }: TreePlaces): string | null {
  const { one, label } = link;
  if (aboveId === id) return `${capital(withArticle(one))} cannot be its own ${label}.`;
  if (id && circleOf(tree, id, aboveId))
    return `${tree.get(aboveId)?.name} is below this ${one}, so it cannot be its ${label}.`;
  const levels = levelsAbove(tree, aboveId) + (below.get(id ?? "") ?? 1);
  return levels > maxLevels ? tooDeep(link) : null;
}
