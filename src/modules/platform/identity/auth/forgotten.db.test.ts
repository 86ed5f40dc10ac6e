import { expect, test } from "vitest";
import { platformQuery } from "@/server/db/client";
import { newId } from "@/server/new-id";
import { relayOnce } from "@/server/outbox/relay";
import { requestDueWork } from "@/server/workflows/clock";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { newMail, newPerson, requestOf, signInAs } from "@/test/identity";
import { servedJobs } from "@/test/served-jobs";
import { forgetSignIns } from "./jobs";
import { changeEmail } from "./operations/email-change";

const { consumer } = servedJobs(forgetSignIns);

const noted = async (age: string) => {
  const id = newId();
  await adminQuery(
    `insert into identity_events (id, name, request_id, data, at)
     values ($1, 'person.signedIn', 'r', '{"address": "10.0.0.1"}', now() - $2::interval)`,
    [id, age],
  );
  return id;
};
const left = (ids: readonly string[]) =>
  adminQuery<{ id: string }>("select id from identity_events where id = any($1::uuid[]) order by at", [ids]);
const changesOf = async ({ userId }: { userId: string }) =>
  (await adminQuery("select 1 from email_changes where user_id = $1", [userId])).length;

test("acts outside of workspaces are deleted after 180 days, and changes of address that have run out", async () => {
  const { tenant } = await testWorkspace();
  const [old, young] = [await noted("180 days 1 minute"), await noted("179 days 23 hours")];
  const [late, early] = [await newPerson(), await newPerson()];
  for (const person of [late, early]) await changeEmail(await requestOf(await signInAs(person)), { email: newMail() });
  await adminQuery("update email_changes set expires_at = now() - interval '1 second' where user_id = $1", [
    late.userId,
  ]);
  await requestDueWork(tenant, new Date());
  const done = async () => {
    while (await relayOnce(consumer));
    return { events: await left([old, young]), late: await changesOf(late), early: await changesOf(early) };
  };
  await expect.poll(done).toEqual({ events: [{ id: young }], late: 0, early: 1 });
  // Nothing is due any more.
  const asked = "select count(*)::int as n from sweeps where tenant_id = $1 and job = 'forget-sign-ins'";
  const before = await adminQuery(asked, [tenant.id]);
  await requestDueWork(tenant, new Date(Date.now() + 3_600_000));
  expect(await adminQuery(asked, [tenant.id])).toEqual(before);
});

test("the log stays insert-only: the app deletes no act that is younger", async () => {
  const id = await noted("1 day");
  await expect(platformQuery("try", "delete from identity_events where id = $1", [id])).rejects.toThrow(
    "permission denied",
  );
  await platformQuery("forget", "select forget_identity_events($1)", [1_000_000]);
  expect(await left([id])).toEqual([{ id }]);
});
