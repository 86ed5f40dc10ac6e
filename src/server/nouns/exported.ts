import "server-only";
import type { z } from "zod";
import { type FileColumn, fileColumns } from "@/lib/fields/file-cells";
import { type NounEntity, nounOf } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { referencesIn } from "@/lib/nouns/relations";
import type { Page } from "@/lib/zod";
import type { Ctx } from "../context.ts";
import { AppError } from "../errors.ts";
import type { listInput } from "../list.ts";
import type { Where } from "../list-definition.ts";
import { groupRows } from "../list-groups.ts";
import { totalRows } from "../list-totals.ts";
import { processWide } from "../process-wide.ts";
import { readable } from "../readable.ts";
import { isOn, mayView } from "../scope.ts";
import { coveredBy } from "../seen-through.ts";
import { filterWords } from "./filter-words.ts";
import { inWorkspace } from "./in-workspace.ts";
import { linksIn } from "./links.ts";
import type { AnyRecord, NounRuntime } from "./noun-runtime.ts";
import { listPage } from "./reads.ts";
import { withWholeTexts } from "./rich-texts.ts";
import { visibleOf } from "./scope.ts";
import { recordsWithIds } from "./shaped.ts";
import { snakeCase } from "./snake-case.ts";

type Asked = Omit<z.output<typeof listInput>, "limit">;
/** Of all that a list shows to an actor: all of it, or the part that their right to export covers. */
type Part = "seen" | "covered";

/** A noun whose records files hold: in the export of a workspace, and in exports of its lists. */
export interface ExportedNoun {
  entity: NounEntity;
  head: Pick<NounHead, "one" | "many" | "path">;
  /** The name of the file: "accounts". */
  path: string;
  /** Its table, which is not exported a second time. */
  table: string;
  /** The columns of the fields that the actor may read. */
  columnsIn(ctx: Ctx): FileColumn[];
  /** Its records page by page, with the whole words of their texts; those with these ids only, if there are any. */
  page(
    ctx: Ctx,
    input: Asked & { limit: number },
    part: Part,
    ids?: readonly string[],
  ): Promise<Pick<Page<AnyRecord>, "rows" | "nextCursor">>;
  /** Those of these records that the actor sees, as its lists show them, archived ones too. */
  read(ctx: Ctx, ids: readonly string[]): Promise<AnyRecord[]>;
  /** The kinds of record that its links lead to. */
  linksTo: readonly NounEntity[];
  /** Its references to records with owners, which show less of those that the actor does not see. */
  refersTo: readonly { entity: NounEntity; column: string }[];
  /** How many records a list has, exactly. */
  count(ctx: Ctx, input: Asked, part: Part): Promise<number>;
  /** The conditions of a list in words. */
  filterWords(ctx: Ctx, input: Asked): Promise<string[]>;
  /** The groups of a list with their names and numbers, the largest first. */
  groups(ctx: Ctx, input: Asked, group: string): Promise<{ value: string | null; name: string; count: number }[]>;
}

/** The export of a noun, from its fields and the workspace's custom fields. */
export const exportedNoun = ({ runtime }: { runtime: NounRuntime }): ExportedNoun => {
  const { noun, table } = runtime;
  const entity = noun.entity as NounEntity;
  const within = (ctx: Ctx, part: Part): Where[] => {
    if (!mayView(ctx, entity)) throw new AppError("FORBIDDEN", `You are not allowed to see ${noun.head.many}.`);
    return part === "seen" ? [] : [coveredBy(ctx, entity, "record:export")];
  };
  return {
    entity,
    head: noun.head,
    path: noun.head.path,
    table: table.list.table.name,
    columnsIn: (ctx) => {
      const may = readable(ctx, entity);
      const all = [...fileColumns(inWorkspace(ctx, runtime).noun.fields), ...table.inFiles];
      return all.filter(({ field, entity: of }) => may.has(field) && (of === undefined || isOn(ctx, of)));
    },
    async page(ctx, input, part, ids) {
      const only = ids ? [{ id: { in: [...ids] } }] : [];
      const { rows, nextCursor } = await listPage(ctx, runtime, input, [...within(ctx, part), ...only]);
      return { rows: await withWholeTexts(ctx, inWorkspace(ctx, runtime), rows), nextCursor };
    },
    read: async (ctx, ids) => (mayView(ctx, entity) && ids.length > 0 ? await recordsWithIds(ctx, runtime, ids) : []),
    linksTo: [...new Set(linksIn(noun.fields).flatMap(([, { to }]) => to as NounEntity[]))],
    refersTo: referencesIn(noun.fields).flatMap(([name, { to }]) =>
      nounOf(String(to))?.owned ? [{ entity: to as NounEntity, column: `${snakeCase(name)}_id` }] : [],
    ),
    async count(ctx, input, part) {
      const visible = { AND: [visibleOf(ctx, noun), ...within(ctx, part)] };
      return (await totalRows(ctx, table.list, input, visible)).count;
    },
    filterWords: async (ctx, input) => await filterWords(ctx, runtime, input),
    async groups(ctx, { within: _within, ...input }, group) {
      const visible = { AND: [visibleOf(ctx, noun), ...within(ctx, "covered")] };
      const { names } = inWorkspace(ctx, runtime).table;
      const found = await groupRows(ctx, table.list, { ...input, group }, { visible, names });
      const labels = new Map(optionsOf(inWorkspace(ctx, runtime).noun.fields[group]));
      return found
        .sort((a, b) => b.count - a.count)
        .map(({ value, label, count }) => ({
          value,
          count,
          name: label ?? labels.get(value ?? "") ?? value ?? "Empty",
        }));
    },
  };
};

/** The labels of a choice by their values. */
const optionsOf = (field: object | undefined): [string, string][] =>
  field && "options" in field
    ? (field.options as { value: string; label: string }[]).map(({ value, label }) => [value, label])
    : [];

const registeredNouns = processWide<readonly ExportedNoun[]>("exported nouns");

/** Called by the registry when it is loaded. */
export function registerExported(nouns: readonly ExportedNoun[]): void {
  registeredNouns.set(nouns);
}

/** Every noun whose records files hold. */
export function exportedNouns(): readonly ExportedNoun[] {
  return registeredNouns.required();
}
