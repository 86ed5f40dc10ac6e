import { describe, expect, test } from "vitest";
import { readSessionToken } from "@/server/session-cookie";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, mailedToken, newMail, newPerson, requestOf, signInAs } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { openSession } from "@/test/session";
import { cancelEmailChange, changeEmail, confirmEmail, myEmailChange } from "./operations/email-change";
import { requestPasswordReset, resetPassword } from "./operations/passwords";
import { signIn } from "./operations/sign-in";

const addressOf = async (userId: string) =>
  (await adminQuery<{ email: string }>("select email from users where id = $1", [userId]))[0]?.email;

describe("a change of e-mail address", () => {
  async function asked() {
    const person = await newPerson();
    const token = await signInAs(person);
    const email = newMail();
    await changeEmail(await requestOf(token), { email });
    const links = { old: await mailedToken(person.email, "/email"), new: await mailedToken(email, "/email") };
    return { person, token, email, links };
  }

  test.each(["old", "new"] as const)("needs both addresses, the %s one first", async (first) => {
    const { person, email, links } = await asked();
    const second = first === "old" ? "new" : "old";
    expect(await confirmEmail(anonymous(), { token: links[first] })).toEqual({ changed: false, email });
    expect(await confirmEmail(anonymous(), { token: links[first] })).toEqual({ changed: false, email });
    expect(await addressOf(person.userId)).toBe(person.email);
    expect(await confirmEmail(anonymous(), { token: links[second] })).toEqual({ changed: true, email });
    expect(await addressOf(person.userId)).toBe(email);
    const { password } = person;
    await expect(signIn(anonymous(), { email: person.email, password, device: null })).rejects.toThrow();
    expect(await signInAs({ email, password })).toEqual(expect.any(String));
    for (const address of [person.email, email])
      expect((await mailsTo(address)).map(({ subject }) => subject)).toContain("Your e-mail address was changed");
    await expect(confirmEmail(anonymous(), { token: links[second] })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is copied to each workspace, but to none where a placeholder has it", async () => {
    const [own, taken] = [await testWorkspace(), await testWorkspace()];
    const member = await own.join("member");
    const { email: former, name } = member;
    const seat = { name, nameKey: name, email: former, emailKey: former, role: "member", status: "active" };
    await taken.system.db.member.create({ data: { ...seat, userId: member.userId } });
    const email = newMail();
    const placeholder = { name: "Petra Place", nameKey: "petra place", email, emailKey: email, role: "member" };
    await taken.system.db.member.create({ data: { ...placeholder, status: "placeholder" } });
    const cookie = await openSession(member);
    await changeEmail(await requestOf((await readSessionToken(cookie.value)) ?? ""), { email });
    for (const address of [former, email])
      await confirmEmail(anonymous(), { token: await mailedToken(address, "/email") });
    expect(await addressOf(member.userId)).toBe(email);
    const ofPerson = { where: { userId: member.userId }, select: { email: true } };
    expect(await own.system.db.member.findFirst(ofPerson)).toEqual({ email });
    expect(await taken.system.db.member.findFirst(ofPerson)).toEqual({ email: former });
  });

  test("two confirmations at once change it once", async () => {
    const { person, email, links } = await asked();
    const answers = await Promise.all([links.old, links.new].map((token) => confirmEmail(anonymous(), { token })));
    expect(answers.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await addressOf(person.userId)).toBe(email);
  });

  test("ends with a newer one and after a day", async () => {
    const { person, token, links } = await asked();
    await changeEmail(await requestOf(token), { email: newMail() });
    await expect(confirmEmail(anonymous(), { token: links.old })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const newer = await mailedToken(person.email, "/email");
    await adminQuery("update email_changes set expires_at = now() - interval '1 second' where user_id = $1", [
      person.userId,
    ]);
    await expect(confirmEmail(anonymous(), { token: newer })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await addressOf(person.userId)).toBe(person.email);
  });

  test("to an address with an account answers the same, and only its owner learns why", async () => {
    const [ana, ben] = [await newPerson(), await newPerson("Ben Ode")];
    const ctx = await requestOf(await signInAs(ana));
    expect(await changeEmail(ctx, { email: ben.email })).toEqual({ email: ben.email });
    expect((await mailsTo(ben.email))[0]?.subject).toBe("You already have an account");
    await confirmEmail(anonymous(), { token: await mailedToken(ana.email, "/email") });
    expect(await addressOf(ana.userId)).toBe(ana.email);
  });

  test("ends with a new password, also after the new address has confirmed", async () => {
    const { person, links } = await asked();
    await confirmEmail(anonymous(), { token: links.new });
    await requestPasswordReset(anonymous(), { email: person.email });
    const token = await mailedToken(person.email, "/reset");
    await resetPassword(anonymous(), { token, password: "gravel trombone seven" });
    await expect(confirmEmail(anonymous(), { token: links.old })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await addressOf(person.userId)).toBe(person.email);
  });

  test("is shown while it waits, and its person alone cancels it", async () => {
    const { person, token, email, links } = await asked();
    const [ctx, other] = [await requestOf(token), await requestOf(await signInAs(await newPerson()))];
    expect(await myEmailChange(ctx, {})).toEqual({ email });
    expect(await myEmailChange(other, {})).toEqual({ email: null });
    await cancelEmailChange(other, {});
    expect(await myEmailChange(ctx, {})).toEqual({ email });
    expect(await cancelEmailChange(ctx, {})).toEqual({ email: null });
    expect(await myEmailChange(ctx, {})).toEqual({ email: null });
    for (const link of [links.old, links.new])
      await expect(confirmEmail(anonymous(), { token: link })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await addressOf(person.userId)).toBe(person.email);
    await cancelEmailChange(ctx, {});
    const noted = "select name from identity_events where user_id = $1 and name = 'person.emailChangeCancelled'";
    expect(await adminQuery(noted, [person.userId])).toHaveLength(1);
  });

  test("tells no workspace the new address before it counts", async () => {
    const own = await testWorkspace();
    const member = await own.join("member");
    const token = (await readSessionToken((await openSession(member)).value)) ?? "";
    const email = newMail();
    const named = () =>
      adminQuery("select name from events where tenant_id = $1 and (data::text || coalesce(after::text, '')) like $2", [
        own.tenant.id,
        `%${email}%`,
      ]);
    await changeEmail(await requestOf(token), { email });
    await cancelEmailChange(await requestOf(token), {});
    await changeEmail(await requestOf(token), { email });
    await confirmEmail(anonymous(), { token: await mailedToken(email, "/email") });
    expect(await named()).toEqual([]);
    await confirmEmail(anonymous(), { token: await mailedToken(member.email, "/email") });
    expect(await named()).not.toEqual([]);
  });

  test("is not asked for without a proof of who asks", async () => {
    const person = await newPerson();
    const token = await signInAs(person);
    await adminQuery("update sessions set confirmed_at = null where user_id = $1", [person.userId]);
    const email = newMail();
    await expect(changeEmail(await requestOf(token), { email })).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { reason: "confirm" },
    });
    expect(await mailsTo(email)).toEqual([]);
    expect(await adminQuery("select 1 from email_changes where user_id = $1", [person.userId])).toEqual([]);
  });
});

describe("a new device", () => {
  test("is told by mail, a known one is not, and its sessions are one device", async () => {
    const person = await newPerson();
    const { email, password } = person;
    const first = await signIn(anonymous(), { email, password, device: null });
    expect(await mailsTo(email)).toEqual([]);
    const again = await signIn(anonymous(), { email, password, device: first.device });
    expect(await mailsTo(email)).toEqual([]);
    const { mySessions, revokeSession } = await import("./operations/sessions");
    const other = await signIn(anonymous(), { email, password, device: null });
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual(["New sign-in to your account"]);
    const ctx = await requestOf(other.token);
    const devices = await mySessions(ctx, {});
    expect(devices.map(({ current }) => current)).toEqual([true, false]);
    expect(await revokeSession(ctx, { id: devices[1]?.id ?? "" })).toEqual({ sessionsEnded: 2 });
    for (const { token } of [first, again]) expect((await requestOf(token)).actor.type).toBe("anonymous");
    expect((await requestOf(other.token)).actor.type).toBe("person");
  });
});
