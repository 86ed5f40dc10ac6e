import "@/registry/register";
import { Client } from "pg";
import { expect, test } from "vitest";
import { adminQuery, howManyWait, workerUrls } from "@/test/db";
import { anonymous, mailedToken, newPerson, requestOf, signInAs, type TestPerson } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { changePassword, requestPasswordReset, resetPassword } from "./operations/passwords";
import { signIn } from "./operations/sign-in";

const other = "gravel trombone seven";

/** The result of an act while somebody else sets another password, after it compared the old one. */
async function overtaken<T>({ userId }: TestPerson, act: () => Promise<T>): Promise<PromiseSettledResult<T>> {
  const change = new Client({ connectionString: workerUrls().superuser });
  await change.connect();
  try {
    await change.query("begin");
    await change.query("update users set password_hash = 'another' where id = $1", [userId]);
    await change.query("update sessions set revoked_at = now() where user_id = $1 and revoked_at is null", [userId]);
    let done = false;
    const result = Promise.allSettled([act().finally(() => (done = true))]);
    await expect.poll(async () => done || (await howManyWait()) > 0).toBe(true);
    await change.query("commit");
    const [outcome] = await result;
    if (!outcome) throw new Error("Nothing came of it.");
    return outcome;
  } finally {
    await change.end();
  }
}

const openSessions = ({ userId }: TestPerson) =>
  adminQuery("select 1 from sessions where user_id = $1 and revoked_at is null", [userId]);

test("no session is opened with a password that is changed while it is compared", async () => {
  const person = await newPerson();
  const { email, password } = person;
  const result = await overtaken(person, () => signIn(anonymous(), { email, password, device: null }));
  expect(result).toMatchObject({ status: "rejected", reason: { code: "UNAUTHENTICATED" } });
  expect(await openSessions(person)).toEqual([]);
});

test("nor is another one set with it", async () => {
  const person = await newPerson();
  const ctx = await requestOf(await signInAs(person));
  const result = await overtaken(person, () => changePassword(ctx, { current: person.password, password: other }));
  expect(result).toMatchObject({ status: "rejected", reason: { details: { fields: [{ path: "current" }] } } });
  const [row] = await adminQuery("select password_hash from users where id = $1", [person.userId]);
  expect(row).toEqual({ password_hash: "another" });
});

test("a link to a new password goes to the address of the account, however it was typed", async () => {
  const person = await newPerson();
  await requestPasswordReset(anonymous(), { email: person.email.toUpperCase() });
  const [mail] = await mailsTo(person.email);
  expect(mail?.to).toEqual([person.email]);
  await resetPassword(anonymous(), { token: await mailedToken(person.email, "/reset"), password: other });
});
