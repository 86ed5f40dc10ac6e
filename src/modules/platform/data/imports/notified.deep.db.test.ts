import "@/registry/register";
import { expect, test } from "vitest";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { notifications } from "@/modules/platform/history/notifications/jobs";
import { relayOnce } from "@/server/outbox/relay";
import { adminQuery } from "@/test/db";
import { importAll } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { ofMember, ofWorkspace, relayAll, screen } from "@/test/screen";

const opportunities = 600;

test("hundreds of imported opportunities reach screens as one signal, and their new owner gets no mail about them", async () => {
  const { workspace, admin } = await opportunityWorkspace();
  const requester = await workspace.join("admin");
  const rep = await workspace.join("member");
  const theirs = await screen(workspace, rep, ofWorkspace(workspace), ofMember(workspace, rep));
  const lines = Array.from({ length: opportunities }, (_, at) => `D${at},${rep.name},Lead,Northwind`);
  const done = await importAll(await workspace.as(requester), {
    "firms.csv": `Company,Account owner\nNorthwind,${rep.name}\n`,
    "deals.csv": `deal id,rep,stage,company\n${lines.join("\n")}\n`,
  });
  expect(done).toMatchObject({ status: "done", errors: 0 });
  await relayAll();
  while (await relayOnce(notifications));

  const rows = <Row extends object>(sql: string) =>
    adminQuery<Row & Record<string, unknown>>(sql, [workspace.tenant.id]);
  const owned = await rows<{ id: string; version: number; owner: string }>(
    "select id, version, owner_id as owner from opportunities where tenant_id = $1",
  );
  expect(owned.filter(({ owner }) => owner === rep.id)).toHaveLength(opportunities);

  expect(
    await rows(
      `select e.name, d.consumer from event_deliveries d join events e on e.tenant_id = d.tenant_id and e.id = d.event_id
       where d.tenant_id = $1 and (e.entity in ('opportunity', 'account') or e.name = 'import.finished') order by 1, 2`,
    ),
  ).toEqual([
    { name: "import.finished", consumer: "notifications" },
    { name: "import.finished", consumer: "signals" },
  ]);
  const received = (entity: string) => theirs.received.filter((signal) => signal.entity === entity);
  // The signal about teams is the last one of an import.
  await expect.poll(() => received("team")).toHaveLength(1);
  expect(received("opportunity")).toMatchObject([{ event: "import.finished" }]);

  const notified = () =>
    rows(
      `select 'inbox' as by, member_id as member, type as of from notifications where tenant_id = $1
       union all select 'mail', member_id, status from notification_mails where tenant_id = $1 order by 1`,
    );
  const finished = { by: "inbox", member: requester.id, of: "importFinished" };
  expect(await notified()).toEqual([finished]);

  // Reassigning a single opportunity to the same member notifies them. Another member hands it back: the same one
  // would undo the change, which notifies nobody.
  const [opportunity] = owned;
  const passed = await opportunityOperations.update(admin, {
    id: opportunity?.id ?? "",
    version: opportunity?.version ?? 0,
    ownerId: null,
  });
  await opportunityOperations.update(await workspace.as(requester), {
    id: passed.id,
    version: passed.version,
    ownerId: rep.id,
  });
  while (await relayOnce(notifications));
  expect(await notified()).toEqual(
    expect.arrayContaining([
      { by: "inbox", member: rep.id, of: "opportunityAssigned" },
      { by: "mail", member: rep.id, of: "waiting" },
    ]),
  );
});
