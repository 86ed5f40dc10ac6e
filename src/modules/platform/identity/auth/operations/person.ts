import "server-only";
import { z } from "zod";
import { foldKey } from "@/lib/text";
import { identity } from "@/modules/platform/module";
import { ctxsOfPerson } from "@/server/access";
import type { IdentityActor } from "@/server/actor";
import type { IdentityCtx } from "@/server/context";
import { platformClient } from "@/server/db/client";
import { AppError } from "@/server/errors";
import { inTransaction } from "@/server/execute";
import { noteIdentity } from "@/server/identity-events";
import { hashPassword } from "@/server/password";
import { copyPersonName } from "../../members/operations/joining";
import { personEvents } from "../events";
import { profile, updateProfileInput } from "../schema";

type Person = Extract<IdentityActor, { type: "person" }>;

/** The signed-in person of an operation that requires one. */
export function personOf(ctx: IdentityCtx): Person {
  if (ctx.actor.type !== "person") throw new AppError("UNAUTHENTICATED", "Sign in first.");
  return ctx.actor;
}

export const myProfile = identity.operation({
  kind: "query",
  permission: "anonymous",
  input: z.object({}),
  output: profile.nullable(),
  describe: "Name and e-mail address of the signed-in person, or null.",
  async run(ctx) {
    return ctx.actor.type === "person" ? { name: ctx.actor.name, email: ctx.actor.email } : null;
  },
});

/** Customers read the name of staff, and operators find the account by its address: staff change neither themselves. */
export async function refuseOfStaff(userId: string, message: string): Promise<void> {
  if ((await platformClient().staff.count({ where: { userId } })) > 0) throw new AppError("FORBIDDEN", message);
}

export const updateProfile = identity.operation({
  kind: "mutation",
  permission: "person",
  input: updateProfileInput,
  output: profile,
  describe: "Changes the caller's name, in every workspace. Safe to repeat.",
  async run(ctx, input) {
    const { userId, name, email } = personOf(ctx);
    await refuseOfStaff(
      userId,
      "Only operators can change the names of staff. Ask one to run staff:add again with your new name.",
    );
    if (input.name !== name)
      await platformClient().$transaction(async (db) => {
        await db.user.update({ where: { id: userId }, data: { name: input.name } });
        const data = { before: { name }, after: { name: input.name } };
        await noteIdentity(db, ctx, personEvents.profileUpdated, { userId, data });
      });
    for (const workspace of await ctxsOfPerson(ctx, userId))
      await inTransaction(workspace, (inner) => copyPersonName(inner, input.name));
    return { name: input.name, email };
  },
});

export interface NewPerson {
  name: string;
  email: string;
  password: string;
}

/**
 * A person with a proven e-mail address (an invitation arrived there). Takes over an unconfirmed sign-up; CONFLICT when
 * the address has a confirmed account.
 */
export async function registerVerified(ctx: IdentityCtx, person: NewPerson): Promise<{ id: string; name: string }> {
  const emailKey = foldKey(person.email);
  const { name, email } = person;
  const fields = { name, email, passwordHash: await hashPassword(person.password), emailVerifiedAt: new Date() };
  return await platformClient().$transaction(async (db) => {
    await db.user.createMany({ data: [{ name, email, emailKey }], skipDuplicates: true });
    const { id } = await db.user.findUniqueOrThrow({ where: { emailKey }, select: { id: true } });
    const { count } = await db.user.updateMany({ where: { id, emailVerifiedAt: null }, data: fields });
    if (count === 0) throw new AppError("CONFLICT", `${email} already has an account. Sign in with it, then accept.`);
    await db.authToken.deleteMany({ where: { userId: id, usedAt: null } });
    await db.session.deleteMany({ where: { userId: id } });
    await noteIdentity(db, ctx, personEvents.signedUp, { userId: id, data: {} });
    await noteIdentity(db, ctx, personEvents.verified, { userId: id, data: {} });
    return { id, name };
  });
}

/** The address of a person, and whether they have proven that they receive e-mail there. */
export async function mailOf(userId: string): Promise<{ email: string; isVerified: boolean }> {
  const { email, emailVerifiedAt } = await platformClient().user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, emailVerifiedAt: true },
  });
  return { email, isVerified: emailVerifiedAt !== null };
}
