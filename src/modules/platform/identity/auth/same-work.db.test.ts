// @module-tag once

import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { sealDevice } from "@/server/device-cookie";
import { adminQuery } from "@/test/db";
import { anonymous, newMail, newPerson } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { requestPasswordReset } from "./operations/passwords";
import { signIn } from "./operations/sign-in";
import { resendVerification, signUp } from "./operations/sign-up";

// Modules that are loaded already have what is mocked here.
vi.hoisted(() => void vi.resetModules());
const hashes = vi.hoisted(() => ({ count: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const argon2 = await original<typeof import("@node-rs/argon2")>();
  const counted =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A) => {
      hashes.count++;
      return act(...args);
    };
  return { ...argon2, hash: counted(argon2.hash), verify: counted(argon2.verify) };
});

const opened = vi.hoisted(() => ({ count: 0 }));
vi.mock("next-auth/jwt", async (original) => {
  const jwt = await original<typeof import("next-auth/jwt")>();
  const decode: typeof jwt.decode = (params) => {
    opened.count++;
    return jwt.decode(params);
  };
  return { ...jwt, decode };
});

interface Work {
  statements: string[];
  hashes: number;
  /** Number of decrypted cookies. */
  opened: number;
}

/** The statements that an act sends, in order, and its other expensive steps. */
async function workOf(act: () => Promise<unknown>): Promise<Work> {
  hashes.count = 0;
  opened.count = 0;
  const query = vi.spyOn(pg.Client.prototype, "query");
  await act().catch((error: { code?: string }) => {
    if (error.code !== "UNAUTHENTICATED") throw error;
  });
  const statements = query.mock.calls.map(([config]) =>
    typeof config === "string" ? config : (config as unknown as { text: string }).text,
  );
  query.mockRestore();
  return { statements, hashes: hashes.count, opened: opened.count };
}

const password = "three unrelated words";
const wrong = "gravel trombone seven";

/** A person with an unconfirmed address. */
async function newUnverified(): Promise<string> {
  const email = newMail();
  await signUp(anonymous(), { name: "Ana Ruiz", email, password });
  return email;
}

// The first of its kind prepares shared data: the hash for unknown people, templates, plans.
beforeAll(async () => {
  for (const email of [newMail(), (await newPerson()).email]) {
    await workOf(() => signIn(anonymous(), { email, password: wrong, device: null }));
    await workOf(() => requestPasswordReset(anonymous(), { email }));
  }
});

describe("an address that is known takes the same work as one that is not", () => {
  test("to sign in with a wrong password: the same statements and one hash", async () => {
    const { email } = await newPerson();
    const attempt = (to: string) => () => signIn(anonymous(), { email: to, password: wrong, device: null });
    const known = await workOf(attempt(email));
    expect(known.hashes).toBe(1);
    expect(known.statements.length).toBeGreaterThan(3);
    expect(await workOf(attempt(newMail()))).toEqual(known);
    expect(await workOf(attempt(await newUnverified()))).toEqual(known);
  });

  test("to sign in from a browser that somebody has used", async () => {
    const { email } = await newPerson();
    const device = await sealDevice({ id: randomUUID(), passwordHash: null });
    const attempt = (to: string) => () => signIn(anonymous(), { email: to, password: wrong, device });
    const known = await workOf(attempt(email));
    expect(known.opened).toBe(1);
    expect(await workOf(attempt(newMail()))).toEqual(known);
  });

  test("to ask for a reset", async () => {
    const { email } = await newPerson();
    const nobody = newMail();
    const known = await workOf(() => requestPasswordReset(anonymous(), { email }));
    expect(known.hashes).toBe(0);
    expect(await workOf(() => requestPasswordReset(anonymous(), { email: nobody }))).toEqual(known);
    expect((await mailsTo(email)).length).toBe(1);
    expect((await mailsTo(nobody)).length).toBe(1);
    const links = await adminQuery<{ count: number }>(
      "select count(*)::int from auth_tokens t left join users u on u.id = t.user_id where u.id is null",
      [],
    );
    expect(links[0]?.count).toBe(0);
  });

  test("to sign up: the same statements and one hash, and a confirmed person stays as they are", async () => {
    const person = await newPerson();
    const attempt = (email: string) => () => signUp(anonymous(), { name: "Mallory", email, password: wrong });
    const [row] = await adminQuery("select * from users where id = $1", [person.userId]);
    const known = await workOf(attempt(person.email));
    expect(known.hashes).toBe(1);
    expect(await workOf(attempt(newMail()))).toEqual(known);
    expect(await workOf(attempt(await newUnverified()))).toEqual(known);
    expect(await adminQuery("select * from users where id = $1", [person.userId])).toEqual([row]);
    expect(await adminQuery("select * from auth_tokens where user_id = $1", [person.userId])).toEqual([]);
  });

  test("to ask for the confirmation again, and nobody else gets a link", async () => {
    const person = await newPerson();
    const attempt = (email: string) => () => resendVerification(anonymous(), { email });
    const known = await workOf(attempt(person.email));
    expect(await workOf(attempt(newMail()))).toEqual(known);
    expect(await workOf(attempt(await newUnverified()))).toEqual(known);
    expect(await adminQuery("select * from auth_tokens where user_id = $1", [person.userId])).toEqual([]);
  });
});
