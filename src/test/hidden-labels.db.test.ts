// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { nounEntities, nouns } from "@/lib/nouns/all";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { openRecordLink, recordToken } from "@/modules/platform/history/notifications/mails/operations/record-link";
import { sendWhenDue } from "@/modules/platform/history/notifications/mails/operations/send";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { partsFor } from "@/modules/platform/workspace/tenants/exports/operations/write";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { namedOperations } from "@/server/nouns/named";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { relayOnce } from "@/server/outbox/relay";
import { searchSources } from "@/server/search/source";
import { allowedCases } from "./allowed-cases";
import { adminQuery } from "./db";
import {
  hiddenMentions,
  isNoun,
  namingField,
  nounsWithTexts,
  openWords,
  type Secret,
  type Site,
  scopesFor,
  withWord,
  writeTexts,
} from "./hidden-mentions";
import { anonymous } from "./identity";
import { mailsTo } from "./mail";
import { sampled } from "./rounds";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { ofMember, ofWorkspace, relayAll, screen } from "./screen";
import { rest, withKey } from "./tenancy/doors";
import { tenantTables } from "./tenant-tables";

// Texts mention records and a member. Readers who may not see one of these find no name of it, old or new, at any door.

interface Caller {
  ctx: Ctx;
  hidden: Secret[];
}

let site: Site;
let callers: Record<string, Caller>;
beforeAll(async () => {
  site = await hiddenMentions();
  while (await relayOnce(notifications));
  const keys = nounsWithTexts.map(async ({ entity }) => {
    const hidden = hiddenFromKey(entity);
    return [keyFor(entity), { ctx: await site.asKey(entity), hidden }] as const;
  });
  // People see all members, and the names of those who left.
  const byHand = { ctx: await site.asReader(), hidden: site.secrets.filter(isOwned) };
  callers = { "a member": byHand, ...Object.fromEntries(await Promise.all(keys)) };
});

const keyFor = (entity: (typeof nounEntities)[number]) => `a key for ${nouns[entity].many}`;
const readingVerbs = { list: true, groups: true, get: true, pick: true };
const isOwned = ({ entity }: Secret) => isNoun(entity) && nouns[entity].owned;
/** All but records of the key's own noun that everybody sees. */
const hiddenFromKey = (own: string) => site.secrets.filter((one) => one.entity !== own || isOwned(one));

