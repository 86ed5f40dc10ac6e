import "@/registry/register";
import { describe, expect, it } from "vitest";
import { setTotp } from "@/modules/platform/identity/auth/operations/codes";
import { changeEmail, confirmEmail } from "@/modules/platform/identity/auth/operations/email-change";
import { addPasskey, startPasskey } from "@/modules/platform/identity/auth/operations/passkeys";
import { resetPassword } from "@/modules/platform/identity/auth/operations/passwords";
import { updateProfile } from "@/modules/platform/identity/auth/operations/person";
import { inviteMembers } from "@/modules/platform/identity/members/invitations/operations/inviting";
import { createWorkspace } from "@/modules/platform/workspace/tenants/operations/create";
import { acceptInvitation } from "@/modules/platform/workspace/tenants/operations/joining";
import { platformClient } from "@/server/db/client";
import { toAppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import {
  anonymous,
  mailedToken,
  newMail,
  newPerson,
  newStaff,
  requestOf,
  signInAs,
  signInAsStaff,
} from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { testAuthenticator } from "@/test/passkey";
import { addStaff, suspendStaff } from "./operations/accounts";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

describe("an account of staff", () => {
  it("keeps its name and e-mail address, and the sentence says who changes them", async () => {
    const { person, token } = await newStaff();
    const ctx = await requestOf(token);
    const email = newMail();
    await expect(updateProfile(ctx, { name: "Ana from your own team" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("staff:add"),
    });
    await expect(changeEmail(ctx, { email })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("operator"),
    });
    expect(await mailsTo(email)).toEqual([]);
    const row = "select u.name, u.email, c.email as wanted from users u left join email_changes c on c.user_id = u.id";
    expect(await adminQuery(`${row} where u.id = $1`, [person.userId])).toEqual([
      { name: person.name, email: person.email, wanted: null },
    ]);
  });

  it("is told why it makes and joins no workspace", async () => {
    const person = await newPerson("Ruth Adeyemi");
    const owner = await (await testWorkspace()).role("owner");
    // An address of staff is not invited: the invitation is older than the account.
    await inviteMembers(owner, { invitees: [{ email: person.email }], role: "member" });
    const invitation = await mailedToken(person.email, "/invitation");
    await platformClient().staff.create({ data: { userId: person.userId, role: "support" } });
    const ctx = await requestOf(await signInAsStaff(person));
    const slug = `mine-${newId().slice(-8)}`;
    const own = { name: "Mine", slug, currency: "USD", locale: "en-US", timeZone: "UTC" } as const;
    const refused = { code: "FORBIDDEN", message: expect.stringContaining("staff account cannot be a member") };
    const failure = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => toAppError(error, "r"),
      );
    expect(await failure(createWorkspace(ctx, own))).toMatchObject(refused);
    expect(await failure(acceptInvitation(ctx, { token: invitation }))).toMatchObject(refused);
    expect(await adminQuery("select 1 from members where user_id = $1", [person.userId])).toEqual([]);
    expect(await adminQuery("select 1 from tenants where slug = $1", [slug])).toEqual([]);
  });
});

describe("staff:add", () => {
  const left = (userId: string) =>
    adminQuery(
      `select password_hash is not null as password,
              (select count(*)::int from totp_secrets where user_id = u.id) as apps,
              (select count(*)::int from passkeys where user_id = u.id) as passkeys,
              (select count(*)::int from recovery_codes where user_id = u.id) as codes,
              (select count(*)::int from email_changes where user_id = u.id) as changes
       from users u where id = $1`,
      [userId],
    );
  const nothing = { password: false, apps: 0, passkeys: 0, codes: 0, changes: 0 };

  it("for an account that exists leaves nothing of it that signs in or moves it", async () => {
    const person = await newPerson();
    const ctx = await requestOf(await signInAs(person));
    await addPasskey(ctx, { name: "Phone", answer: testAuthenticator().register(await startPasskey(ctx, {})) });
    await changeEmail(ctx, { email: newMail() });
    const moving = await mailedToken(person.email, "/email");
    await setTotp(person.userId, secret);
    const link = new URL(await addStaff({ email: person.email, name: "Ruth", role: "operator" }));
    expect(await left(person.userId)).toEqual([nothing]);
    await expect(signInAs(person)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await expect(confirmEmail(anonymous(), { token: moving })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const password = "gravel trombone seven";
    await resetPassword(anonymous(), { token: link.searchParams.get("token") ?? "", password });
    expect(await signInAs({ email: person.email, password })).toEqual(expect.any(String));
  });

  it("for a suspended account does so too, and for an open one changes the role alone", async () => {
    const { person } = await newStaff();
    await setTotp(person.userId, secret);
    await addStaff({ email: person.email, name: person.name, role: "operator" });
    expect(await left(person.userId)).toEqual([{ ...nothing, password: true, apps: 1 }]);
    await suspendStaff({ email: person.email });
    await addStaff({ email: person.email, name: person.name, role: "support" });
    expect(await left(person.userId)).toEqual([nothing]);
  });
});
