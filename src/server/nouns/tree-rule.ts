import "server-only";
import { isCustomName } from "@/lib/fields/custom";
import type { Field } from "@/lib/fields/field";
import type { Noun } from "@/lib/nouns/define";
import { capital, uncapital, withArticle } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { oneImportAtATime } from "../import-lock.ts";
import { type Change, type Refusal, type Rule, rule } from "./rule.ts";
import { snake } from "./snake.ts";
import {
  circleOf,
  levelsAbove,
  levelsBelow,
  maxLevels,
  type Tree,
  type TreeField,
  tooDeep,
  treeAbove,
} from "./tree.ts";

interface Loaded {
  tree: Tree;
  below: ReadonlyMap<string, number>;
}

/** The fields by which records of a noun form a tree: those that point to records of the same noun. */
export const treeFields = (noun: Pick<Noun, "entity" | "fields">): [string, Field, TreeField][] =>
  Object.entries<Field>(noun.fields).flatMap(([name, field]) =>
    field.kind === "reference" && "to" in field && field.to === noun.entity && !isCustomName(name)
      ? [[name, field, { column: `${name}Id`, sqlColumn: snake(`${name}Id`) }] as const]
      : [],
  ) as [string, Field, TreeField][];

/** Refuses a circle, or more levels than a tree may have. Files set these fields when all their rows are in. */
export const treeRules = (noun: Noun): Rule[] =>
  treeFields(noun).map(([name, field, link]) =>
    rule({
      fields: [name],
      loadFor: ["edit"],
      load: (ctx, changes) => loadTree(ctx, noun, link, changes),
      decide: (change, loaded: Loaded) => refusalOf(noun, name, field, link, change, loaded),
    }),
  );

const aboveOf = ({ column }: TreeField, { before, after }: Change): string | null => {
  const above = (after[column] ?? null) as string | null;
  return before?.[column] === above ? null : above;
};

async function loadTree(
  ctx: Ctx,
  { entity, head }: Noun,
  link: TreeField,
  changes: readonly Change[],
): Promise<Loaded> {
  const moved = changes.filter((change) => aboveOf(link, change) !== null);
  if (moved.length === 0) return { tree: new Map(), below: new Map() };
  const ids = moved.flatMap(({ id }) => id ?? []);
  // Two moves at once, or a move and an import, would each find the way up free and close a circle together.
  if (ids.length > 0) await oneImportAtATime(ctx, entity, false);
  const above = moved.flatMap((change) => aboveOf(link, change) ?? []);
  const tree = await treeAbove(ctx, head, link, above);
  return { tree, below: ids.length > 0 ? await levelsBelow(ctx, head, link, ids) : new Map() };
}

function refusalOf(
  { head }: Noun,
  name: string,
  { label, longLabel = label }: Field,
  link: TreeField,
  change: Change,
  { tree, below }: Loaded,
): Refusal | null {
  const { id, by } = change;
  const aboveId = aboveOf(link, change);
  if (by !== "edit" || aboveId === null) return null;
  const word = uncapital(longLabel);
  const refuse = (reason: string): Refusal => ({ field: name, reason });
  if (aboveId === id) return refuse(`${capital(withArticle(head.one))} cannot be its own ${word}.`);
  if (id && circleOf(tree, id, aboveId))
    return refuse(`${tree.get(aboveId)?.name} is below this ${head.one}, so it cannot be its ${word}.`);
  const levels = levelsAbove(tree, aboveId) + (below.get(id ?? "") ?? 1);
  return levels > maxLevels ? refuse(tooDeep(word)) : null;
}
