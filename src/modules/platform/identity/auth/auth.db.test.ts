import { describe, expect, test } from "vitest";
import { adminQuery } from "@/test/db";
import { anonymous, mailedToken, newMail, newPerson, requestOf, signInAs } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { openLink } from "./operations/links";
import { changePassword, requestPasswordReset, resetPassword } from "./operations/passwords";
import { mySessions, revokeOtherSessions, revokeSession } from "./operations/sessions";
import { signIn, signOut } from "./operations/sign-in";
import { resendVerification, signUp, verifyEmail } from "./operations/sign-up";

const password = "three unrelated words";
const other = "gravel trombone seven";

async function userRow(email: string) {
  const rows = await adminQuery<{ id: string; name: string; password_hash: string; verified: boolean }>(
    "select id, name, password_hash, email_verified_at is not null verified from users where email_key = $1",
    [email],
  );
  return rows[0];
}

async function acts(email: string) {
  const rows = await adminQuery<{ name: string }>(
    "select e.name from identity_events e join users u on u.id = e.user_id where u.email_key = $1 order by e.id",
    [email],
  );
  return rows.map((row) => row.name);
}

describe("sign-up", () => {
  test("leads through the mail to a session, and writes each act down", async () => {
    const email = newMail();
    expect(await signUp(anonymous(), { name: "Ana Ruiz", email, password })).toEqual({ email });
    expect((await userRow(email))?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expect(signIn(anonymous(), { email, password, device: null })).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { reason: "unverified" },
    });
    const token = await mailedToken(email, "/verify");
    expect(await openLink(anonymous(), { token, purpose: "verify" })).toEqual({ name: "Ana Ruiz", email });
    await verifyEmail(anonymous(), { token, password });
    const session = await signInAs({ email, password });
    expect((await requestOf(session)).actor).toMatchObject({ type: "person", name: "Ana Ruiz", email });
    expect(await acts(email)).toEqual([
      "person.signedUp",
      "person.signInRefused",
      "person.verified",
      "person.signedIn",
    ]);
  });

  test("of a known address answers the same, changes nothing and tells its owner", async () => {
    const person = await newPerson();
    const before = await userRow(person.email);
    const fresh = newMail();
    const answers = [
      await signUp(anonymous(), { name: "Mallory", email: person.email, password: other }),
      await signUp(anonymous(), { name: "Mallory", email: fresh, password: other }),
    ];
    expect(answers).toEqual([{ email: person.email }, { email: fresh }]);
    expect(await userRow(person.email)).toEqual(before);
    expect((await mailsTo(person.email))[0]?.subject).toBe("You already have an account");
    await expect(mailedToken(person.email, "/verify")).rejects.toThrow("no link");
  });

  test("of a stranger for my address cannot be confirmed by me for them", async () => {
    const email = newMail();
    await signUp(anonymous(), { name: "Victim", email, password });
    const mine = await mailedToken(email, "/verify");
    await signUp(anonymous(), { name: "Mallory", email, password: other });
    await expect(verifyEmail(anonymous(), { token: mine, password })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const theirs = await mailedToken(email, "/verify");
    await expect(verifyEmail(anonymous(), { token: theirs, password })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "password" }] },
    });
    expect((await userRow(email))?.verified).toBe(false);
  });

  test("refuses a common password with the field's path", async () => {
    const email = newMail();
    await expect(signUp(anonymous(), { name: "Ana", email, password: "password1234" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "password" }] },
    });
    expect(await userRow(email)).toBeUndefined();
    expect(await mailsTo(email)).toEqual([]);
  });

  test("two at once make one person", async () => {
    const email = newMail();
    await Promise.all([
      signUp(anonymous(), { name: "One", email, password }),
      signUp(anonymous(), { name: "Two", email: email.toUpperCase(), password }),
    ]);
    expect(await adminQuery("select 1 from users where email_key = $1", [email])).toHaveLength(1);
  });

  test("mails are throttled per address, the same for known and unknown ones", async () => {
    const known = (await newPerson()).email;
    for (const email of [known, newMail()]) {
      for (let index = 0; index < 5; index++) await resendVerification(anonymous(), { email });
      await expect(resendVerification(anonymous(), { email })).rejects.toMatchObject({
        code: "RATE_LIMITED",
        message: expect.stringContaining("minutes"),
      });
      expect(await mailsTo(email)).toHaveLength(5);
    }
  });
});

describe("one network", () => {
  const allAtOnce = async (times: number, act: () => Promise<unknown>) => {
    const results = await Promise.allSettled(Array.from({ length: times }, act));
    return results.flatMap((result) =>
      result.status === "rejected" ? [(result.reason as { code: string }).code] : [],
    );
  };

  test("signs up 20 people in an hour, and no more", async () => {
    const ctx = anonymous();
    const name = newMail();
    const refused = await allAtOnce(22, () => signUp(ctx, { name, email: newMail(), password }));
    expect(refused).toEqual(["RATE_LIMITED", "RATE_LIMITED"]);
    expect(await adminQuery("select 1 from users where name = $1", [name])).toHaveLength(20);
  });

  test("asks for 30 mails in an hour, whomever they go to", async () => {
    const ctx = anonymous();
    const emails = Array.from({ length: 31 }, newMail);
    const left = [...emails];
    const refused = await allAtOnce(31, () => requestPasswordReset(ctx, { email: left.pop() ?? "" }));
    expect(refused).toEqual(["RATE_LIMITED"]);
    expect((await Promise.all(emails.map(mailsTo))).flat()).toHaveLength(30);
  });
});

