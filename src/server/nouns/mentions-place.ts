import "server-only";
import { chosenFor } from "@/lib/nouns/person-schema";
import type { Ctx } from "../context.ts";
import type { TextTable } from "../db/text-tables.ts";
import { isOvertaken } from "../errors.ts";
import { emit } from "../events.ts";
import { inTransaction } from "../execute.ts";
import { newId } from "../new-id.ts";
import { candidatesIn, mentionTables, rowOf, writeRow } from "../personal/mention-rows.ts";
import { inJs } from "../personal/patterns.ts";
import type { MentionRequest, Person, PersonalPlace } from "../personal/places.ts";
import { erasedWord, type Matcher, replacedIn } from "../personal/replace.ts";
import { previewOf } from "./mention-preview.ts";
import { byTableOf, groupOf } from "./mentions.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { lookedIn, snapshotKeys } from "./snapshots.ts";

/** Rows that one part looks at, and those that it changes. */
const atOnce = 20_000;
const mostChanged = 100;

/** All texts of the workspace that mention the person, in records and elsewhere. */
export const mentionsPlace = (all: readonly NounRuntime[]): PersonalPlace => ({
  key: "mentions",
  preview: (ctx, person, patterns) => previewOf(ctx, all, person, patterns),
  async erase(ctx, person, after) {
    const request = person.mentions;
    if (!request) return null;
    const byTable = byTableOf(all);
    const tables = await mentionTables(ctx);
    const [name, ...key] = after ? (JSON.parse(after) as string[]) : [];
    const start = name === undefined ? 0 : tables.findIndex((one) => one.name === name);
    let left = atOnce;
    let began: string[] | null = key.length > 0 ? key : null;
    for (const table of tables.slice(Math.max(0, start))) {
      const part = { rough: request.rough, after: began, most: left, limit: mostChanged };
      const { keys, last } = await candidatesIn(ctx, table, part);
      for (const one of keys) await eraseRow(ctx, { byTable, table, person, request }, one);
      if (last) return JSON.stringify([table.name, ...last]);
      began = null;
      // Small tables are passed together; how many rows each has is not counted.
      left = Math.max(1, left - 500);
    }
    return null;
  },
});

interface Erasing {
  byTable: ReadonlyMap<string, NounRuntime>;
  table: TextTable;
  person: Person;
  request: MentionRequest;
}

/** Erases the person in one row as it is now: somebody may have changed it since it was found. */
async function eraseRow(ctx: Ctx, erasing: Erasing, key: readonly string[], again = false): Promise<void> {
  const word = again ? `${erasedWord} ${newId().slice(-6)}` : erasedWord;
  try {
    await inTransaction({ ...ctx, batchId: erasing.person.eventId }, (inner) => replaceIn(inner, erasing, key, word));
  } catch (error) {
    // A text that has to be the only one of its kind: two tags cannot both be called "Erased".
    if (again || !isOvertaken(error)) throw error;
    await eraseRow(ctx, erasing, key, true);
  }
}

async function replaceIn(
  ctx: Ctx,
  { byTable, table, person, request }: Erasing,
  key: readonly string[],
  word: string,
): Promise<void> {
  const row = await rowOf(ctx, table, key, { further: ["id", "version", ...snapshotKeys], locked: true });
  if (!row || row.id === person.id) return;
  const group = groupOf(byTable, table);
  const chosen = chosenFor(request.choices, `${group}:${String(row.id)}`, group);
  if (chosen === false) return;
  const matcher: Matcher = {
    texts: inJs(chosen ? request.every : request.sure),
    addresses: inJs(request.addresses),
    word,
  };
  const looked = await lookedIn(ctx, { byTable, table, personId: person.id }, row);
  const changed = looked.whole(replacedIn(matcher, looked.columns, looked.row));
  if (Object.keys(changed).length === 0) return;
  await writeRow(ctx, table, key, changed);
  const noun = byTable.get(table.name)?.noun;
  if (!noun) return;
  const names = Object.entries(changed).map(([column, value]) => [camelCaseOf(column), value]);
  const version = Number(row.version) + 1;
  emit(ctx, noun.events.textsErased, { id: String(row.id), version, after: Object.fromEntries(names), data: {} });
}

const camelCaseOf = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
