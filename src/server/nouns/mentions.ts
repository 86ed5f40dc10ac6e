import "server-only";
import { erasedValue, personalIn } from "@/lib/nouns/personal";
import type { Ctx } from "../context.ts";
import type { TextColumn, TextTable } from "../db/text-tables.ts";
import { type KnownTexts, knownTexts } from "../personal/known.ts";
import { patternsOf } from "../personal/patterns.ts";
import { erasedWord } from "../personal/replace.ts";
import { identifyingIn } from "./identifying.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { textsIn } from "./personal.ts";
import { sharedWith } from "./shared-texts.ts";
import { snakeCase } from "./snake-case.ts";

/** Events of the person that may say further names and addresses. */
const mostEvents = 1_000;

/** All names, addresses and numbers of a person, of now and of earlier. */
export async function everKnown(
  ctx: Ctx,
  runtime: NounRuntime,
  id: string,
  row: Readonly<Record<string, unknown>> = {},
): Promise<KnownTexts> {
  const events = await ctx.db.event.findMany({
    where: { entity: runtime.noun.entity, entityId: id },
    orderBy: { id: "desc" },
    take: mostEvents,
    select: { before: true, after: true, data: true },
  });
  const texts = events.flatMap(({ before, after, data }) => [
    ...[before, after].flatMap((side) => textsIn(runtime, (side ?? {}) as Record<string, unknown>)),
    ...(((data as { known?: string[] | null }).known ?? []) as string[]),
  ]);
  const erased = new Set([erasedWord, ...personalIn(runtime.noun.fields).map(([, field]) => erasedValue(field))]);
  return knownTexts([...textsIn(runtime, row), ...texts].filter((text) => !erased.has(text)));
}

/** The patterns by which texts about the person are found, with what others share with them. */
export async function mentionsOf(ctx: Ctx, runtime: NounRuntime, id: string, known: KnownTexts) {
  const alike = await sharedWith(ctx, runtime, id, known);
  return { patterns: patternsOf(known, alike.texts), alike };
}

/** How a table is called where its rows are chosen. */
export const groupOf = (byTable: ReadonlyMap<string, NounRuntime>, { name }: TextTable): string =>
  byTable.get(name)?.noun.entity ?? name;

/** The columns in which other people have their own names, addresses and numbers: they are theirs. */
export function columnsOf(byTable: ReadonlyMap<string, NounRuntime>, table: TextTable): readonly TextColumn[] {
  const noun = byTable.get(table.name)?.noun;
  if (!noun?.head.person) return table.columns;
  const theirs = new Set(identifyingIn(noun.fields).map(snakeCase));
  return table.columns.filter(({ name }) => !theirs.has(name));
}

export const byTableOf = (all: readonly NounRuntime[]): ReadonlyMap<string, NounRuntime> =>
  new Map(all.map((runtime) => [runtime.noun.head.table, runtime]));
