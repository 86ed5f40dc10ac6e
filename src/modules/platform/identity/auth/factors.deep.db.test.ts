import { generate } from "otplib";
import { describe, expect, test } from "vitest";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { anonymous, newPerson, requestOf, signInAs, type TestPerson } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { testAuthenticator } from "@/test/passkey";
import { setTotp } from "./operations/codes";
import { confirmIdentity } from "./operations/confirm";
import { finishTotp, makeRecoveryCodes, myFactors, removeTotp, startTotp } from "./operations/factors";
import { addPasskey, askForPasskey, askMyPasskey, removePasskey, startPasskey } from "./operations/passkeys";
import { resetPassword } from "./operations/passwords";
import { signIn, signInWithCode, signInWithPasskey } from "./operations/sign-in";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const now = () => Math.floor(Date.now() / 1000);
const codeAt = (epoch: number, of = secret) => generate({ secret: of, epoch });

/** The proof of the first step. */
async function firstStep({ email, password }: TestPerson): Promise<string> {
  const refusal = await signIn(anonymous(), { email, password, device: null }).then(
    () => null,
    (error: { code: string; details?: Record<string, unknown> }) => error,
  );
  expect(refusal).toMatchObject({ code: "UNAUTHENTICATED", details: { reason: "secondStep" } });
  return String(refusal?.details?.challenge);
}

const secondStep = async (person: TestPerson, code: string) =>
  signInWithCode(anonymous(), { challenge: await firstStep(person), code, device: null });

/** A person with an authenticator app, and the context of their session from before it. */
async function withTotp() {
  const person = await newPerson();
  const ctx = await requestOf(await signInAs(person));
  const started = await startTotp(ctx, {});
  const { recoveryCodes } = await finishTotp(ctx, {
    code: await codeAt(now(), started.secret),
    secret: started.secret,
  });
  return { person, ctx, secret: started.secret, codes: recoveryCodes ?? [] };
}

const sessionsOf = ({ userId }: TestPerson) => adminQuery("select id from sessions where user_id = $1", [userId]);

/** Moves the last proof of all sessions of a person into the past. */
const forgetProof = ({ userId }: TestPerson) =>
  adminQuery("update sessions set confirmed_at = now() - interval '11 minutes' where user_id = $1", [userId]);

const refusedCode = { code: "VALIDATION", details: { fields: [{ path: "code" }] } };

test("the second step names the ways that the person has", async () => {
  const { person, ctx } = await withTotp();
  const { email, password } = person;
  const waysOf = () => signIn(anonymous(), { email, password, device: null }).catch(({ details }) => details);
  expect(await waysOf()).toMatchObject({ reason: "secondStep", ways: "code" });
  await addPasskey(ctx, { name: "Laptop", answer: testAuthenticator().register(await startPasskey(ctx, {})) });
  expect(await waysOf()).toMatchObject({ ways: "both" });
  await removeTotp(ctx, {});
  expect(await waysOf()).toMatchObject({ ways: "passkey" });
});

