// @module-tag once

import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { nounEntities } from "@/lib/nouns/all";
import { operations } from "@/registry/operations";
import type { Ctx, Visibility } from "@/server/context";
import { tokenHash } from "@/server/crypto";
import { toAppError } from "@/server/errors";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { createRest } from "@/server/rest";
import { allowedCases } from "./allowed-cases";
import { testWorkspace } from "./ctx";
import { rowHash } from "./full-workspace";
import { type GuestSite, guestReads, guestSite, guestWrites, hiddenMinutes } from "./guest-cases";
import { sampled } from "./rounds";
import { rowsWritten } from "./rows-written";
import { entityOf, type Ids, sampleInput } from "./sample-input";
import { openSession } from "./session";
import { withoutResult } from "./without-result";

// The matrix of a guest, made from the registry: a new operation is refused to guests until it is named in `guest-cases.ts`, and
// then no answer of it, and no refusal, may hold a name or an id of what is not shared.

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
const all = Object.entries(operations as unknown as Record<string, AnyOperation>);
const ofTenant = all.filter((entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant");
const queries = ofTenant.filter(([, { kind }]) => kind === "query");
const mutations = ofTenant.filter(([, { kind }]) => kind === "mutation");

let site: GuestSite;
/** Under each setting of visibility: a guest sees the same. */
const guests = {} as Record<Visibility, Ctx>;
let secrets: [name: string, text: string][];

beforeAll(async () => {
  const workspace = await testWorkspace();
  site = await guestSite(workspace, { comment: true, complete: true });
  for (const level of ["everyone", "team", "own"] as const) {
    const visibility = Object.fromEntries(nounEntities.map((entity) => [entity, level]));
    guests[level] = await workspace.as(site.guest, { visibility });
  }
  const shown = new Set(Object.values(site.shared));
  secrets = [["marker", site.marker], ...Object.entries(site.hidden)].filter(
    (entry): entry is [string, string] => !shown.has(entry[1] ?? "") && Boolean(entry[1]),
  );
});

/** The inputs by which an operation is asked: about what is shared and about the rest, with few fields and with all. */
function inputsOf(name: string, operation: AnyTenantOperation): object[] {
  const made = [site.shared, site.hidden].flatMap((own) =>
    [false, true].map((optional) => {
      const ids: Ids = { ...site.hidden, ...own };
      const idOf = (field: string, of: AnyOperation) => ids[entityOf(field, of) ?? ""];
      return { ...(sampleInput(operation, { optional, idOf }) as object), ...more(name, ids) };
    }),
  );
  const searches = made.filter((input) => "q" in input).map((input) => ({ ...input, q: site.marker }));
  return [...made, ...searches];
}

/** Inputs that a schema alone does not say. */
function more(name: string, ids: Ids): object {
  const entity = ids.project === site.shared.project ? "project" : "account";
  const record = { entity, recordId: ids[entity] };
  const near = { entity, id: ids[entity] };
  const given: Record<string, object> = {
    listComments: record,
    countComments: record,
    listFiles: { entity: "comment", recordId: ids.comment },
    checkMentions: { ...near, memberIds: [site.hidden.boss, site.hidden.member] },
    suggestMentions: { near, q: "" },
    labelMentions: { mentions: Object.entries(ids).map(([kind, id]) => ({ entity: kind, id })) },
    getFollow: near,
    authorizeChannel: {},
    authenticateSocket: {},
    groupProjects: { group: "phase" },
    groupTasks: { group: "status" },
  };
  return given[name] ?? {};
}

interface Answer {
  code: string;
  text: string;
}

async function answerOf(ctx: Ctx, operation: AnyTenantOperation, input: unknown): Promise<Answer> {
  try {
    const result = await (operation as unknown as Callable)(ctx, input);
    return { code: "done", text: JSON.stringify(result) ?? "" };
  } catch (error) {
    const { code, message, details } = toAppError(error, "reference");
    if (code === "INTERNAL") throw error;
    return { code, text: JSON.stringify({ message, details }) };
  }
}

/** As a value of an answer: the same digits may be in an id or a time. */
const minutes = new RegExp(`[:[]${hiddenMinutes}[,}\\]]`);

/** The names of hidden rows that an answer tells of; an id that was asked for is no news. */
const leaksIn = (text: string, asked: unknown): string[] => {
  const known = JSON.stringify(asked) ?? "";
  const told = secrets.flatMap(([name, secret]) => (text.includes(secret) && !known.includes(secret) ? [name] : []));
  return minutes.test(text) ? [...told, "minutes of work"] : told;
};

test("the lists name operations that there are, reads and changes apart", () => {
  const names = (entries: typeof ofTenant) => entries.map(([name]) => name);
  expect(guestReads.filter((name) => !names(queries).includes(name))).toEqual([]);
  expect(guestWrites.filter((name) => !names(mutations).includes(name))).toEqual([]);
});

describe("reads", () => {
  test.each(queries)("%s tells a guest nothing that is not shared", async (name, operation) => {
    const levels = guestReads.includes(name) ? Object.entries(guests) : sampled(Object.entries(guests), name, 1);
    for (const [level, ctx] of levels)
      for (const input of inputsOf(name, operation)) {
        const { code, text } = await answerOf(ctx, operation, input);
        const said = `${level}: ${JSON.stringify(input)} ${text}`;
        expect(leaksIn(text, input), said).toEqual([]);
        if (!guestReads.includes(name)) expect(code, said).toBe("FORBIDDEN");
      }
  });

  test("and lists hold what is shared, under every setting", async () => {
    for (const ctx of Object.values(guests)) {
      const listed = async (operation: unknown) =>
        ((await (operation as Callable)(ctx, {})) as { rows: { id: string }[] }).rows.map(({ id }) => id);
      expect(await listed(operations.listProjects)).toEqual([site.shared.project]);
      expect(await listed(operations.listTasks)).toEqual([site.shared.task]);
    }
  });
});

describe("changes", () => {
  let before: string;
  beforeAll(async () => {
    before = await rowHash(site.ctx.tenant.id);
  });

  test.each(mutations)("%s of a guest changes nothing that is not theirs", async (name, operation) => {
    const ctx = guests.everyone;
    const isOpen = guestWrites.includes(name);
    for (const own of isOpen ? [site.hidden] : [site.shared, site.hidden]) {
      const ids: Ids = { ...site.hidden, ...own };
      const idOf = (field: string, of: AnyOperation) => ids[entityOf(field, of) ?? ""];
      const input = {
        ...(sampleInput(operation, { optional: false, idOf }) as object),
        ...(isOpen ? {} : allowedCases[name]?.input?.({ ...ids }, ctx)),
      };
      const { tenant } = ctx;
      const isOutside = operation.external || operation.upload;
      const state = ({ db }: Ctx) => (isOutside ? rowHash(tenant.id) : rowsWritten(tenant.id, db));
      const { code, text, changed } = await withoutResult(operation, ctx, async (inner) => {
        const untouched = await state(inner);
        const answer = await answerOf(inner, operation, input);
        return { ...answer, changed: (await state(inner)) !== untouched };
      });
      expect(leaksIn(text, input), text).toEqual([]);
      if (!isOpen) expect(code, text).toBe("FORBIDDEN");
      else if (operation.on) expect(code, text).not.toBe("done");
      if (code !== "done") expect(changed).toBe(false);
    }
  });

  test("and no row has changed by all of that", async () => {
    expect(await rowHash(site.ctx.tenant.id)).toBe(before);
  });
});

describe("REST", () => {
  const rest = createRest(operations as unknown as Record<string, AnyOperation>);
  const routes = ofTenant.filter(([, operation]) => operation.rest);
  const pathOf = (operation: AnyTenantOperation, ids: Ids) =>
    (operation.rest?.path ?? "/")
      .slice(1)
      .replaceAll(/\{(\w+)\}/g, (_, field: string) => ids[entityOf(field, operation) ?? ""] ?? ids.account ?? "");
  const ask = async (operation: AnyTenantOperation, ids: Ids, headers: Record<string, string>, q = "") => {
    const path = pathOf(operation, ids);
    const url = `http://localhost:3000/api/v1/${path}${q}`;
    const response = await rest(
      new Request(url, { method: operation.rest?.method ?? "GET", headers }),
      path.split("/"),
    );
    return { status: response.status, text: await response.text(), path };
  };

  test("with a session it tells a guest nothing that is not shared", async () => {
    const cookie = await openSession(site.guest);
    const headers = { cookie: `${cookie.name}=${cookie.value}`, "x-workspace": site.ctx.tenant.slug };
    for (const [name, operation] of routes.filter(([, { kind }]) => kind === "query"))
      for (const ids of [site.hidden, { ...site.hidden, ...site.shared }])
        for (const q of ["", `?q=${site.marker}`, `?entity=project&recordId=${ids.project}`]) {
          const { status, text, path } = await ask(operation, ids, headers, q);
          expect(leaksIn(text, path + q), `${name} ${path} ${text}`).toEqual([]);
          if (!guestReads.includes(name)) expect([400, 403, 422], `${name} ${text}`).toContain(status);
        }
  });

  test("a key from before they became a guest opens nothing", async () => {
    const key = `tl_test_${crypto.randomUUID()}`;
    const of = { memberId: site.guest.id, name: "Old", prefix: "tl_test", keyHash: tokenHash(key) };
    await site.owner.db.apiKey.create({ data: { ...of, scopes: ["project:view", "workspace:view"] } });
    for (const [name, operation] of routes) {
      const { status } = await ask(operation, { ...site.hidden, ...site.shared }, { authorization: `Bearer ${key}` });
      expect(status, name).toBe(401);
    }
  });
});
