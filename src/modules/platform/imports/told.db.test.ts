import "@/registry/realtime";
import { expect, test } from "vitest";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { relayOnce } from "@/server/outbox/relay";
import { adminQuery } from "@/test/db";
import { importAll } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { ofMember, ofWorkspace, relayAll, screen } from "@/test/screen";
import { notifications } from "../notifications/jobs";

const opportunities = 600;

test("hundreds of imported opportunities are told as one signal to screens, and mailed to nobody who got them", async () => {
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
  const heard = (entity: string) => theirs.heard.filter((signal) => signal.entity === entity);
  // Of all that an import may change, teams are told last.
  await expect.poll(() => heard("team")).toHaveLength(1);
  expect(heard("opportunity")).toMatchObject([{ event: "import.finished" }]);

  const told = () =>
    rows(
      `select 'inbox' as by, member_id as member, type as of from notifications where tenant_id = $1
       union all select 'mail', member_id, status from notification_mails where tenant_id = $1 order by 1`,
    );
  const finished = { by: "inbox", member: requester.id, of: "importFinished" };
  expect(await told()).toEqual([finished]);

  // A single opportunity that is handed to the same member is told, and its mail waits. Another one hands it back: by the same
  // member it would be an undo, which is told to nobody.
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
  expect(await told()).toEqual(
    expect.arrayContaining([
      { by: "inbox", member: rep.id, of: "opportunityAssigned" },
      { by: "mail", member: rep.id, of: "waiting" },
    ]),
  );
});
