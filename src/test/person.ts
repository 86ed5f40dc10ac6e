import { foldKey } from "@/lib/text";
import { platformClient } from "@/server/db/client";
import { hashPassword } from "@/server/password";

/** A tenth of a second each, and many people share one. */
const hashed = new Map<string, Promise<string>>();

/** A person with a confirmed account and no workspace. Returns the id. */
export async function confirmedPerson(person: { name: string; email: string; password: string }): Promise<string> {
  const { name, email, password } = person;
  const hash = hashed.get(password) ?? hashPassword(password);
  hashed.set(password, hash);
  const data = { name, email, emailKey: foldKey(email), passwordHash: await hash, emailVerifiedAt: new Date() };
  return (await platformClient().user.create({ data, select: { id: true } })).id;
}
