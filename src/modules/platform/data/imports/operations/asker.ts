import "server-only";
import { type Actor, memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";

const keyOf = (actor: Actor) => (actor.type === "apiKey" ? actor.keyId : null);

/**
 * The member and the request that ask for the work of an import: it is done with their rights and in their name. Its
 * attempts are counted anew.
 */
export function asker({ actor, requestId }: Ctx) {
  const askedById = memberOf(actor);
  if (!askedById) throw new AppError("FORBIDDEN", "Only members can import files.");
  return { askedById, askedKeyId: keyOf(actor), requestId, attempts: 0 };
}

/** Whether the actor is who asked for the last work of an import, by the same key: then its counts are the actor's. */
export function hasAsked({ actor }: Ctx, row: { askedById: string; askedKeyId: string | null }): boolean {
  return row.askedById === memberOf(actor) && row.askedKeyId === keyOf(actor);
}
