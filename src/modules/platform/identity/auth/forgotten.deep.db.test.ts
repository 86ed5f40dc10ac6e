import { expect, test } from "vitest";
import { platformQuery } from "@/server/db/client";
import { newId } from "@/server/new-id";
import { adminQuery } from "@/test/db";
import { newMail, newPerson, requestOf, signInAs } from "@/test/identity";
import { forgetSignIns } from "./jobs";
import { changeEmail } from "./operations/email-change";

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
  const [old, young] = [await noted("180 days 1 minute"), await noted("179 days 23 hours")];
  const [late, early] = [await newPerson(), await newPerson()];
  for (const person of [late, early]) await changeEmail(await requestOf(await signInAs(person)), { email: newMail() });
  await adminQuery("update email_changes set expires_at = now() - interval '1 second' where user_id = $1", [
    late.userId,
  ]);
  await forgetSignIns.run(async (_name, act) => await act());
  expect(await left([old, young])).toEqual([{ id: young }]);
  expect([await changesOf(late), await changesOf(early)]).toEqual([0, 1]);
});

test("the log stays insert-only: the app deletes no act that is younger", async () => {
  const id = await noted("1 day");
  await expect(platformQuery("try", "delete from identity_events where id = $1", [id])).rejects.toThrow(
    "permission denied",
  );
  await platformQuery("forget", "select forget_identity_events($1)", [1_000_000]);
  expect(await left([id])).toEqual([{ id }]);
});
