import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasKeys } from "@/lib/fields/entries";
import type { Field, FieldOf } from "@/lib/fields/field";
import { recordedIn } from "@/lib/fields/progression";
import { type NounEntity, nounOf, nouns, settings } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { personalIn } from "@/lib/nouns/personal";
import { storedRulesOf } from "@/server/fields/kinds";
import { identifyingIn } from "@/server/nouns/identifying";
import { markOf } from "@/server/search/mark";

const root = join(import.meta.dirname, "..");
export const searchFile = "prisma/search-sources.sql";

interface Source {
  entity: string;
  table: string;
  /** SQL of its name, over a row `t`; by default the column. */
  title?: string;
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
  /** Its records have a next step. */
  hasNextStep: boolean;
  /** The links by which its records are next steps of others. */
  steps: readonly StepLink[];
  /** Its records are in the changes feed: the columns that say who sees them. */
  sight: Sight | null;
}

/** Columns of a table; those that are null are not there. */
interface Sight {
  owner: string | null;
  creator: string | null;
  members: string | null;
  access: string | null;
  hasLinks: boolean;
}

interface StepLink {
  link: string;
  to: NounEntity;
  /** Which of its records are open and dated, and what the other record keeps of one, over a row `s`. */
  fits: string;
  step: string;
}

/** Members are no noun: they have no fields of the workspace. */
const members: Source = {
  entity: "member",
  table: "members",
  lines: { email: "public.search_text(t.email)" },
  custom: false,
  owner: "null::uuid",
  archived: "t.status = 'removed'",
  keys: {},
  linked: false,
  paths: [],
  hasNextStep: false,
  steps: [],
  sight: null,
};

/** Comments have no name, and are seen with their record: whoever asks checks that. */
const comments: Source = {
  ...members,
  entity: "comment",
  table: "comments",
  title: "''",
  lines: { text: "public.search_text(t.text)" },
  archived: "t.deleted_at is not null",
};

/** Files of records are found by their names, and seen with their record too. */
const files: Source = {
  ...members,
  entity: "file",
  table: "files",
  lines: {},
  archived: "t.removed_at is not null or t.purpose <> 'attachment'",
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
  return `${head}${[...sources, members, comments, files].map(callOf).join("")}${await personalSql()}`;
}

/**
 * The kinds whose events lose a person with the texts of their rows: records, their settings, and lists with names that members
 * give. All others stay as they were written: access, members, teams, keys, exports, billing and the workspace.
 */
const mentionEntities = [
  ...[...Object.keys(nouns), ...Object.entries(settings).flatMap(([entity, { parts }]) => [entity, ...parts])],
  ...["tag", "savedView", "customField", "optionList", "import", "importMapping", "bulkRun"],
];

