import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { generate } from "otplib";
import { describe, expect, test } from "vitest";
import { sealDevice } from "@/server/device-cookie";
import { hashPassword, verifyPassword } from "@/server/password";
import { adminQuery } from "@/test/db";
import { anonymous, newMail, newPerson, requestOf, signInAs, type TestPerson } from "@/test/identity";
import { mailsTo } from "@/test/mail";
import { testAuthenticator } from "@/test/passkey";
import { setTotp } from "./operations/codes";
import { confirmIdentity } from "./operations/confirm";
import { addPasskey, askForPasskey, startPasskey } from "./operations/passkeys";
import { signIn, signInWithCode, signInWithPasskey } from "./operations/sign-in";

/** The message for a guess from a new network. */
async function guess(email: string, password: string, device: string | null = null): Promise<string> {
  return await signIn(anonymous(), { email, password, device }).then(
    () => "OK",
    (error: { code: string }) => error.code,
  );
}

async function deviceOf(person: TestPerson): Promise<string> {
  const { device } = await signIn(anonymous(), { email: person.email, password: person.password, device: null });
  return device;
}

describe("guessing passwords", () => {
  test("from many networks: at most 10 are evaluated in a window, and a known browser still gets in", async () => {
    const person = await newPerson();
    const device = await deviceOf(person);
    const strangers: string[] = [];
    for (let index = 0; index < 30; index++) strangers.push(await guess(person.email, `wrong ${index}`));
    expect(strangers.filter((code) => code !== "RATE_LIMITED")).toHaveLength(7);
    expect(await guess(person.email, person.password)).toBe("RATE_LIMITED");
    expect(await guess(person.email, person.password, device)).toBe("OK");

    const known: string[] = [];
    for (let index = 0; index < 10; index++) known.push(await guess(person.email, `wrong ${index}`, device));
    expect(known.filter((code) => code !== "RATE_LIMITED")).toHaveLength(3);
  });

  test("all at once are counted as well as one by one", async () => {
    const { email } = await newPerson();
    const codes = await Promise.all(Array.from({ length: 40 }, (_, index) => guess(email, `wrong ${index}`)));
    expect(codes.filter((code) => code === "UNAUTHENTICATED")).toHaveLength(7);
  });

  test("an unknown address is told the same as a known one, and is counted the same", async () => {
    const answers = await Promise.all(
      [(await newPerson()).email, newMail()].map(async (email) => {
        const seen: string[] = [];
        for (let index = 0; index < 9; index++)
          await signIn(anonymous(), { email, password: "wrong", device: null }).catch((error: Error) =>
            seen.push(error.message.replace(/\d+ (minutes?|seconds?)/, "a while")),
          );
        return seen;
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toHaveLength(9);
  });

  test("one network is stopped over all accounts", async () => {
    const codes: string[] = [];
    // One IPv6 client has 64 bits to itself, so many addresses are one network.
    const network = randomBytes(6)
      .toString("hex")
      .replace(/(.{4})/g, "$1:");
    for (let index = 0; index < 52; index++)
      await signIn(anonymous(`2001:${network}:${index.toString(16)}`), {
        email: newMail(),
        password: "wrong",
        device: null,
      }).catch((error: { code: string }) => codes.push(error.code));
    expect(codes.slice(50)).toEqual(["RATE_LIMITED", "RATE_LIMITED"]);
    expect(codes.slice(0, 50)).not.toContain("RATE_LIMITED");
  });

  test("a password that is not compared, since too many people sign in, is not counted", async () => {
    const person = await newPerson();
    let isFull = true;
    const crowd = Array.from({ length: 70 }, async () => {
      while (isFull) await verifyPassword("anything", null).catch(() => nextTurn());
    });
    // Seven that are compared would keep the person out.
    const codes: string[] = [];
    for (let index = 0; index < 8; index++) codes.push(await guess(person.email, "wrong"));
    isFull = false;
    await Promise.all(crowd);
    expect(codes.filter((code) => code === "UNAVAILABLE").length).toBeGreaterThan(1);
    expect(codes).not.toContain("RATE_LIMITED");
    expect(await guess(person.email, person.password)).toBe("OK");
  });

  test("right passwords are not counted, and the table names nobody", async () => {
    const person = await newPerson();
    for (let index = 0; index < 9; index++) expect(await guess(person.email, person.password)).toBe("OK");
    const rows = await adminQuery("select 1 from rate_limits where key like '%@%'");
    expect(rows).toEqual([]);
  });

  test("a device is known for its own person and until the password changes", async () => {
    const [ana, ben] = [await newPerson(), await newPerson("Ben Ode")];
    const stale = await sealDevice({ id: ana.userId, passwordHash: "an earlier one" });
    for (let index = 0; index < 8; index++) await guess(ana.email, "wrong");
    expect(await guess(ana.email, ana.password, await deviceOf(ben))).toBe("RATE_LIMITED");
    expect(await guess(ana.email, ana.password, stale)).toBe("RATE_LIMITED");
    expect(await guess(ana.email, ana.password, "forged")).toBe("RATE_LIMITED");
  });

  test("without a stored password the comparison says no", async () => {
    expect(await verifyPassword("anything", null)).toBe(false);
  });

  test("without a stored password the comparison is as much work", async () => {
    // Processor time, which other programs do not change. The first comparison also creates the hash for unknown
    // people.
    const work = async (stored: string | null) => {
      const before = process.cpuUsage();
      for (let index = 0; index < 8; index++) await verifyPassword("anything", stored);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await work(null);
    const known = await work(await hashPassword("three unrelated words"));
    expect(await work(null)).toBeGreaterThan(known / 2);
  });
});

describe("guessing codes of a second factor", () => {
  const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
  const rightCode = () => generate({ secret, epoch: Math.floor(Date.now() / 1000) });

  /** A person with an authenticator app, a browser and a session from before, and a stranger with the password. */
  async function guarded() {
    const person = await newPerson();
    const [device, token] = [await deviceOf(person), await signInAs(person)];
    await setTotp(person.userId, secret);
    const firstStep = (from: string | null) =>
      signIn(anonymous(), { email: person.email, password: person.password, device: from }).then(
        () => "",
        (error: { details?: { challenge?: string } }) => error.details?.challenge ?? "",
      );
    async function enter(code: string, from: string | null): Promise<string> {
      const challenge = await firstStep(from);
      return await signInWithCode(anonymous(), { challenge, code, device: from }).then(
        () => "OK",
        (error: { code: string }) => error.code,
      );
    }
    async function guesses(howMany: number, from: string | null = null): Promise<string[]> {
      const codes: string[] = [];
      for (let index = 0; index < howMany; index++) codes.push(await enter("ABCD-EFGH-JKMN-PQRS", from));
      return codes;
    }
    const subjects = async () => (await mailsTo(person.email)).map(({ subject }) => subject);
    return { person, device, token, enter, guesses, subjects };
  }

  test("with the password does not keep the person out of a browser that they know", async () => {
    const { device, enter, guesses } = await guarded();
    expect(await guesses(9)).toEqual([...Array(7).fill("VALIDATION"), "RATE_LIMITED", "RATE_LIMITED"]);
    expect(await enter(await rightCode(), null)).toBe("RATE_LIMITED");
    expect(await enter(await rightCode(), "forged")).toBe("RATE_LIMITED");
    expect(await enter(await rightCode(), device)).toBe("OK");
    expect(await guesses(5, device)).toEqual([...Array(3).fill("VALIDATION"), "RATE_LIMITED", "RATE_LIMITED"]);
  });

  test("does not keep the person from confirming that it is them in their session", async () => {
    const { token, guesses } = await guarded();
    await guesses(8);
    const ctx = await requestOf(token);
    expect(await confirmIdentity(ctx, { by: "code", code: await rightCode() })).toHaveProperty("until");
    for (let index = 0; index < 3; index++)
      await expect(confirmIdentity(ctx, { by: "code", code: "000000" })).rejects.toMatchObject({ code: "VALIDATION" });
    await expect(confirmIdentity(ctx, { by: "code", code: "000000" })).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  test("is told to the person once a day, and a few typing errors are not", async () => {
    const { person, guesses, subjects } = await guarded();
    const told = "Wrong codes for your account";
    await guesses(6);
    expect(await subjects()).not.toContain(told);
    await guesses(2);
    expect(await subjects()).toContain(told);
    // As after the wait of a quarter of an hour.
    await adminQuery("delete from rate_limits where key like 'second-factor:%'");
    expect((await guesses(1))[0]).toBe("VALIDATION");
    expect((await subjects()).filter((subject) => subject === told)).toHaveLength(1);
    expect((await mailsTo(person.email))[0]?.links.some((href) => href.endsWith("/forgot"))).toBe(true);
  });
});

test("wrong answers of passkeys are limited for a network, and right ones do not count", async () => {
  const person = await newPerson();
  const [ctx, network] = [await requestOf(await signInAs(person)), anonymous()];
  const [own, unknown] = [testAuthenticator(), testAuthenticator()];
  await addPasskey(ctx, { name: "Phone", answer: own.register(await startPasskey(ctx, {})) });
  async function answers(howMany: number, authenticator: typeof own): Promise<string[]> {
    const codes: string[] = [];
    for (let index = 0; index < howMany; index++) {
      const answer = authenticator.assert(await askForPasskey(anonymous(), {}));
      await signInWithPasskey(network, { answer, device: null }).then(
        () => codes.push("OK"),
        (error: { code: string }) => codes.push(error.code),
      );
    }
    return codes;
  }
  expect(await answers(49, unknown)).toEqual(Array(49).fill("UNAUTHENTICATED"));
  expect(await answers(2, own)).toEqual(["OK", "OK"]);
  expect(await answers(3, unknown)).toEqual(["UNAUTHENTICATED", "RATE_LIMITED", "RATE_LIMITED"]);
  const refusals = "select 1 from identity_events where name = 'person.signInRefused' and data->>'address' = $1";
  expect(await adminQuery(refusals, [network.address])).toHaveLength(50);
});
