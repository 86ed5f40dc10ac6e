import "server-only";
import type { z } from "zod";
import type { Actor, IdentityActor } from "./actor.ts";
import { AppError } from "./errors.ts";
import type { CommonDef, Kind } from "./operation-def.ts";

/** How long a proof of who somebody is lasts for acts that ask for one. */
export const confirmedForMs = 10 * 60_000;

/**
 * Refuses an act that needs a fresh proof of who the person is, where their session has none. Work that no request
 * began has no session, and was allowed when it was asked for.
 */
export function requireConfirmed<I extends z.ZodType>(
  { stepUp }: Pick<CommonDef<Kind, I, z.ZodType>, "stepUp">,
  actor: Actor | IdentityActor,
  input: z.output<I>,
): void {
  if (stepUp === true || stepUp?.(input)) requireProof(actor);
}

/** The same for an act whose weight shows only from the rows that it changes. */
export function requireProof(actor: Actor | IdentityActor): void {
  if ((actor.type !== "user" && actor.type !== "person") || actor.confirmedAt === undefined) return;
  requireFresh(actor.confirmedAt);
}

/** Refuses an act whose session has no proof, or an old one, of who the person is. */
export function requireFresh(confirmedAt: Date | null): void {
  if (confirmedAt && Date.now() - confirmedAt.getTime() < confirmedForMs) return;
  throw new AppError("FORBIDDEN", "Confirm your identity to continue.", { reason: "confirm" });
}
