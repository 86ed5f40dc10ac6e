import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sealDevice } from "@/server/device-cookie";
import { hashPassword, verifyPassword } from "@/server/password";
import { adminQuery } from "@/test/db";
import { anonymous, newMail, newPerson, type TestPerson } from "@/test/identity";
import { signIn } from "./operations/sign-in";

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
