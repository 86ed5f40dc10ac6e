import { expect, test, vi } from "vitest";
import { signUp } from "@/modules/platform/auth/operations/sign-up";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newMail } from "@/test/identity";
import { inviteMembers, listInvitations, resendInvitation } from "./operations";

// Before any module reads it: nothing listens at this address.
vi.hoisted(() => {
  process.env.SMTP_URL = "smtp://127.0.0.1:1";
});

test("an invitation whose mail is not taken stands, says so and can be sent again", async () => {
  const workspace = await testWorkspace();
  const ctx = await workspace.role("owner");
  const email = newMail();
  const { results } = await inviteMembers(ctx, { invitees: [{ email }], role: "member" });
  expect(results).toMatchObject([{ email, outcome: "notSent", message: expect.stringContaining("Try again") }]);
  const [open] = await listInvitations(ctx, {});
  expect(open).toMatchObject({ id: results[0]?.invitationId, email, expired: false });
  expect(await resendInvitation(ctx, { id: open?.id ?? "" })).toMatchObject({ outcome: "notSent" });
  expect(await listInvitations(ctx, {})).toHaveLength(1);
});

test("a sign-up whose mail is not taken says so, known address or not, and can be repeated", async () => {
  const email = newMail();
  const input = { name: "Ana Ruiz", email, password: "three unrelated words" };
  for (let round = 0; round < 2; round++)
    await expect(signUp(anonymous(), input)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("Try again"),
    });
  const rows = await adminQuery("select email_verified_at from users where email_key = $1", [email]);
  expect(rows).toEqual([{ email_verified_at: null }]);
});
