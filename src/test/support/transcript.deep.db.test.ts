// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { listAudit } from "@/modules/platform/history/audit/operations/list";
import { supportTranscript } from "@/modules/platform/operator/support/operations/transcript";
import { adminQuery } from "../db";
import { newStaff } from "../identity";
import { call, rest } from "../tenancy/doors";
import { headersOf, type SupportSite, session, stop, supportSite } from "./site";

let site: SupportSite;
beforeAll(async () => {
  site = await supportSite();
});

const transcript = (id: string) => supportTranscript(site.owner, { id });
const linesOf = async (id: string, kind: string) =>
  (await transcript(id)).lines.filter((line) => line.kind === kind).map(({ text }) => text);

/** The lines of the audit log about this person of the staff, newest first. */
async function audited(name: string) {
  const { rows } = await listAudit(site.owner, { name, limit: 100 });
  return rows
    .filter(({ who }) => who.kind === "staff" && who.name === site.staff.person.name)
    .map(({ what, who, behalf, record, detail, from }) => ({
      what,
      names: [who.name, behalf?.name],
      title: record?.title,
      detail,
      via: from.via,
    }));
}

describe("the transcript and the audit log, of acts over tRPC and over REST", () => {
  test("tell each refused act once, under both names", async () => {
    site.staff = await newStaff();
    const id = await session(site);
    const headers = await headersOf(site);
    const answers = [
      await call("mutation", "accounts.create", headers, { name: "No" }),
      await call("query", "apiKeys.list", headers, {}),
      await rest("PATCH", "/workspace", headers, { name: "No" }),
      await rest("GET", "/audit-events/export", headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    await stop(site, id);
    const refused = await linesOf(id, "refused");
    expect(refused).toEqual([
      "Refused: create accounts",
      "Refused: see API keys",
      "Refused: manage the workspace",
      "Refused: see the audit log",
    ]);
    expect((await transcript(id)).session).toMatchObject({ opened: 0, changed: 0, refused: 4 });
    const names = [site.staff.person.name, site.boss.name];
    expect((await audited("access.refused")).map(({ what, names, via }) => ({ what, names, via }))).toEqual(
      [...refused].reverse().map((what) => ({ what, names, via: "staff" })),
    );
  });

  test("tell each change under both names", async () => {
    site.staff = await newStaff();
    const id = await session(site, true);
    const headers = await headersOf(site);
    expect((await call("mutation", "accounts.create", headers, { name: "Made by a click" })).status).toBe(200);
    expect((await rest("POST", "/accounts", headers, { name: "Made by a program" })).status).toBe(201);
    await stop(site, id);
    const { session: told } = await transcript(id);
    expect(told).toMatchObject({ changed: 2, refused: 0, staff: site.staff.person.name });
    expect(await linesOf(id, "changed")).toEqual(["created Made by a click", "created Made by a program"]);
    const names = [site.staff.person.name, site.boss.name];
    expect(await audited("account.created")).toMatchObject([
      { title: "Made by a program", names, via: "staff" },
      { title: "Made by a click", names, via: "staff" },
    ]);
    const event = "select actor_member_id, impersonator_id from events where actor->>'sessionId' = $1 and entity = $2";
    expect(await adminQuery(event, [id, "account"])).toEqual(
      Array(2).fill({ actor_member_id: site.boss.id, impersonator_id: site.staff.person.userId }),
    );
  });
});

describe("pages that staff open", () => {
  test("count once each, however much they read and however often", async () => {
    site.staff = await newStaff();
    const account = await accountOperations.create(site.owner, { name: "Alder Ports" });
    const opportunity = await createOpportunity(site.owner, {
      name: "Harbour crane",
      stageId: site.ids.stage,
      accountId: account.id,
    });
    const id = await session(site);
    const headers = await headersOf(site);
    const of = { id: opportunity.id };
    const page: [string, object][] = [
      ["opportunities.get", of],
      ["opportunities.stageHistory", of],
      ["opportunities.lines", of],
      ["opportunities.contacts", of],
      ["events.timeline", { entity: "opportunity", ...of }],
      ["pipelines.list", { archived: true }],
      ["opportunities.accountTotals", { id: account.id }],
    ];
    for (const [path, input] of page)
      expect([path, (await call("query", path, headers, input)).status]).toEqual([path, 200]);
    expect((await rest("GET", `/accounts/${account.id}`, headers)).status).toBe(200);
    expect((await rest("GET", "/accounts", headers)).status).toBe(200);
    for (const path of ["/accounts", `/accounts/${account.id}`, "/settings/general", "/settings/general", "/"])
      expect((await call("query", "support.page", headers, { page: path })).status).toBe(200);
    expect((await call("query", "support.page", headers, { page: "https://elsewhere" })).status).toBe(422);
    // Another process notes a page again.
    await adminQuery(
      `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, impersonator_id, data, request_id)
       select gen_random_uuid(), tenant_id, name, entity, entity_id, actor, actor_member_id, impersonator_id, data, request_id
       from events where entity_id = $1 and name = 'supportSession.opened'`,
      [id],
    );
    await stop(site, id);
    expect((await linesOf(id, "opened")).sort()).toEqual([
      "Opened Alder Ports",
      "Opened Harbour crane",
      "Opened Settings: general",
      "Opened accounts",
      "Opened the home page",
    ]);
    expect((await transcript(id)).session).toMatchObject({ opened: 5, changed: 0, refused: 0 });
    const [ended] = await adminQuery<{ text: string }>(
      "select data->>'text' as text from events where entity_id = $1 and name = 'supportSession.ended'",
      [id],
    );
    expect(ended?.text).toContain("5 pages opened, 0 changes");
    // The audit log names each page, and has all else that the pages asked for.
    const pages = await audited("supportSession.opened");
    expect([...new Set(pages.map(({ what, detail }) => `${what}: ${detail}`))].sort()).toEqual([
      "Opened a page: Alder Ports",
      "Opened a page: Harbour crane",
      "Opened a page: Settings: general",
      "Opened a page: accounts",
      "Opened a page: the home page",
    ]);
    expect(pages.every(({ title }) => /^Ticket \S+$/.test(title ?? ""))).toBe(true);
    const read = await audited("supportSession.read");
    expect(read).toHaveLength(4);
    expect(read.every(({ detail }) => detail !== null)).toBe(true);
  });
});

describe("a session of many acts", () => {
  test("is told whole, page by page, from the first act on", async () => {
    site.staff = await newStaff();
    const id = await session(site, true);
    const headers = await headersOf(site);
    const made = Array.from({ length: 204 }, (_, nth) => `Account ${nth}`);
    for (const name of made) expect((await call("mutation", "accounts.create", headers, { name })).status).toBe(200);
    await rest("DELETE", `/accounts/${site.ids.account}`, headers);
    await stop(site, id);
    const texts: string[] = [];
    const pages: number[] = [];
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const { lines, nextCursor } = await supportTranscript(site.owner, { id, cursor });
      texts.push(...lines.map(({ text }) => text));
      pages.push(lines.length);
      cursor = nextCursor;
    }
    expect(pages).toEqual([100, 100, 7]);
    expect(texts).toEqual([
      `Started the session as ${site.boss.name}`,
      ...made.map((name) => `created ${name}`),
      "Refused: delete accounts",
      "The session ended: staff stopped it",
    ]);
  });

  test("leaves out no change that its reader may not see, or that no timeline tells", async () => {
    site.staff = await newStaff();
    const id = await session(site, true);
    expect((await call("mutation", "accounts.create", await headersOf(site), { name: "Quay" })).status).toBe(200);
    await adminQuery(
      "update events set name = 'account.sorted' where actor->>'sessionId' = $1 and entity = 'account'",
      [id],
    );
    await stop(site, id);
    expect(await linesOf(id, "changed")).toEqual(["changed (accounts)"]);
    expect((await transcript(id)).session.changed).toBe(1);
  });
});