/** The names under which events keep the personal fields of each noun, those by which people are told apart, and which lose mentions. */
async function personalSql(): Promise<string> {
  const [cases, entities, theirs]: [string[], string[], string[]] = [[], [], []];
  for (const entity of Object.keys(nouns) as NounEntity[]) {
    const { fields } = await declarationOf(entity);
    const names = personalIn(fields).flatMap(([name, field]) => [
      name,
      ...Object.keys(storedRulesOf(field).columns(name, field)),
    ]);
    if (nounOf(entity)?.person) theirs.push(`    when '${entity}' then ${quotedList(identifyingIn(fields))}\n`);
    if (names.length === 0) continue;
    entities.push(entity);
    cases.push(`    when '${entity}' then ${quotedList([...new Set([...names, "externalId", "custom"])])}\n`);
  }
  return `
create or replace function personal_fields(entity text) returns text[]
language sql immutable parallel safe as $$
  select case entity
${cases.join("")}    else '{}'::text[] end
$$;

create or replace function personal_entities() returns text[]
language sql immutable parallel safe as $$ select ${quotedList(entities)}::text[] $$;

create or replace function identifying_fields(entity text) returns text[]
language sql immutable parallel safe as $$
  select case entity
${theirs.join("")}    else '{}'::text[] end
$$;

create or replace function mention_entities() returns text[]
language sql immutable parallel safe as $$ select ${quotedList(mentionEntities)}::text[] $$;
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
    paths: recordedIn(fields).map(([name, , reason]) => [name, snake(name), snake(reason)]),
    hasNextStep: nounOf(entity)?.nextStep === true,
    steps: stepLinksOf(entity, fields),
    sight: sightOf(entity, fields),
  };
}

function sightOf(entity: NounEntity, fields: Noun["fields"]): Sight {
  const { owned, seenThrough: through, accessFrom: access } = nounOf(entity) ?? {};
  return {
    owner: owned ? "owner_id" : null,
    creator: through?.creator ? `${snake(through.creator)}_id` : null,
    members: through ? snake(through.members) : null,
    access: access ? `${snake(access.field)}_id` : null,
    hasLinks: Object.values<Field>(fields).some(({ kind }) => kind === "links"),
  };
}

/** The calls by which the changes feed follows a table. */
function feedCalls({ entity, table, sight }: Source): string {
  if (!sight) return "";
  const { owner, creator, members, access, hasLinks } = sight;
  const args = (columns: (string | null)[]) =>
    [`'${entity}'`, `'${table}'`, ...columns.map((column) => (column ? `'${column}'` : "null"))].join(", ");
  const ofLinks = hasLinks ? `call changes_of_links(${args([owner, creator, members])});\n` : "";
  return `call changes_follow(${args([owner, creator, members, access])});\n${ofLinks}`;
}

type StepLinkField = FieldOf<"links"> & Required<Pick<FieldOf<"links">, "nextStep">>;
const isStepLink = (field: Field): field is StepLinkField => "nextStep" in field && field.nextStep !== undefined;

/** The links of a noun that make its records next steps, one for each kind of record that has one. */
function stepLinksOf(entity: NounEntity, fields: Noun["fields"]): StepLink[] {
  const { seenThrough } = nounOf(entity) ?? {};
  const people = seenThrough?.creator
    ? `, 'creatorId', s.${snake(seenThrough.creator)}_id, 'members', s.${snake(seenThrough.members)}`
    : "";
  return Object.entries<Field>(fields).flatMap(([link, field]) => {
    if (!isStepLink(field)) return [];
    const { open, ...times } = field.nextStep;
    const [start, day] = [`s.${snake(times.start)}`, `s.${snake(times.day)}`];
    const isOpen = Object.entries(open).map(([name, values]) => `s.${snake(name)} = any(${quotedList(values)})`);
    const fits = [...isOpen, "s.archived_at is null", `coalesce(${start}, ${day}) is not null`].join(" and ");
    const on = `case when ${start} is null then ${day} end`;
    const step = `jsonb_build_object('entity', '${entity}', 'id', s.id, 'name', s.name, 'at', s.${snake(times.at)}, 'on', ${on}, 'ownerId', s.owner_id${people})`;
    return (field.to as NounEntity[]).flatMap((to) => (nounOf(to)?.nextStep ? [{ link, to, fits, step }] : []));
  });
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

function callOf(source: Source): string {
  const {
    entity,
    table,
    title = "t.name",
    lines,
    custom,
    owner,
    archived,
    keys,
    linked,
    paths,
    hasNextStep,
    steps,
  } = source;
  const plain = Object.entries(lines).map(([name, sql]) => `  $line$E'\\n${escaped(markOf(name))} ' || ${sql}$line$`);
  const texts = custom
    ? [...plain, "  $line$case when t.custom_keys is not null then public.custom_lines(t.custom_keys) end$line$"]
    : plain;
  const staysOf = paths
    .map((names) => `call stays_follow('${entity}', '${table}', ${names.map((name) => `'${name}'`).join(", ")});\n`)
    .join("");
  const stepsOf = steps.map(
    ({ link, to, fits, step }) =>
      `call next_steps_follow('${entity}', '${table}', '${link}', '${to}', '${nouns[to].table}',\n  $$${fits}$$,\n  $$${step}$$);\n`,
  );
  return `
call search_follow('${entity}', '${table}', $$${title}$$, array[${texts.length > 0 ? `\n${texts.join(",\n")}\n` : ""}]::text[],
  $$${owner}$$, $$${archived}$$);
${Object.keys(keys).length > 0 ? `call keys_follow('${entity}', '${table}', ${quotedList(Object.keys(keys))}, ${quotedList(Object.values(keys))});\n` : ""}${linked ? `call links_follow('${entity}', '${table}');\n` : ""}${staysOf}${hasNextStep ? `call next_steps_of('${table}');\n` : ""}${stepsOf.join("")}${feedCalls(source)}`;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const escaped = (mark: string) =>
  [...mark].map((sign) => `\\x${(sign.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}`).join("");
