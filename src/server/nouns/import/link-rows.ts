import "server-only";
import type { ImportCall, ImportOutcome } from "@/lib/import-rows";
import { nounOf } from "@/lib/nouns/all";
import type { Ctx } from "../../context.ts";
import { oneImportAtATime } from "../../import-lock.ts";
import { recordsOf } from "../records.ts";
import type { Refusal } from "../rule.ts";
import {
  circleOf,
  levelsAbove,
  levelsBelow,
  maxLevels,
  noteBranch,
  type Tree,
  type TreeField,
  tooDeep,
  treeAbove,
} from "../tree.ts";
import { mayEdit } from "./apply-row.ts";
import { changedOf } from "./foreseen.ts";
import { type ImportContext, withChosenKeys } from "./import-context.ts";
import { type Loaded, loadRecords } from "./load.ts";
import type { BatchRecord, Cells } from "./rules.ts";
import { writeRecords } from "./write-records.ts";

/** Sets what records of a file point to among themselves, once all of them are there. */
export async function linkRows(ctx: Ctx, declared: ImportContext, call: ImportCall): Promise<ImportOutcome> {
  const importing = await withChosenKeys(ctx, declared, call.options);
  const isSkipping = importing.ifExists === "skip";
  const { runtime, links } = importing;
  await oneImportAtATime(ctx, runtime.noun.entity, call.dry);
  const problems: ImportOutcome["problems"] = [];
  const all = call.rows.flatMap(({ line, values }) => {
    const read = importing.read(values);
    return read.success ? [{ line, row: read.data }] : [];
  });
  const named = all.filter(({ row }) => links.some(({ field }) => row[field] !== undefined));
  const { records, owned } = await loadRecords(
    ctx,
    importing,
    (isSkipping ? all : named).map(({ row }) => row),
    call.dry,
  );
  // Rows that stayed out because their records existed set nothing of these either, and have no problem with them.
  const wasThere = (row: Cells) => records.find(row).found.some(({ isNew }) => !isNew);
  const skipped = isSkipping ? all.flatMap(({ line, row }) => (wasThere(row) ? [line] : [])) : [];
  const rows = named.filter(({ line }) => !skipped.includes(line));
  for (const link of links) {
    const above = rows.flatMap(({ row }) => idOf(row, link) ?? []);
    const tree = await treeAbove(ctx, link, above);
    const moved = rows.flatMap(({ row }) => records.find(row).found[0]?.id ?? []);
    const levels = await levelsBelow(ctx, link, moved);
    const sources = await sourcesOf(ctx, importing, above);
    for (const { line, row } of rows) {
      const id = idOf(row, link);
      const { found: matches, rival } = records.find(row);
      const [found] = matches;
      // A row that did not go in has said why in the first phase.
      if (!id || !found || rival || found.after[link.column] === id || !mayEdit(ctx, importing, found, owned)) continue;
      const refusal = refusalOf(ctx, importing, link, { tree, levels, owned, sources }, found, id);
      if (refusal) {
        problems.push({ line, ...refusal });
        continue;
      }
      const { name, ownerId = null } = found.after;
      noteBranch(levels, tree, found.id, id);
      tree.set(found.id, { id: found.id, name: String(name), aboveId: id, ownerId: ownerId as string | null });
      records.change(found, { after: { ...found.after, [link.column]: id }, more: found.more }, line);
    }
  }
  const touched = records.touched();
  const written = await writeRecords(ctx, importing, undefined, touched, { rows: 0, matched: 0, dry: call.dry });
  const foreseen = call.dry ? { changed: changedOf(importing, touched), rows: [], namesakes: [] } : undefined;
  return { ...written, counts: {}, problems, skipped, foreseen };
}

const idOf = (row: Cells, { field }: TreeField) => row[field] as string | undefined;

/** The records that rows are compared with, and the people who see them. */
interface Above extends Pick<Loaded, "owned"> {
  tree: Tree;
  levels: ReadonlyMap<string, number>;
  sources: ReadonlyMap<string, unknown>;
}

/** The records that access to these ones comes from, by id; a tree is within one of them. */
async function sourcesOf(ctx: Ctx, { runtime }: ImportContext, ids: readonly string[]): Promise<Above["sources"]> {
  const { entity, head } = runtime.noun;
  if (!head.accessFrom || ids.length === 0) return new Map();
  const key = `${head.accessFrom.field}Id`;
  const select = { id: true, [key]: true };
  const rows = await recordsOf(ctx, entity).findMany({ where: { id: { in: [...new Set(ids)] } }, select });
  return new Map(rows.map((row) => [row.id, row[key]]));
}

function refusalOf(
  ctx: Ctx,
  { runtime }: ImportContext,
  link: TreeField,
  { tree, levels, owned, sources }: Above,
  found: BatchRecord,
  id: string,
): Refusal | null {
  const { field, label } = link;
  const target = tree.get(id);
  // A tree is within the record that access to its members comes from.
  const { from } = owned(found.after);
  if (!target || !runtime.scope.sees(ctx, { ...target, ...(from ? { from } : {}) }))
    return { field, reason: `The ${label} no longer exists.` };
  const { accessFrom } = runtime.noun.head;
  if (accessFrom && sources.get(id) !== found.after[`${accessFrom.field}Id`])
    return { field, reason: `The ${label} is in another ${nounOf(accessFrom.entity)?.one}. Choose one of the same.` };
  const circle = circleOf(tree, found.id, id);
  if (!circle && levelsAbove(tree, id) + (levels.get(found.id) ?? 1) > maxLevels)
    return { field, reason: tooDeep(link) };
  if (!circle) return null;
  const way = [found.after.name, ...circle].join(" → ");
  return {
    field,
    reason: `This ${label} would create a loop: ${way}. The ${runtime.noun.head.one} is imported without it.`,
  };
}
