import { beforeAll, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import type { Ctx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { inFlight } from "@/server/in-flight";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { anonymous, newMail, newPerson, requestOf, type TestPerson } from "@/test/identity";
import { signIn } from "./operations/sign-in";

const howMany = 50;

let people: TestPerson[];
let colleague: Ctx;

beforeAll(async () => {
  colleague = await (await testWorkspace()).role("owner");
  await accountOperations.create(colleague, { name: "Alder Ports" });
  const first = await newPerson();
  const { passwordHash } = await platformClient().user.findUniqueOrThrow({ where: { id: first.userId } });
  people = Array.from({ length: howMany }, () => ({ ...first, email: newMail() }));
  // One hash for all of them: to make fifty takes seconds.
  await platformClient().user.createMany({
    data: people.map(({ name, email }) => ({
      name,
      email,
      emailKey: email,
      passwordHash,
      emailVerifiedAt: new Date(),
    })),
  });
});

/** Signs in within the bounds of the address, as the route does; returns whose session it is. */
async function signInFrom(address: string, { email, password }: TestPerson): Promise<string> {
  const work = () => signIn(anonymous(address), { email, password, device: null });
  const { token } = await inFlight({ credential: null, address }, "signIn", work);
  const { actor } = await requestOf(token);
  return actor.type === "person" ? actor.email : "";
}

async function allAtOnce(addressOf: (place: number) => string) {
  const all = people.map((person, place) => signInFrom(addressOf(place), person));
  const { rows } = await accountOperations.list(colleague, {});
  return { signedIn: await Promise.all(all), rows };
}

const sessions = async () =>
  (
    await adminQuery<{ count: number }>(
      "select count(*)::int from sessions s join users u on u.id = s.user_id where u.email = any($1)",
      [people.map(({ email }) => email)],
    )
  )[0]?.count;

describe("fifty people who sign in at once all get in, and a colleague gets their list meanwhile", () => {
  test.each([
    ["from one address", () => "203.0.113.7"],
    ["from fifty addresses", (place: number) => `198.51.100.${place + 1}`],
  ])("%s", async (_name, addressOf) => {
    const before = (await sessions()) ?? 0;
    const { signedIn, rows } = await allAtOnce(addressOf);
    expect(signedIn).toEqual(people.map(({ email }) => email));
    expect(await sessions()).toBe(before + howMany);
    expect(rows.map(({ name }) => name)).toEqual(["Alder Ports"]);
  });
});
