// @module-tag once

import "@/registry/register";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Channel, channelName } from "@/lib/channels";
import { stateText } from "@/modules/hub/connections/rules";
import { endSupport } from "@/modules/platform/operator/support/operations/sessions";
import { newId } from "@/server/new-id";
import { everyone, liveObject } from "@/server/signals/live";
import { type DeliveredEvent, jobs } from "@/server/workflows/job";
import { beginRun, stepCtx } from "@/server/workflows/job-runs";
import { adminQuery } from "../db";
import { newStaff } from "../identity";
import { signedInSocket } from "../screen";
import { signedIn } from "../tenancy/doors";
import { headersOf, rowsOf, type SupportSite, session, stop, supportSite } from "./site";

let site: SupportSite;
beforeAll(async () => {
  site = await supportSite();
});
// One person opens a workspace ten times a day at most.
beforeEach(async () => {
  site.staff = await newStaff();
});

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Headers = Record<string, string>;
interface Ask {
  method: string;
  params?: Record<string, string>;
  body?: string;
}

const channels = (): Record<Channel["kind"], Channel[]> => ({
  workspace: [everyone(site.workspace.tenant)],
  member: [{ kind: "member", tenantId: site.workspace.tenant.id, memberId: site.boss.id }],
  socket: [{ kind: "socket", socketId: "1.2" }],
  record: Object.entries(site.ids).flatMap(([entity, id]) =>
    liveObject(entity) ? [{ kind: "record", entity, id }] : [],
  ),
});
let socket = "socket_id=1.2";

/** Each route that opens a workspace, but the two of operations, with what staff are refused there. */
const closed: Record<string, () => Ask[]> = {
  "api/billing/invoices/[id]/pdf": () => [{ method: "GET", params: { id: site.ids.invoice ?? "" } }],
  "api/bulk-runs/[id]/[state]": () => [{ method: "GET", params: { id: site.ids.bulkRun ?? "", state: "failed" } }],
  "api/connections/rehearsals/[id]": () => [{ method: "GET", params: { id: site.ids.connection ?? "" } }],
  "api/exports/[id]/file": () => [{ method: "GET", params: { id: site.ids.workspaceExport ?? "" } }],
  "api/exports/records/[id]": () => [{ method: "GET", params: { id: site.ids.recordExport ?? "" } }],
  "api/files/[id]": () => [{ method: "GET", params: { id: site.ids.file ?? "" } }],
  "api/files/[id]/preview": () => [{ method: "GET", params: { id: site.ids.file ?? "" } }],
  "api/files/[id]/thumbnail": () => [{ method: "GET", params: { id: site.ids.file ?? "" } }],
  "api/files/uploads/[id]/parts/[number]": () => [
    { method: "PUT", params: { id: site.ids.fileUpload ?? "", number: "1" }, body: "a" },
  ],
  "api/imports/[importId]/files": () => [
    { method: "POST", params: { importId: site.ids.import ?? "" }, body: "name\nA" },
  ],
  "api/imports/[importId]/files/[fileId]/errors": () => [
    { method: "GET", params: { importId: site.ids.import ?? "", fileId: site.ids.importFile ?? "" } },
  ],
  "api/pusher/auth": () =>
    Object.values(channels())
      .flat()
      .map((channel) => ({ method: "POST", body: `${socket}&channel_name=${channelName(channel)}` })),
  "api/pusher/user-auth": () => [{ method: "POST", body: socket }],
};
/** It answers with a page in place of an error; staff are refused there by a test of their own. */
const consent = "api/connections/[provider]/callback";
/** Their acts are asked one by one in `doors.deep.db.test.ts`. */
const ofOperations = ["api/trpc/[trpc]", "api/v1/[...path]"];

const routes = readdirSync("src/app", { recursive: true, encoding: "utf8" })
  .filter((path) => /(^|\/)route\.tsx?$/.test(path))
  .map((file) => ({ path: file.replace(/\/route\.tsx?$/, ""), file: resolve("src/app", file) }));

async function answerOf(path: string, headers: Headers, { method, params = {}, body }: Ask): Promise<Response> {
  const handlers = (await import(resolve("src/app", path, "route"))) as Record<string, Handler>;
  const query = method === "GET" ? `workspace=${site.workspace.tenant.slug}` : "name=a.csv";
  const address = `http://localhost:3000/${path}?${query}`;
  const type = path.startsWith("api/pusher") ? "application/x-www-form-urlencoded" : "text/csv";
  const sent = { method, headers: { ...headers, "content-type": type }, ...(body === undefined ? {} : { body }) };
  return (await handlers[method]?.(new Request(address, sent), { params: Promise.resolve(params) })) ?? new Response();
}

