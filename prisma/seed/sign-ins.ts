import { subMinutes } from "date-fns/subMinutes";
import { foldKey } from "@/lib/text";
import { memberEvents } from "@/modules/platform/identity/members/events";
import type { Ctx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { hashPassword } from "@/server/password";
import { type DemoMember, type DemoWorkspace, demoPassword } from "./people";
import { ctxOf } from "./workspaces";

interface Placeholder {
  id: string;
  name: string;
}

export interface SignIn extends Placeholder {
  email: string;
}

/** "ann.field@techcorp.example": the address under which a person of the files signs in. */
function addressOf(name: string, host: string): string {
  const words = name.normalize("NFD").toLowerCase().split(/\s+/);
  return `${words.map((word) => word.replaceAll(/[^a-z0-9]/g, "")).join(".")}@${host}`;
}

/** Everybody but the last few, each with an address of their own. */
export function signInsOf(placeholders: readonly Placeholder[], { host, staying }: { host: string; staying: number }) {
  const taken = new Set<string>();
  return placeholders.slice(0, Math.max(0, placeholders.length - staying)).flatMap((one): SignIn[] => {
    const email = addressOf(one.name, host);
    if (taken.has(email)) return [];
    taken.add(email);
    return [{ ...one, email }];
  });
}

/**
 * The people whom the files of a company name accept their places, but for a few: they sign in with the documented
 * password. It is hashed once for all of them, because the demo is to start fast.
 */
export async function bringSignIns(owner: Ctx, { owner: founder, staying }: DemoWorkspace): Promise<void> {
  const rows = await owner.db.member.findMany({
    where: { status: "placeholder" },
    select: { id: true, name: true, role: true, version: true },
    orderBy: { id: "asc" },
  });
  const people = signInsOf(rows, { host: founder.email.split("@")[1] ?? "", staying: staying ?? rows.length });
  if (people.length === 0) return;
  const now = new Date();
  const passwordHash = await hashPassword(demoPassword);
  await platformClient().user.createMany({
    data: people.map(({ name, email }) => ({
      ...{ name, email, emailKey: foldKey(email), passwordHash, emailVerifiedAt: now },
    })),
    skipDuplicates: true,
  });
  const users = await platformClient().user.findMany({
    where: { emailKey: { in: people.map(({ email }) => foldKey(email)) } },
    select: { id: true, email: true },
  });
  const byEmail = new Map(users.map(({ id, email }) => [email, id]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const [place, { id, name, email }] of people.entries()) {
    const userId = byEmail.get(email);
    const row = byId.get(id);
    if (!userId || !row) throw new Error(`${email} was made and is not there.`);
    const ctx = ctxOf(owner.tenant, id, { userId, name, email }, row.role as DemoMember["role"]);
    await inTransaction(ctx, async (inner) => {
      const data = { userId, email, emailKey: foldKey(email), status: "active", version: row.version + 1 };
      // The first ones are at work, the others were there during the last days.
      await inner.db.member.update({
        where: { id },
        data: { ...data, lastActiveAt: subMinutes(now, 7 + place * place * 4) },
      });
      joined(inner, { id, email, version: data.version });
    });
  }
}

function joined(ctx: Ctx, { id, email, version }: { id: string; email: string; version: number }): void {
  const [before, after] = [
    { status: "placeholder", email: null },
    { status: "active", email },
  ];
  emit(ctx, memberEvents.joined, { id, version, before, after, data: { invitationId: null } });
}
