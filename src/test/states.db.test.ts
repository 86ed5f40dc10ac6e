import "@/registry/register";
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { noTransitionText, statesIn, transitionTo } from "@/lib/fields/states";
import type { ImportRow } from "@/lib/import-rows";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { snakeCase } from "@/server/nouns/snake-case";
import type { TestMember } from "./ctx";
import { adminQuery } from "./db";
import { filledOwner } from "./filled-owner";
import { importOf } from "./import-trial";
import { cellsOf, makeRecord, sampleOf } from "./noun-rows";
import { openSession } from "./session";
import { call, rest } from "./tenancy/doors";
import { nounsInDepth } from "./tiers";

// Whatever noun has states: each step works by every path with what it asks for, and no path makes another step.

type Input = Readonly<Record<string, unknown>>;
type Call = (ctx: Ctx, input: object) => Promise<{ done: unknown[]; failed: unknown[] }>;
const all = Object.values(declaredNouns);
const stated = all.flatMap((declared) =>
  statesIn(declared.noun.fields).map(
    ([name, field]) => [`${declared.noun.entity}.${name}`, { declared, name, field }] as const,
  ),
);

let ctx: Ctx;
let member: TestMember;
let ids: Readonly<Record<string, string>>;
let key: Record<string, string>;
let session: Record<string, string>;
beforeAll(async () => {
  const filled = await filledOwner();
  ({ member, ctx, ids, key } = filled);
  const { name, value } = await openSession(member);
  session = { cookie: `${name}=${value}`, "x-workspace": filled.workspace.tenant.slug };
});

test("nouns with states are tried in depth", () => {
  const deep = nounsInDepth(all);
  expect(stated.filter(([, { declared }]) => !deep.includes(declared.noun.entity))).toEqual([]);
});

describe.each(stated)("the states of %s", (_title, { declared, name, field }) => {
  const { noun } = declared;
  const { head, entity } = noun;
  const fields: Fields = noun.fields;
  const steps = Object.entries(field.states).flatMap(([verb, step]) => step.from.map((from) => ({ verb, step, from })));
  const values = field.options.map(({ value }) => value);
  const wrong = values.flatMap((from) =>
    values.flatMap((to) => (from === to || transitionTo(field.states, from, to) ? [] : [{ from, to }])),
  );
  const sample = () => ({ marker: `Sample ${randomUUID()}`, memberId: member.id, ids });
  const inState = (state: string) => makeRecord(ctx, declared, sample(), { [name]: state });
  const askedBy = (asks: readonly string[] = []): Input =>
    Object.fromEntries(
      asks.map((asked) => {
        const one = fields[asked] as Field;
        return [inputName(asked, one), sampleOf(one, { ...sample(), marker: "For this step." })];
      }),
    );
  const stored = async (id: string) => {
    const [row] = await adminQuery<Record<string, unknown>>(`select * from ${head.table} where id = $1`, [id]);
    return row ?? {};
  };
  const lastEvent = async (id: string) => {
    const [event] = await adminQuery<{ name: string; data: unknown }>(
      "select name, data from events where entity_id = $1 order by id desc limit 1",
      [id],
    );
    return event;
  };
  const byTrpc = (id: string, input: Input) =>
    call("mutation", `${head.path}.update`, session, { id, version: 1, ...input });

  test.each(steps)(
    "$verb works from $from by REST, by tRPC and for many, with its event",
    async ({ verb, step, from }) => {
      const asked = askedBy(step.requires);
      const acts: Record<string, (id: string) => Promise<{ code: string | undefined } | undefined>> = {
        rest: (id) => rest("POST", `/${head.path}/${id}/${verb}`, key, { version: 1, ...asked }),
        trpc: (id) => byTrpc(id, { [name]: step.to, ...asked }),
        bulk: async (id) => {
          const action = { type: "transition", verb, values: asked };
          expect(await (declared.bulk as unknown as Call)(ctx, { ids: [id], action })).toMatchObject({ failed: [] });
          return undefined;
        },
      };
      for (const [path, act] of Object.entries(acts)) {
        const id = await inState(from);
        const answer = await act(id);
        expect(answer?.code, path).toBeUndefined();
        expect(await stored(id), path).toMatchObject({ [snakeCase(name)]: step.to, version: 2 });
        const event = { name: `${entity}.${step.event}`, data: { from, to: step.to } };
        expect(await lastEvent(id), path).toEqual(event);
        expect(noun.catalog.timeline).toHaveProperty([event.name, "verb"], step.event);
      }
    },
  );

  const asking = steps.filter(({ step }) => step.requires?.length);
  test.each(asking)("$verb from $from is refused without what it asks for", async ({ verb, step, from }) => {
    const id = await inState(from);
    const before = await stored(id);
    const texts = (step.requires ?? []).filter((asked) => /ext$/.test(fields[asked]?.kind ?? ""));
    for (const asked of texts) {
      const { [asked]: _left, ...others } = askedBy(step.requires);
      const answers = [
        await rest("POST", `/${head.path}/${id}/${verb}`, key, { version: 1, ...others }),
        await rest("POST", `/${head.path}/${id}/${verb}`, key, { version: 1, ...others, [asked]: " " }),
        await byTrpc(id, { [name]: step.to, ...others }),
      ];
      for (const { code, details } of answers) {
        expect(code).toBe("VALIDATION");
        expect(details?.fields?.map(({ path }) => path)).toEqual([asked]);
      }
    }
    expect(await stored(id)).toEqual(before);
    expect(await lastEvent(id)).toBeUndefined();
  });

  test.each(wrong)("no path leads from $from to $to", async ({ from, to }) => {
    const id = await inState(from);
    await adminQuery(`update ${head.table} set external_id = $2, external_source = 'file' where id = $1`, [id, id]);
    const before = await stored(id);
    const message = noTransitionText(field, from, to);
    const verb = Object.entries(field.states).find(([, step]) => step.to === to);
    const asked = askedBy(verb?.[1].requires);
    const answers = [await byTrpc(id, { [name]: to, ...asked })];
    answers.push(await rest("PATCH", `/${head.path}/${id}`, key, { version: 1, [name]: to, ...asked }));
    if (verb) answers.push(await rest("POST", `/${head.path}/${id}/${verb[0]}`, key, { version: 1, ...asked }));
    for (const { code, details } of answers)
      expect([code, details?.fields]).toEqual(["VALIDATION", [{ path: name, message }]]);
    if (verb) {
      const action = { type: "transition", verb: verb[0], values: asked };
      const report = await (declared.bulk as unknown as Call)(ctx, { ids: [id], action });
      expect(report).toMatchObject({ done: [], failed: [{ id, code: "VALIDATION" }] });
    }
    const { id: importId } = await createImport(ctx, {});
    const values = { ...cellsOf(fields, sample()), externalId: id, externalSource: "file", [name]: to, ...asked };
    const options = { ownerId: null, answers: {} };
    const rows = { importId, options, rows: [{ line: 2, values: values as ImportRow["values"] }], dry: false };
    const { problems } = await importOf(entity).importer.upsert({ ...ctx, batchId: importId } as Ctx, rows);
    expect(problems).toMatchObject([{ line: 2, field: name, reason: message }]);
    expect(await stored(id)).toEqual(before);
    expect(await lastEvent(id)).toBeUndefined();
  });
});
