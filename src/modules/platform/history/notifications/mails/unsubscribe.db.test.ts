import "@/registry/operations";
import { beforeAll, describe, expect, test } from "vitest";
import { GET, POST } from "@/app/api/unsubscribe/route";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { signed } from "@/server/crypto";
import { relayOnce } from "@/server/outbox/relay";
import type { TestWorkspace } from "@/test/ctx";
import { rowHash } from "@/test/full-workspace";
import { anonymous } from "@/test/identity";
import { opportunityWorkspace as dealWorkspace, type OpportunityWorkspace } from "@/test/opportunities";
import { notifications } from "../jobs";
import { setNotificationPreference } from "../operations/preferences";
import { mailMode, notificationTypes } from "../rules";
import { openUnsubscribe, unsubscribe } from "./operations/unsubscribe";

let place: OpportunityWorkspace;
let workspace: TestWorkspace;
beforeAll(async () => {
  place = await dealWorkspace();
  ({ workspace } = place);
});

const joined = () => workspace.join("member");

const unsubscribeAs = (member: { id: string }, more: Partial<Parameters<typeof unsubscribe>[1]> = {}) =>
  unsubscribe(anonymous(), { token: tokenOf(member), ...more });
const tokenOf = (member: { id: string }) => signed("mail", JSON.stringify([workspace.tenant.id, member.id]));
const request = (token: string, method: string) =>
  new Request(`http://localhost:3000/api/unsubscribe?token=${encodeURIComponent(token)}`, {
    method,
    ...(method === "POST" ? { body: "List-Unsubscribe=One-Click" } : {}),
  });
const mailed = async (member: { id: string }) =>
  (await openUnsubscribe(anonymous(), { token: tokenOf(member) })).types.flatMap(({ type, wanted }) =>
    wanted ? [type] : [],
  );

const byDefault = notificationTypes.filter((type) => mailMode(type, []) !== null);

describe("the link that ends mail", () => {
  test("opened it changes nothing; one click ends all, without a session", async () => {
    const bo = await joined();
    const before = await rowHash(workspace.tenant.id);
    const opened = GET(request(tokenOf(bo), "GET"));
    expect([opened.status, opened.headers.get("location")]).toEqual([
      303,
      `http://localhost:3000/unsubscribe?token=${tokenOf(bo)}`,
    ]);
    expect(await mailed(bo)).toEqual(byDefault);
    expect(await rowHash(workspace.tenant.id)).toBe(before);

    expect((await POST(request(tokenOf(bo), "POST"))).status).toBe(200);
    expect(await mailed(bo)).toEqual([]);
    const stageId = place.pipeline.stages[0]?.id ?? "";
    await createOpportunity(place.admin, { name: "Bridge", stageId, ownerId: bo.id });
    while (await relayOnce(notifications));
    expect(await place.admin.db.notification.count({ where: { memberId: bo.id } })).toBe(1);
    expect(await place.admin.db.notificationMail.count({ where: { memberId: bo.id } })).toBe(0);
  });

  test("ends one type, and turns it on again", async () => {
    const bo = await joined();
    await unsubscribeAs(bo, { types: ["opportunityWon"] });
    expect(await mailed(bo)).toEqual(byDefault.filter((type) => type !== "opportunityWon"));
    await unsubscribeAs(bo, { types: ["opportunityWon"], wanted: true });
    expect(await mailed(bo)).toContain("opportunityWon");
    expect(await place.admin.db.notificationPreference.count({ where: { memberId: bo.id } })).toBe(0);
  });

  test("leaves the trace of the change in the settings, and tells the member's screens; what changes nothing leaves none", async () => {
    const bo = await joined();
    const traces = () =>
      place.admin.db.event.findMany({
        where: { name: "notificationPreference.changed", entityId: bo.id },
        orderBy: { id: "asc" },
        select: {
          actor: true,
          actorMemberId: true,
          data: true,
          deliveries: { select: { consumer: true }, orderBy: { consumer: "asc" } },
        },
      });
    const choice = { type: "opportunityWon", channel: "email" } as const;
    await setNotificationPreference(await workspace.as(bo), { ...choice, wanted: false });
    await setNotificationPreference(await workspace.as(bo), { ...choice, wanted: false });
    await unsubscribeAs(bo, { types: ["opportunityWon"] });
    await unsubscribeAs(bo, { types: ["opportunityWon", "opportunityLost"] });
    const changed = (types: string[]) => ({
      data: { types, channel: "email", wanted: false },
      // The clock: a morning digest may be due.
      deliveries: [{ consumer: "clock" }, { consumer: "signals" }],
    });
    expect(await traces()).toMatchObject([
      { actor: { type: "user" }, actorMemberId: bo.id, ...changed(["opportunityWon"]) },
      {
        actor: { type: "system", job: "unsubscribe" },
        actorMemberId: null,
        ...changed(["opportunityWon", "opportunityLost"]),
      },
    ]);
  });

  test("a forged one is refused, and nothing is changed", async () => {
    const [bo, cy] = [await joined(), await joined()];
    const [body = "", signature = ""] = tokenOf(bo).split(".");
    const [theirs = ""] = tokenOf(cy).split(".");
    const before = await rowHash(workspace.tenant.id);
    for (const token of [
      `${theirs}.${signature}`,
      `${body}.${signature.slice(0, -2)}AA`,
      `${body}.`,
      body,
      `${body}.${signature}.${signature}`,
      signed("other", JSON.stringify([workspace.tenant.id, bo.id])),
      signed("mail", JSON.stringify([workspace.tenant.id])),
      signed("mail", JSON.stringify(["none", bo.id])),
      "x",
    ]) {
      expect((await POST(request(token, "POST"))).status).toBe(404);
      await expect(openUnsubscribe(anonymous(), { token })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await rowHash(workspace.tenant.id)).toBe(before);
    expect(await mailed(bo)).not.toEqual([]);
  });
});
