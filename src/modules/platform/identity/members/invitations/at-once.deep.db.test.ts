// @module-tag once

import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import { acceptInvitation, openInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { anonymous, mailedToken, newMail, newPerson, requestOf, signInAs } from "@/test/identity";
import { inviteMembers, listInvitations, resendInvitation } from "./operations/inviting";

let admin: Ctx;
beforeAll(async () => {
  admin = await (await testWorkspace()).role("admin");
});

async function invite(email: string) {
  const [result] = (await inviteMembers(admin, { invitees: [{ email }], role: "member" })).results;
  if (!result) throw new Error("No result.");
  return result;
}

test("an invitation is one, however many invite the same person, or send it again, at the same moment", async () => {
  const email = newMail();
  const twice = await atOnce(
    () => invite(email),
    () => invite(email),
  );
  // The mail of an invitation that was replaced before sending is not sent.
  for (const result of twice)
    expect(result).toMatchObject({ value: { outcome: expect.stringMatching(/^(invited|notSent)$/), email } });
  const open = async () => (await listInvitations(admin, {})).filter((row) => row.email === email);
  const [invitation, ...others] = await open();
  expect(others).toEqual([]);
  const again = () => resendInvitation(admin, { id: invitation?.id ?? "" });
  const sent = await atOnce(again, again);
  expect(sent.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await open()).toHaveLength(1);
  expect(await openInvitation(anonymous(), { token: await mailedToken(email, "/invitation") })).toMatchObject({
    email,
  });
});

test("an invitation brings nobody in who was removed while it was sent again", async () => {
  const email = newMail();
  const { memberId } = await invite(email);
  await adminQuery("update members set status = 'removed' where id = $1", [memberId]);
  const token = await mailedToken(email, "/invitation");
  await expect(
    acceptInvitation(anonymous(), { token, person: { name: "Ben Ode", password: "three unrelated words" } }),
  ).rejects.toMatchObject({ code: "CONFLICT" });
  const rows = await adminQuery("select status, user_id from members where id = $1", [memberId]);
  expect(rows).toEqual([{ status: "removed", user_id: null }]);
});

test("a person who is invited again while they accept remains a member", async () => {
  const email = newMail();
  const { memberId } = await invite(email);
  const token = await mailedToken(email, "/invitation");
  await using row = await hold(`select 1 from members where id = '${memberId}' for update`);
  const accepted = acceptInvitation(anonymous(), {
    token,
    person: { name: "Ada Awake", password: "three unrelated words" },
  });
  await expect.poll(howManyWait).toBe(1);
  const again = invite(email);
  await expect.poll(howManyWait).toBe(2);
  await row.release();
  await accepted;
  expect(await again).toMatchObject({ outcome: "alreadyMember" });
  expect(await adminQuery("select status from members where id = $1", [memberId])).toEqual([{ status: "active" }]);
});

test("an invitation that is accepted twice at once brings one member in, once", async () => {
  const invited = await newPerson();
  const { memberId } = await invite(invited.email);
  const token = await mailedToken(invited.email, "/invitation");
  const signedIn = await requestOf(await signInAs(invited));
  const accept = () => acceptInvitation(signedIn, { token });
  const results = await atOnce(accept, accept);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const joined = "select 1 from events where entity_id = $1 and name = 'member.joined'";
  expect(await adminQuery(joined, [memberId])).toHaveLength(1);
});