describe("links", () => {
  test("work once, not after their time, and not when a newer one was sent", async () => {
    const { email } = await newPerson();
    await requestPasswordReset(anonymous(), { email });
    const first = await mailedToken(email, "/reset");
    await requestPasswordReset(anonymous(), { email });
    await expect(resetPassword(anonymous(), { token: first, password: other })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const second = await mailedToken(email, "/reset");
    await expect(openLink(anonymous(), { token: second, purpose: "verify" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const before = await userRow(email);
    await adminQuery(
      "update auth_tokens set expires_at = now() - interval '1 second' where user_id = $1 and used_at is null",
      [before?.id],
    );
    await expect(resetPassword(anonymous(), { token: second, password: other })).rejects.toThrow("has expired");
    expect(await userRow(email)).toEqual(before);

    await requestPasswordReset(anonymous(), { email });
    const third = await mailedToken(email, "/reset");
    await resetPassword(anonymous(), { token: third, password: other });
    await expect(openLink(anonymous(), { token: third, purpose: "reset" })).rejects.toThrow("already used");
    await expect(resetPassword(anonymous(), { token: third, password })).rejects.toThrow("already used");
    await signInAs({ email, password: other });
  });

  test("used twice at once count once", async () => {
    const { email } = await newPerson();
    await requestPasswordReset(anonymous(), { email });
    const token = await mailedToken(email, "/reset");
    const results = await Promise.allSettled([
      resetPassword(anonymous(), { token, password }),
      resetPassword(anonymous(), { token, password: other }),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await acts(email)).filter((name) => name === "person.passwordReset")).toHaveLength(1);
  });

  test("to a new password end when the password is changed without them", async () => {
    const person = await newPerson();
    await requestPasswordReset(anonymous(), { email: person.email });
    const token = await mailedToken(person.email, "/reset");
    const ctx = await requestOf(await signInAs(person));
    await changePassword(ctx, { current: person.password, password: other });
    await expect(resetPassword(anonymous(), { token, password })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await signInAs({ email: person.email, password: other });
  });

  test("a reset for an unknown address answers the same and mails that there is no account", async () => {
    const email = newMail();
    expect(await requestPasswordReset(anonymous(), { email })).toEqual({ email });
    expect((await mailsTo(email))[0]?.subject).toBe("No account with this address");
    expect(await userRow(email)).toBeUndefined();
  });
});

describe("sessions", () => {
  test("signing out kills the session on the server", async () => {
    const token = await signInAs(await newPerson());
    expect(await signOut(anonymous(), { token })).toEqual({ signedOut: true });
    expect((await requestOf(token)).actor).toEqual({ type: "anonymous" });
    expect(await signOut(anonymous(), { token })).toEqual({ signedOut: false });
  });

  test("a reset ends all of them, a change all others", async () => {
    const person = await newPerson();
    const [one, two] = [await signInAs(person), await signInAs(person)];
    const ctx = await requestOf(one);
    await expect(changePassword(ctx, { current: "not this one", password: other })).rejects.toMatchObject({
      code: "VALIDATION",
      details: { fields: [{ path: "current" }] },
    });
    expect((await requestOf(two)).actor.type).toBe("person");
    expect(await changePassword(ctx, { current: person.password, password: other })).toEqual({ sessionsEnded: 1 });
    expect((await requestOf(two)).actor.type).toBe("anonymous");
    expect((await requestOf(one)).actor.type).toBe("person");
    await requestPasswordReset(anonymous(), { email: person.email });
    await resetPassword(anonymous(), { token: await mailedToken(person.email, "/reset"), password });
    expect((await requestOf(one)).actor.type).toBe("anonymous");
    expect((await mailsTo(person.email))[0]?.subject).toBe("Your password was changed");
  });

  test("are listed for their person and revoked one by one, never another's", async () => {
    const person = await newPerson();
    const [mine, second] = [await signInAs(person), await signInAs(person)];
    const ctx = await requestOf(mine);
    const listed = await mySessions(ctx, {});
    expect(listed.map((session) => session.current)).toEqual([true, false]);
    expect(JSON.stringify(listed)).not.toContain(mine);

    const stranger = await requestOf(await signInAs(await newPerson()));
    const id = listed[1]?.id ?? "";
    await expect(revokeSession(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await requestOf(second)).actor.type).toBe("person");
    await revokeSession(ctx, { id });
    expect((await requestOf(second)).actor.type).toBe("anonymous");
    await signInAs(person);
    expect(await revokeOtherSessions(ctx, {})).toEqual({ sessionsEnded: 1 });
    await expect(mySessions(anonymous(), {})).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("an expired one finds nobody", async () => {
    const person = await newPerson();
    const token = await signInAs(person);
    await adminQuery("update sessions set expires_at = now() - interval '1 second' where user_id = $1", [
      person.userId,
    ]);
    expect((await requestOf(token)).actor.type).toBe("anonymous");
  });
});