describe("an authenticator app", () => {
  test("is the one that was shown: a setup begun elsewhere meanwhile is neither confirmed nor confirms it", async () => {
    const person = await newPerson();
    const ctx = await requestOf(await signInAs(person));
    const elsewhere = await requestOf(await signInAs(person));
    const shown = await startTotp(ctx, {});
    const later = await startTotp(elsewhere, {});
    const begun = "select sealed, last_step, confirmed_at from totp_secrets where user_id = $1";
    const before = await adminQuery(begun, [person.userId]);
    for (const code of [await codeAt(now(), shown.secret), await codeAt(now(), later.secret)])
      await expect(finishTotp(ctx, { code, secret: shown.secret })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await adminQuery(begun, [person.userId])).toEqual(before);
    expect(await myFactors(ctx, {})).toMatchObject({ totpSince: null });
    await finishTotp(elsewhere, { code: await codeAt(now(), later.secret), secret: later.secret });
    expect(await myFactors(ctx, {})).toMatchObject({ totpSince: expect.any(String) });
  });

  test("that was confirmed in another tab is on already, which costs no try and changes nothing", async () => {
    const person = await newPerson();
    const ctx = await requestOf(await signInAs(person));
    const { secret } = await startTotp(ctx, {});
    const code = await codeAt(now(), secret);
    await finishTotp(ctx, { code, secret });
    const rows = "select sealed, last_step, confirmed_at from totp_secrets where user_id = $1";
    const before = await adminQuery(rows, [person.userId]);
    const on = { code: "CONFLICT", message: expect.stringContaining("was already added") };
    for (let nth = 0; nth < 20; nth++) await expect(finishTotp(ctx, { code, secret })).rejects.toMatchObject(on);
    expect(await adminQuery(rows, [person.userId])).toEqual(before);
    expect(await mailsTo(person.email)).toHaveLength(1);
    expect((await requestOf(await signInWithTotp(person, secret))).actor).toMatchObject({ factorAt: expect.any(Date) });
  });

  test("counts from its first right code on, and its secret is sealed", async () => {
    const person = await newPerson();
    const ctx = await requestOf(await signInAs(person));
    const { secret, qr } = await startTotp(ctx, {});
    expect(qr.path).toMatch(/^M0 0h1v1h-1z/);
    await expect(finishTotp(ctx, { code: "000000", secret })).rejects.toMatchObject(refusedCode);
    await signInAs(person);
    const { recoveryCodes } = await finishTotp(ctx, { code: await codeAt(now(), secret), secret });
    expect(new Set(recoveryCodes)).toHaveProperty("size", 10);
    expect(await myFactors(ctx, {})).toMatchObject({ totpSince: expect.any(String), recoveryCodesLeft: 10 });
    const rows = await adminQuery<{ row: string }>(
      "select row_to_json(t)::text as row from totp_secrets t where user_id = $1 union all select row_to_json(r)::text from recovery_codes r where user_id = $1",
      [person.userId],
    );
    const stored = rows.map(({ row }) => row).join();
    for (const planted of [secret, ...(recoveryCodes ?? [])]) expect(stored).not.toContain(planted);
    expect((await mailsTo(person.email))[0]?.subject).toBe("A second factor was added");
    expect((await requestOf(await signInWithTotp(person, secret))).actor).toMatchObject({ factorAt: expect.any(Date) });
  });

  test("of one person does not open for another, even with their row copied", async () => {
    const [ana, ben] = [await withTotp(), await withTotp()];
    await adminQuery(
      "update totp_secrets set sealed = (select sealed from totp_secrets where user_id = $1) where user_id = $2",
      [ana.person.userId, ben.person.userId],
    );
    await expect(secondStep(ben.person, await codeAt(now() + 30, ana.secret))).rejects.toThrow();
    expect(await sessionsOf(ben.person)).toHaveLength(1);
  });

  test("a code works once in its window, also for two at the same time", async () => {
    const person = await newPerson();
    await setTotp(person.userId, secret);
    const code = await codeAt(now());
    const results = await Promise.allSettled([secondStep(person, code), secondStep(person, code)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const before = await sessionsOf(person);
    await expect(secondStep(person, code)).rejects.toMatchObject(refusedCode);
    await expect(secondStep(person, await codeAt(now() - 30))).rejects.toMatchObject(refusedCode);
    expect(await sessionsOf(person)).toEqual(before);
  });

  test("guessing codes ends after seven, also with the right one", async () => {
    const person = await newPerson();
    await setTotp(person.userId, secret);
    const challenge = await firstStep(person);
    const codes: string[] = [];
    for (let index = 0; index < 9; index++)
      await signInWithCode(anonymous(), { challenge, code: "ABCD-EFGH-JKMN-PQRS", device: null }).catch(
        (error: { code: string }) => codes.push(error.code),
      );
    expect(codes).toEqual([...Array(7).fill("VALIDATION"), "RATE_LIMITED", "RATE_LIMITED"]);
    await expect(
      signInWithCode(anonymous(), { challenge, code: await codeAt(now()), device: null }),
    ).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(await sessionsOf(person)).toEqual([]);
  });
});

async function signInWithTotp(person: TestPerson, of: string): Promise<string> {
  // The code of now was used to add the app; the next one is right too.
  return (await secondStep(person, await codeAt(now() + 30, of))).token;
}

describe("a second step that is left out", () => {
  test("opens nothing: the proof of the password is no session, and a forged one is none either", async () => {
    const { person } = await withTotp();
    const challenge = await firstStep(person);
    expect((await requestOf(challenge)).actor).toEqual({ type: "anonymous" });
    expect(await sessionsOf(person)).toHaveLength(1);
    for (const forged of ["", "x.y", `${challenge.split(".")[0]}.AAAA`])
      await expect(
        signInWithCode(anonymous(), { challenge: forged, code: "123456", device: null }),
      ).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await sessionsOf(person)).toHaveLength(1);
  });

  test("a proof ends with the password that it proved", async () => {
    const { person, secret } = await withTotp();
    const challenge = await firstStep(person);
    const { requestPasswordReset } = await import("./operations/passwords");
    await requestPasswordReset(anonymous(), { email: person.email });
    const { mailedToken } = await import("@/test/identity");
    await resetPassword(anonymous(), {
      token: await mailedToken(person.email, "/reset"),
      password: "gravel trombone seven",
    });
    await expect(
      signInWithCode(anonymous(), { challenge, code: await codeAt(now() + 30, secret), device: null }),
    ).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});

describe("recovery codes", () => {
  test("each signs in once, however it is written, and its use is told", async () => {
    const { person, codes } = await withTotp();
    const [code = "", other = ""] = codes;
    expect(await secondStep(person, code.toLowerCase().replaceAll("-", " "))).toMatchObject({ userId: person.userId });
    expect((await mailsTo(person.email)).map(({ subject }) => subject)).toContain("A recovery code was used");
    const before = await sessionsOf(person);
    await expect(secondStep(person, code)).rejects.toMatchObject(refusedCode);
    expect(await sessionsOf(person)).toEqual(before);
    const both = await Promise.allSettled([secondStep(person, other), secondStep(person, other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("new ones end all earlier ones, and another person's are worth nothing", async () => {
    const [ana, ben] = [await withTotp(), await withTotp()];
    const { recoveryCodes } = await makeRecoveryCodes(ana.ctx, {});
    await expect(secondStep(ana.person, ana.codes[0] ?? "")).rejects.toMatchObject(refusedCode);
    await expect(secondStep(ana.person, ben.codes[0] ?? "")).rejects.toMatchObject(refusedCode);
    expect(await secondStep(ana.person, recoveryCodes[0] ?? "")).toMatchObject({ userId: ana.person.userId });
  });
});

describe("a passkey", () => {
  async function withPasskey() {
    const person = await newPerson();
    const ctx = await requestOf(await signInAs(person));
    const authenticator = testAuthenticator();
    const answer = authenticator.register(await startPasskey(ctx, {}));
    const { recoveryCodes } = await addPasskey(ctx, { name: "Laptop", answer });
    expect(recoveryCodes).toHaveLength(10);
    return { person, ctx, authenticator };
  }

  test("signs in alone as both factors, and is the second step of a password", async () => {
    const { person, authenticator } = await withPasskey();
    const question = await askForPasskey(anonymous(), {});
    const session = await signInWithPasskey(anonymous(), { answer: authenticator.assert(question), device: null });
    expect((await requestOf(session.token)).actor).toMatchObject({
      userId: person.userId,
      factorAt: expect.any(Date),
      confirmedAt: expect.any(Date),
    });
    await firstStep(person);
  });

  test("an app that was begun and not finished is no second factor", async () => {
    const { person, ctx } = await withPasskey();
    const { secret } = await startTotp(ctx, {});
    const before = await sessionsOf(person);
    await expect(secondStep(person, await codeAt(now(), secret))).rejects.toMatchObject(refusedCode);
    expect(await sessionsOf(person)).toEqual(before);
  });

  test("of another site, an answer twice, or to no question of ours is refused", async () => {
    const { person, authenticator } = await withPasskey();
    const before = await sessionsOf(person);
    const attempt = (answer: ReturnType<typeof authenticator.assert>) =>
      signInWithPasskey(anonymous(), { answer, device: null });
    const refused = { code: "UNAUTHENTICATED" };
    const foreign = authenticator.assert(await askForPasskey(anonymous(), {}), "https://evil.example");
    await expect(attempt(foreign)).rejects.toMatchObject(refused);
    const unasked = authenticator.assert({ options: { challenge: Buffer.from("made up").toString("base64url") } });
    await expect(attempt(unasked)).rejects.toMatchObject(refused);
    const stranger = testAuthenticator().assert(await askForPasskey(anonymous(), {}));
    await expect(attempt(stranger)).rejects.toMatchObject(refused);
    expect(await sessionsOf(person)).toEqual(before);
    const refusals = "select 1 from identity_events where name = 'person.signInRefused' and user_id = $1";
    expect(await adminQuery(refusals, [person.userId])).toHaveLength(2);
    const answer = authenticator.assert(await askForPasskey(anonymous(), {}));
    await attempt(answer);
    await expect(attempt(answer)).rejects.toMatchObject(refused);
    expect(await sessionsOf(person)).toHaveLength(before.length + 1);
  });

  test("made on another site is not added", async () => {
    const person = await newPerson();
    const ctx = await requestOf(await signInAs(person));
    const answer = testAuthenticator().register(await startPasskey(ctx, {}), "https://evil.example");
    await expect(addPasskey(ctx, { name: "Phished", answer })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await myFactors(ctx, {})).toMatchObject({ passkeys: [], recoveryCodesLeft: 0 });
  });

  test("another person neither removes nor confirms with it", async () => {
    const [ana, ben] = [await withPasskey(), await withPasskey()];
    const [passkey] = (await myFactors(ana.ctx, {})).passkeys;
    await expect(removePasskey(ben.ctx, { id: passkey?.id ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const answer = ana.authenticator.assert(await askMyPasskey(ben.ctx, {}));
    await expect(confirmIdentity(ben.ctx, { by: "passkey", answer })).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await myFactors(ana.ctx, {})).passkeys).toHaveLength(1);
  });
});

describe("several changes of factors at once", () => {
  test("both removed: no session counts as one with a second factor, and no recovery code stays", async () => {
    const { person, ctx } = await withTotp();
    await addPasskey(ctx, { name: "Laptop", answer: testAuthenticator().register(await startPasskey(ctx, {})) });
    const [passkey] = (await myFactors(ctx, {})).passkeys;
    await using row = await hold(`select 1 from users where id = '${person.userId}' for update`);
    const both = Promise.all([removeTotp(ctx, {}), removePasskey(ctx, { id: passkey?.id ?? "" })]);
    await expect.poll(howManyWait).toBe(2);
    await row.release();
    await both;
    expect(
      await adminQuery(
        `select (select count(*)::int from totp_secrets where user_id = $1) as apps,
                (select count(*)::int from passkeys where user_id = $1) as passkeys,
                (select count(*)::int from recovery_codes where user_id = $1) as codes,
                (select count(*)::int from sessions where user_id = $1 and factor_at is not null) as sessions`,
        [person.userId],
      ),
    ).toEqual([{ apps: 0, passkeys: 0, codes: 0, sessions: 0 }]);
  });
});

describe("confirming that it is you", () => {
  const asks = { code: "FORBIDDEN", details: { reason: "confirm" } };

  test("no factor is added or removed without it, and a password makes it good for ten minutes", async () => {
    const person = await newPerson();
    const token = await signInAs(person);
    await forgetProof(person);
    await expect(startTotp(await requestOf(token), {})).rejects.toMatchObject(asks);
    expect(await adminQuery("select 1 from totp_secrets where user_id = $1", [person.userId])).toEqual([]);
    const wrong = confirmIdentity(await requestOf(token), { by: "password", password: "not this one" });
    await expect(wrong).rejects.toMatchObject({ code: "VALIDATION", details: { fields: [{ path: "password" }] } });
    await expect(startTotp(await requestOf(token), {})).rejects.toMatchObject(asks);
    await confirmIdentity(await requestOf(token), { by: "password", password: person.password });
    expect(await startTotp(await requestOf(token), {})).toMatchObject({ secret: expect.any(String) });
  });

  test("a factor is not removed without it; the session then has none", async () => {
    const { person, secret } = await withTotp();
    const token = await signInWithTotp(person, secret);
    await forgetProof(person);
    await expect(removeTotp(await requestOf(token), {})).rejects.toMatchObject(asks);
    expect(await myFactors(await requestOf(token), {})).toMatchObject({ totpSince: expect.any(String) });
    await confirmIdentity(await requestOf(token), { by: "password", password: person.password });
    await removeTotp(await requestOf(token), {});
    expect(await myFactors(await requestOf(token), {})).toEqual({
      totpSince: null,
      passkeys: [],
      recoveryCodesLeft: 0,
      givenHere: false,
    });
    expect((await mailsTo(person.email))[0]?.subject).toBe("A second factor was removed");
  });

  test("a session without the second factor does not confirm with the password alone", async () => {
    const person = await newPerson();
    const token = await signInAs(person);
    await setTotp(person.userId, secret);
    await forgetProof(person);
    const byPassword = confirmIdentity(await requestOf(token), { by: "password", password: person.password });
    await expect(byPassword).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(removeTotp(await requestOf(token), {})).rejects.toMatchObject(asks);
    await confirmIdentity(await requestOf(token), { by: "code", code: await codeAt(now()) });
    expect((await requestOf(token)).actor).toMatchObject({ factorAt: expect.any(Date) });
  });
});