const queries = Object.entries(operations as unknown as Record<string, AnyOperation>).filter(
  (entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant" && entry[1].kind === "query",
);
const named = (entity: (typeof nounEntities)[number], verbs: Parameters<typeof namedOperations>[2]) =>
  Object.keys(namedOperations(entity, nouns[entity].path, verbs));
const lists = nounEntities.flatMap((entity) => named(entity, { list: true }));
/** Queries that answer about a record with a text, or about what it mentions. */
const doors = new Set([
  ...nounsWithTexts.flatMap(({ entity }) => named(entity, readingVerbs)),
  ...["listTimeline", "search", "labelMentions", "suggestMentions", "checkMentions", "listNotifications", "getFollow"],
]);

const foundIn = (text: string, secrets: readonly Secret[]) =>
  secrets.flatMap(({ labels }) => labels.filter((label) => text.toLowerCase().includes(label)));
const newestOf = ({ labels }: Secret) => labels.at(-1) ?? "";
const allLabels = () => site.secrets.flatMap(({ labels }) => labels);

/** Inputs that a schema alone does not produce. */
function questionsOf(name: string, of: Ids): object[] {
  const each = nounEntities.map((entity) => ({ entity, id: of[entity] ?? "" }));
  const words = allLabels().map((q) => ({ q }));
  const questions: Record<string, () => object[]> = {
    ...Object.fromEntries(lists.map((list) => [list, () => words])),
    labelMentions: () => [{ mentions: site.secrets.map(({ entity, id }) => ({ entity, id })) }],
    suggestMentions: () => [...words, ...each.map((near) => ({ q: "", near }))],
    checkMentions: () => each.map((one) => ({ ...one, memberIds: site.secrets.map(({ id }) => id) })),
    search: () => words.flatMap((one) => [one, { ...one, archived: true }]),
    listTimeline: () => each.map((one) => ({ ...one, limit: 100 })),
    listFeed: () => [{ limit: 100 }],
    listChanges: () => nounEntities.map((entity) => ({ entities: [entity], limit: 100 })),
    getFollow: () => each.map(({ entity, id }) => ({ entity, recordId: id })),
  };
  return questions[name]?.() ?? [];
}

function inputsOf(name: string, operation: AnyTenantOperation, of: Ids, ctx: Ctx): object[] {
  const idOf = (field: string, one: AnyOperation) => of[entityOf(field, one) ?? ""];
  const more = allowedCases[name]?.input?.(of, ctx) ?? {};
  const samples = [false, true].map((optional) => sampleInput(operation, { optional, idOf }) as object);
  return [...samples.map((one) => ({ ...one, ...more })), ...questionsOf(name, of)];
}

interface Answer {
  asked: object;
  text: string;
  isRefused: boolean;
}

/** The answers of an operation about the records with the texts, and about what those mention. */
async function answersOf(name: string, operation: AnyTenantOperation, ctx: Ctx): Promise<Answer[]> {
  const mentioned = Object.fromEntries(site.secrets.map(({ entity, id }) => [entity, id]));
  const answers: Answer[] = [];
  for (const of of [
    { ...site.own, ...site.sources },
    { ...site.own, ...mentioned },
  ])
    for (const asked of inputsOf(name, operation, of, ctx)) answers.push(await answerTo(operation, ctx, asked));
  return answers;
}

async function answerTo(operation: AnyTenantOperation, ctx: Ctx, asked: object): Promise<Answer> {
  try {
    const answer = await (operation as unknown as (ctx: Ctx, input: unknown) => Promise<unknown>)(ctx, asked);
    return { asked, text: JSON.stringify(answer) ?? "", isRefused: false };
  } catch (error) {
    const { code, message, details } = toAppError(error, "reference");
    if (code === "INTERNAL") throw error;
    return { asked, text: JSON.stringify({ code, message, details }), isRefused: true };
  }
}

test("a record or member of every kind that a text can mention is mentioned", () => {
  expect(site.secrets.map(({ entity }) => entity).sort()).toEqual(
    searchSources()
      .map(({ entity }) => entity)
      .sort(),
  );
  expect(Object.keys(site.sources)).toEqual(nounsWithTexts.map(({ entity }) => entity));
});

/** In part: the member, the key that may read what the query is about, and another one. */
function callersOf(name: string): [string, Caller][] {
  const all = Object.entries(callers);
  const own = nounsWithTexts.find(({ entity }) => named(entity, readingVerbs).includes(name))?.entity;
  const some = sampled(all.slice(1), name, 1).map(([who]) => who);
  const wanted = new Set(["a member", ...some, ...(own ? [keyFor(own)] : [])]);
  return all.filter(([who]) => wanted.has(who));
}

describe("no query gives a hidden label", () => {
  test.each(queries)("%s", async (name, operation) => {
    for (const [who, { ctx, hidden }] of callersOf(name)) {
      const answers = await answersOf(name, operation, ctx);
      for (const { asked, text } of answers)
        expect(foundIn(text, hidden), `${who}: ${JSON.stringify(asked)}`).toEqual([]);
      if (who === "a member" && doors.has(name)) expect(answers.some(({ isRefused }) => !isRefused)).toBe(true);
    }
  });
});

describe("the same queries give an owner the labels", () => {
  const nounsOf = () => site.secrets.filter(({ entity }) => isNoun(entity));
  const shown: Record<string, () => Secret[]> = {
    labelMentions: () => site.secrets,
    search: () => site.secrets,
    suggestMentions: nounsOf,
    // Timelines tell a changed name; a title of dates and numbers alone holds none.
    listTimeline: () => nounsOf().filter(({ entity }) => isNoun(entity) && namingField(entity) !== null),
    ...Object.fromEntries(
      nounEntities.flatMap((entity) =>
        named(entity, { list: true, get: true }).map((name) => [
          name,
          () => site.secrets.filter((one) => one.entity === entity),
        ]),
      ),
    ),
  };
  test.each(queries.filter(([name]) => name in shown))("%s", async (name, operation) => {
    const answers = await answersOf(name, operation, site.owner);
    const secrets = shown[name]?.() ?? [];
    const found = new Set(answers.flatMap(({ text }) => foundIn(text, secrets)));
    expect(secrets.map(newestOf).filter((label) => !found.has(label))).toEqual([]);
  });
});

describe.each(nounsWithTexts)("beside the queries, of one $entity", ({ entity, texts }) => {
  const idOfSource = () => site.sources[entity] ?? "";
  const { path } = nouns[entity];

  test("the addresses of the API give a key no hidden label, and a key of an owner all", async () => {
    const { tenant } = site.workspace;
    const key = await withKey(tenant.id, site.reader, scopesFor(entity));
    for (const address of [`/${path}/${idOfSource()}`, `/timeline/${entity}/${idOfSource()}`]) {
      const { status, body } = await rest("GET", address, key);
      expect([status, foundIn(JSON.stringify(body), hiddenFromKey(entity))]).toEqual([200, []]);
      expect(JSON.stringify(body)).toContain("edited");
    }
    for (const [other, id] of Object.entries(site.sources).filter(([one]) => one !== entity))
      expect((await rest("GET", `/timeline/${other}/${id}`, key)).status, other).toBe(404);
    const full = await withKey(tenant.id, { id: site.owner.member?.id ?? "" }, scopesFor(entity));
    const mentioned = site.secrets.filter((one) => one.entity === entity);
    for (const one of mentioned)
      expect(foundIn(JSON.stringify((await rest("GET", `/${path}/${one.id}`, full)).body), [one])).toContain(
        newestOf(one),
      );
  });

  test("no stored row that names the record holds a label of what it mentions", async () => {
    const rows: { table: string; row: string }[] = [];
    for (const table of await tenantTables(adminQuery))
      for (const { row } of await adminQuery<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t where tenant_id = $1 and to_jsonb(t)::text like $2`,
        [site.workspace.tenant.id, `%${idOfSource()}%`],
      ))
        rows.push({ table, row });
    const tables = rows.map(({ table }) => table);
    for (const table of [nouns[entity].table, "events", "mentions", "search_documents", "notifications"])
      expect(tables).toContain(table);
    expect(rows.filter(({ row }) => foundIn(row, site.secrets).length > 0)).toEqual([]);
  });

  test("the export of the workspace has the words of the text, and each label only in its own record", async () => {
    const part = (await partsFor(site.owner)).find(({ name }) => name === `records/${path}.csv`);
    const lines: string[] = [];
    for await (const cells of part?.rows(site.owner) ?? []) lines.push(cells.join(","));
    const [line = "", ...more] = lines.filter((one) => one.includes(idOfSource()));
    expect([more, line.includes(openWords), foundIn(line, site.secrets)]).toEqual([[], true, []]);
    const own = site.secrets.filter((one) => one.entity === entity);
    expect(foundIn(lines.join(), own)).toEqual(expect.arrayContaining(own.map(newestOf)));
  });

  test("open screens receive no label when the text changes", async () => {
    const { workspace, reader, owner, doc } = site;
    const channels = [ofWorkspace(workspace, 1), ofMember(workspace, reader)];
    const { received, refused } = await screen(workspace, reader, ...channels);
    await writeTexts(owner, { entity, texts, id: idOfSource(), doc: withWord(doc, "edited again") });
    while (await relayOnce(notifications));
    await relayAll();
    await expect.poll(() => received.map(({ id }) => id)).toContain(idOfSource());
    expect([refused, foundIn(JSON.stringify(received), site.secrets)]).toEqual([[], []]);
  });

  test("notifications name records to a key that may view their kind, and no others", async () => {
    const { rows } = await listNotifications(await site.asKey(entity), {});
    const items = rows.flatMap((row) => row.items);
    expect(new Set(items.map((item) => item.entity))).toEqual(new Set(Object.keys(site.sources)));
    for (const item of items) expect(item.record !== null, item.entity).toBe(item.entity === entity);
  });

  test("the page behind the link of a mail names the record, and nothing that its text mentions", async () => {
    const token = recordToken([site.workspace.tenant.id, site.reader.id, entity, idOfSource()]);
    const opened = await openRecordLink(anonymous(), { token });
    expect(opened.name).not.toBeNull();
    expect(foundIn(JSON.stringify(opened), site.secrets)).toEqual([]);
  });
});

test("the mail about all mentions links to each record, and names nothing that its text mentions", async () => {
  const { workspace, reader, owner } = site;
  const { id } = await owner.db.notificationMail.findFirstOrThrow({ where: { memberId: reader.id } });
  await adminQuery("update notification_mails set due_at = now() - interval '1 second' where id = $1", [id]);
  await sendWhenDue(workspace.system, id);
  const mails = await mailsTo(reader.email);
  const links = mails.flatMap((mail) => mail.links);
  for (const source of Object.values(site.sources)) expect(links.some((link) => link.endsWith(source))).toBe(true);
  expect(foundIn(JSON.stringify(mails), site.secrets)).toEqual([]);
});
