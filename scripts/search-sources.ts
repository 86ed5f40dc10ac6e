import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasKeys } from "@/lib/fields/entries";
import type { Field } from "@/lib/fields/field";
import { progressionsIn } from "@/lib/fields/progression";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { storedRulesOf } from "@/server/fields/kinds";
import { markOf } from "@/server/search/mark";

const root = join(import.meta.dirname, "..");
export const searchFile = "prisma/search-sources.sql";

interface Source {
  entity: string;
  table: string;
  /** SQL of each searched field by its name, over a row `t`. */
  lines: Readonly<Record<string, string>>;
  /** Has custom fields, whose lines stand below the others. */
  custom: boolean;
  owner: string;
  archived: string;
  /** Fields of several values, each with the column of its keys. */
  keys: Readonly<Record<string, string>>;
  /** Links and follows name its records. */
  linked: boolean;
  /** The choices along which its records go: the field, its column and that of the reasons. */
  paths: readonly [field: string, column: string, reason: string][];
}

/** Members are no noun: they have no fields of the workspace. */
const members: Source = {
  entity: "member",
  table: "members",
  lines: { email: "public.search_fold(t.email)" },
  custom: false,
  owner: "null::uuid",
  archived: "t.status = 'removed'",
  keys: {},
  linked: false,
  paths: [],
};

/** Writes the tables and columns that search reads, from the heads and fields of all nouns. */
export async function writeSearchSources(): Promise<void> {
  await writeFile(join(root, searchFile), await searchSourcesSql());
}

/** The text of that file. */
export async function searchSourcesSql(): Promise<string> {
  const sources = await Promise.all((Object.keys(nouns) as NounEntity[]).map(sourceOf));
  const head =
    "-- The tables and columns that search reads, from the heads and the searchable fields of the nouns.\n" +
    "-- Written by `npm run db:search`, and with each new migration. Do not edit.\n";
  return `${head}${[...sources, members].map(callOf).join("")}${await personalSql()}`;
}

/** The names under which events keep the personal fields of each noun. */
async function personalSql(): Promise<string> {
  const cases: string[] = [];
  for (const entity of Object.keys(nouns) as NounEntity[]) {
    const { fields } = await declarationOf(entity);
    const personal = Object.entries<Field>(fields).filter(([, field]) => field.personal);
    const names = personal.flatMap(([name, field]) => [
      name,
      ...Object.keys(storedRulesOf(field).columns(name, field)),
    ]);
    if (names.length > 0) cases.push(`    when '${entity}' then ${quotedList([...new Set([...names, "custom"])])}\n`);
  }
  return `
create or replace function personal_fields(entity text) returns text[]
language sql immutable parallel safe as $$
  select case entity
${cases.join("")}    else '{}'::text[] end
$$;
`;
}

async function sourceOf(entity: NounEntity): Promise<Source> {
  const { table, owned } = nouns[entity];
  const { fields } = await declarationOf(entity);
  const lines = Object.entries<Field>(fields).flatMap(([name, field]) => {
    const searched = storedRulesOf(field).searched?.(`t.${snake(name)}`);
    if (!field.searchable) return [];
    if (!searched) throw new Error(`Search has no text of a ${field.kind}: ${entity}.${name} cannot be searchable.`);
    return [[name, searched] as const];
  });
  const keys = Object.entries<Field>(fields).flatMap(([name, field]) =>
    hasKeys(field) ? [[name, snake(`${name}Key`)] as const] : [],
  );
  const owner = owned ? "t.owner_id" : "null::uuid";
  const archived = "t.archived_at is not null";
  return {
    entity,
    table,
    lines: Object.fromEntries(lines),
    custom: true,
    owner,
    archived,
    keys: Object.fromEntries(keys),
    linked: true,
    paths: progressionsIn(fields).map(([name, { progression }]) => [name, snake(name), snake(progression.reason)]),
  };
}

/** The noun as its `fields.ts` exports it, whatever the name there. */
async function declarationOf(entity: NounEntity): Promise<Pick<Noun, "fields">> {
  const { module, path } = nouns[entity];
  const file = join(root, "src/modules", module, path, "fields.ts");
  if (!existsSync(file)) throw new Error(`There is no ${file}.`);
  const exported: Record<string, unknown> = await import(file);
  const noun = Object.values(exported).find((one) => one instanceof Object && "entity" in one && "fields" in one);
  if (!noun) throw new Error(`${file} exports no noun.`);
  return noun as Pick<Noun, "fields">;
}

const quotedList = (texts: readonly string[]) => `array[${texts.map((text) => `'${text}'`).join(", ")}]`;

function callOf({ entity, table, lines, custom, owner, archived, keys, linked, paths }: Source): string {
  const plain = Object.entries(lines).map(([name, sql]) => `  $line$E'\\n${escaped(markOf(name))} ' || ${sql}$line$`);
  const texts = custom
    ? [...plain, "  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$"]
    : plain;
  const staysOf = paths
    .map((names) => `call stays_follow('${entity}', '${table}', ${names.map((name) => `'${name}'`).join(", ")});\n`)
    .join("");
  return `
call search_follow('${entity}', '${table}', 't.name', array[${texts.length > 0 ? `\n${texts.join(",\n")}\n` : ""}]::text[],
  $$${owner}$$, $$${archived}$$);
${Object.keys(keys).length > 0 ? `call keys_follow('${entity}', '${table}', ${quotedList(Object.keys(keys))}, ${quotedList(Object.values(keys))});\n` : ""}${linked ? `call links_follow('${entity}', '${table}');\n` : ""}${staysOf}`;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const escaped = (mark: string) =>
  [...mark].map((sign) => `\\x${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`).join("");
