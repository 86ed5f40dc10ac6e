import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import { foldKey } from "@/lib/text";
import { works } from "@/lib/work-notices";
import { forgetRuns } from "@/modules/platform/data/bulk-runs/operations/forget";
import { cancelBulkRun, startBulkRun, undoBulkRun } from "@/modules/platform/data/bulk-runs/operations/runs";
import { bulkWork } from "@/modules/platform/data/bulk-runs/operations/work";
import { askRecordExport, cancelRecordExport } from "@/modules/platform/data/exports/operations/exports";
import { writeRecordExport } from "@/modules/platform/data/exports/operations/work";
import { notificationWords } from "@/modules/platform/history/notifications/catalog";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { composeMail } from "@/modules/platform/history/notifications/mails/operations/compose";
import { recipientOf } from "@/modules/platform/history/notifications/mails/operations/recipient";
import { listNotifications } from "@/modules/platform/history/notifications/operations/list";
import { relayOnce } from "@/server/outbox/relay";
import { liveObject } from "@/server/signals/live";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery } from "./db";

// Members are notified of the end of work that they started, with its counts and the place that opens it.

const accounts = 250;

let workspace: TestWorkspace;
let member: TestMember;
beforeAll(async () => {
  workspace = await testWorkspace();
  member = await workspace.join("admin");
  const names = Array.from({ length: accounts }, (_, place) => `Account ${place}`);
  const data = names.map((name) => ({ name, nameKey: foldKey(name), ownerId: member.id }));
  await workspace.system.db.account.createMany({ data });
});

async function* nothing(): AsyncGenerator<Uint8Array> {}
const work = async (id: string) => {
  while (await bulkWork.run({ tenantId: workspace.tenant.id, id, ms: 0 }, nothing()));
};

/** A change of all accounts, as it begins. */
async function begun(industry: string) {
  const ctx = await workspace.as(member);
  const change = { type: "set", field: "industry", value: industry } as const;
  return await startBulkRun(ctx, { noun: "account", selection: { all: {} }, change });
}

/** An export of all accounts that a job has to write. */
async function waiting(): Promise<string> {
  const list = { noun: "account", list: {}, columns: ["name"] };
  const { id } = await askRecordExport(await workspace.as(member), { ...list, format: "csv", values: "machine" });
  await adminQuery("update record_exports set status = 'waiting' where id = $1", [id]);
  return id;
}

/** The newest group of a member's inbox: its sentences with their details and places, newest first. */
async function newest(of: TestMember = member) {
  while (await relayOnce(notifications));
  const { rows } = await listNotifications(await workspace.as(of), { limit: 1 });
  return (rows[0]?.items ?? []).map((item) => ({
    says: notificationWords(item, { records: 1 }, "en-US")
      .map(({ text }) => text)
      .join(""),
    detail: item.detail,
    path: item.path,
  }));
}

test("all work whose end is noticed says who started it, and is named", () => {
  for (const entity of Object.keys(works)) {
    expect(liveObject(entity)?.scope.requesters, entity).toBeDefined();
    expect(liveObject(entity)?.scope.names, entity).toBeDefined();
  }
});

describe("a bulk change", () => {
  test("has finished, and was undone: one line with both, for the member who started it", async () => {
    const { id } = await begun("media");
    await work(id);
    const path = `/accounts?run=${id}`;
    const finished = {
      says: "Your change of 250 accounts has finished",
      detail: "Records: 250 changed, 0 skipped, 0 refused",
      path,
    };
    expect(await newest()).toEqual([finished]);
    await undoBulkRun(await workspace.as(member), { id });
    await work(id);
    expect(await newest()).toEqual([
      {
        says: "Your change of 250 accounts was undone",
        detail: "Records: 250 undone, 0 left as they are",
        path,
      },
      finished,
    ]);
    expect(await newest(await workspace.join("owner"))).toEqual([]);
  });

  test("was cancelled; one of a few records is over at once, and no news", async () => {
    const { id } = await begun("energy");
    await cancelBulkRun(await workspace.as(member), { id });
    const cancelled = {
      says: "Your change of 250 accounts was cancelled",
      detail: "Records: 0 changed, 0 skipped, 0 refused",
      path: `/accounts?run=${id}`,
    };
    expect(await newest()).toEqual([cancelled]);
    const ctx = await workspace.as(member);
    const [one] = await ctx.db.account.findMany({ take: 1, select: { id: true } });
    const selection = { ids: [one?.id ?? ""] };
    await startBulkRun(ctx, {
      noun: "account",
      selection,
      change: { type: "set", field: "industry", value: "retail" },
    });
    expect(await newest()).toEqual([cancelled]);
  });

  test("failed, with the reason; and once it is deleted it is not named and leads nowhere", async () => {
    const { id } = await begun("retail");
    await adminQuery(
      "update tenants set deletion_asked_at = now(), deletion_due_at = now() + interval '1 day' where id = $1",
      [workspace.tenant.id],
    );
    await work(id);
    await adminQuery("update tenants set deletion_asked_at = null, deletion_due_at = null where id = $1", [
      workspace.tenant.id,
    ]);
    expect(await newest()).toEqual([
      {
        says: "Your change of 250 accounts failed",
        detail: expect.stringMatching(/^This workspace .+\. Records: 0 changed, 0 skipped, 0 refused$/),
        path: `/accounts?run=${id}`,
      },
    ]);
    await adminQuery("update bulk_runs set created_at = now() - interval '9 days' where id = $1", [id]);
    await forgetRuns(workspace.system, new Date());
    expect(await newest()).toEqual([{ says: "A bulk change that you started has ended", detail: null, path: null }]);
  });
});

describe("a long export", () => {
  test("can be downloaded: for the member who started it alone", async () => {
    const id = await waiting();
    await writeRecordExport(workspace.system, id);
    expect(await newest()).toEqual([
      {
        says: "Your export of 250 accounts can be downloaded for a day",
        detail: "Rows: 250",
        path: `/accounts?export=${id}`,
      },
    ]);
    expect(await newest(await workspace.join("owner"))).toEqual([]);
  });

  test("was cancelled", async () => {
    const id = await waiting();
    await cancelRecordExport(await workspace.as(member), { id });
    expect(await newest()).toMatchObject([{ says: "Your export of 250 accounts was cancelled" }]);
  });

  test("failed, with the reason, by e-mail too", async () => {
    const id = await waiting();
    await adminQuery("update members set role = 'viewer' where id = $1", [member.id]);
    await writeRecordExport(workspace.system, id);
    const reason = "The member who requested this export may no longer export records.";
    expect(await newest()).toEqual([
      { says: "Your export of 250 accounts failed", detail: reason, path: `/accounts?export=${id}` },
    ]);
    const mail = await workspace.system.db.notificationMail.findFirst({
      where: { memberId: member.id },
      orderBy: { createdAt: "desc" },
    });
    const to = await recipientOf(workspace.system, member.id);
    const letter = mail && !("away" in to) ? await composeMail(workspace.system, mail.id, to) : null;
    expect(JSON.stringify(letter)).toContain(reason);
    await adminQuery("update members set role = 'admin' where id = $1", [member.id]);
  });
});
