import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { testWorkspace } from "@/test/ctx";
import { newMail, newPerson } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { newStaff } from "@/test/staff";
import { inviteMembers, listInvitations, resendInvitation } from "./operations/inviting";

let admin: Ctx;
beforeAll(async () => {
  admin = await (await testWorkspace()).role("admin");
});

const membersWith = (email: string) => admin.db.member.count({ where: { email } });

test("an address of staff is refused in words that name no reason, and the others are invited", async () => {
  const staff = (await newStaff("support")).email;
  const other = newMail();
  const invitees = [{ email: staff.toUpperCase() }, { email: other }];
  const { results } = await inviteMembers(admin, { invitees, role: "member" });
  expect(results).toEqual([
    {
      email: staff.toUpperCase(),
      outcome: "refused",
      message: `${staff.toUpperCase()} cannot join a workspace. Invite this person under another address.`,
      memberId: null,
      invitationId: null,
    },
    expect.objectContaining({ email: other, outcome: "invited" }),
  ]);
  expect(await membersWith(staff)).toBe(0);
  expect(await mailsTo(staff)).toEqual([]);
});

test("an invitation is not sent again to an address that became one of staff", async () => {
  const { email, userId } = await newPerson();
  const { results } = await inviteMembers(admin, { invitees: [{ email }], role: "member" });
  const id = results[0]?.invitationId ?? "";
  await platformClient().staff.create({ data: { userId, role: "support" } });
  await expect(resendInvitation(admin, { id })).rejects.toMatchObject({
    code: "CONFLICT",
    message: `${email} cannot join a workspace. Invite this person under another address.`,
  });
  expect((await listInvitations(admin, {})).map((row) => row.id)).toContain(id);
  expect(await mailsTo(email)).toHaveLength(1);
});