describe("files and channels", () => {
  test("every route that opens a workspace is asked", () => {
    const opening = routes.filter(({ file }) =>
      /\b(tenantCtx|formEndpoint|fileEndpoint)\b/.test(readFileSync(file, "utf8")),
    );
    expect(opening.map(({ path }) => path).sort()).toEqual([...Object.keys(closed), consent].sort());
    expect(routes.map(({ path }) => path)).toEqual(expect.arrayContaining(ofOperations));
    expect(channels().record.length).toBeGreaterThan(5);
  });

  test.each(
    Object.keys(closed).flatMap((path): [string, string, boolean][] => [
      [path, "reading only", false],
      [path, "reading and writing", true],
    ]),
  )("/%s is refused to staff, %s", async (path, _scope, write) => {
    const id = await session(site, write);
    const headers = await headersOf(site);
    const before = await rowsOf(site);
    for (const ask of closed[path]?.() ?? []) {
      const answer = await answerOf(path, headers, ask);
      const { error } = (await answer.json()) as { error?: { code: string; message: string } };
      expect([ask, answer.status, error?.code]).toEqual([ask, 403, "FORBIDDEN"]);
      expect(error?.message).toMatch(/staff|signed-in person|read only/i);
    }
    expect(await rowsOf(site)).toBe(before);
    await stop(site, id);
  });

  test("the way back from a consent page connects nothing for staff", async () => {
    const id = await session(site, true);
    const headers = await headersOf(site);
    const before = await rowsOf(site);
    const { tenant } = site.workspace;
    const state = stateText({ tenantId: tenant.id, id: newId(), secret: "s".repeat(43) });
    const handlers = (await import(resolve("src/app", consent, "route"))) as Record<string, Handler>;
    const address = `http://localhost:3000/api/connections/hubspot/callback?state=${state}&code=none`;
    const params = Promise.resolve({ provider: "hubspot" });
    const answer = await handlers.GET?.(new Request(address, { headers }), { params });
    expect([answer?.status, answer?.headers.get("location")]).toEqual([
      303,
      expect.stringContaining(`/${tenant.slug}/settings/integrations?provider=hubspot&outcome=off`),
    ]);
    expect(await rowsOf(site)).toBe(before);
    await stop(site, id);
  });

  test("the member of the session is let in by the same requests", async () => {
    const headers = await signedIn(site.boss, site.workspace.tenant.slug);
    socket = `socket_id=${await signedInSocket(site.boss)}`;
    for (const [path, asks] of Object.entries(closed))
      for (const ask of asks()) expect([path, ask, (await answerOf(path, headers, ask)).status]).not.toContain(403);
  });
});

describe("every job of the registry", () => {
  const starts = jobs().flatMap((job) => job.on.map((event) => [job.id, event.name, job, event] as const));

  /** An event as a session of support writes it, or the console. */
  async function writtenIn(sessionId: string | null, { name, entity }: { name: string; entity: string }) {
    const { workspace, boss, staff } = site;
    const [eventId, entityId] = [newId(), newId()];
    const { userId: staffId } = staff.person;
    const actor = { type: "staff", staffId, name: staff.person.name, sessionId, asMemberId: boss.id, readOnly: false };
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, impersonator_id, data, request_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, '{}', 'test')`,
      [eventId, workspace.tenant.id, name, entity, entityId, actor, boss.id, staffId],
    );
    const event: DeliveredEvent = {
      ...{ key: randomUUID(), tenantId: workspace.tenant.id, eventId, name, entity, entityId },
      ...{ version: null, memberId: boss.id, at: Date.now(), round: 0 },
    };
    return event;
  }

  test("there are some", () => {
    expect(starts.length).toBeGreaterThan(20);
  });

  test.each(starts)("%s, begun by %s in a session of support, stops with it", async (_id, _name, job, event) => {
    const id = await session(site, true);
    const [delivered, late] = [await writtenIn(id, event), await writtenIn(id, event)];
    const runId = randomUUID();
    const begun = await beginRun(job, delivered, runId);
    const held = { job, event: delivered, runId, id: begun.id ?? "" };
    await expect(stepCtx(held)).resolves.toMatchObject({ tenant: { id: site.workspace.tenant.id } });
    await endSupport(site.owner, { id });
    const reason = "The support session that started this has ended.";
    await expect(stepCtx(held)).rejects.toMatchObject({ code: "CONFLICT", message: reason });
    expect(await beginRun(job, late, randomUUID())).toEqual({ id: null, reason });
    const runs = "select status, reason from job_runs where event_id = any($1::uuid[]) order by id";
    expect(await adminQuery(runs, [[delivered.eventId, late.eventId]])).toEqual([
      { status: "running", reason: null },
      { status: "skipped", reason },
    ]);
  });

  test("an act of the console itself is not one of a session", async () => {
    for (const [, , job, event] of starts.slice(0, 1))
      expect((await beginRun(job, await writtenIn(null, event), randomUUID())).id).not.toBeNull();
  });
});
