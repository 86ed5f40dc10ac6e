import { afterEach, expect, test } from "vitest";
import { env } from "@/env";
import { unseal } from "@/server/crypto";
import { platformClient } from "@/server/db/client";
import { newPerson } from "@/test/identity";
import { ownerOf, setTotp } from "./operations/codes";
import { resealSecrets } from "./operations/reseal";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const [former, next] = ["q8Zr5TnW2xLc7VbK4mHs9DfG1pJy6QaE", "Nf3Uw7Ct1Rk9Xe5Zb2Ym8Gv4Lq6Sd0Ha"];
const own = { ENCRYPTION_KEY: env.ENCRYPTION_KEY, ENCRYPTION_KEY_OLD: env.ENCRYPTION_KEY_OLD };
const under = (key: string, old?: string) => Object.assign(env, { ENCRYPTION_KEY: key, ENCRYPTION_KEY_OLD: old });

afterEach(() => void Object.assign(env, own));

async function keptFor({ userId }: { userId: string }): Promise<string> {
  return (await platformClient().totpSecret.findUniqueOrThrow({ where: { userId } })).sealed;
}

test("secrets of the former key are sealed under the new one, once, and open without the former key", async () => {
  await platformClient().totpSecret.deleteMany();
  const [ana, ben] = [await newPerson(), await newPerson()];
  under(former);
  await setTotp(ana.userId, secret);
  under(next, former);
  await setTotp(ben.userId, secret);
  const ofBen = await keptFor(ben);
  expect(await resealSecrets()).toEqual({ resealed: 1, lost: 0 });
  expect(await keptFor(ben)).toBe(ofBen);
  expect(await resealSecrets()).toEqual({ resealed: 0, lost: 0 });
  under(next);
  expect(unseal(ownerOf(ana.userId), await keptFor(ana))).toBe(secret);
});

test("a secret of a key that the server does not have is counted, and left as it is", async () => {
  await platformClient().totpSecret.deleteMany();
  const ana = await newPerson();
  under(former);
  await setTotp(ana.userId, secret);
  const before = await keptFor(ana);
  under(next);
  expect(await resealSecrets()).toEqual({ resealed: 0, lost: 1 });
  expect(await keptFor(ana)).toBe(before);
});
