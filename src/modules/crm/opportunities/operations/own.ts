import "server-only";
import type { Ctx } from "@/server/context";
import { AppError } from "@/server/errors";
import { mayOwn } from "@/server/scope";

/** FORBIDDEN when the actor could not edit deals of this owner. */
export function requireMayOwn(ctx: Ctx, ownerId: string | null): void {
  if (!mayOwn(ctx, "opportunity:edit", ownerId))
    throw new AppError(
      "FORBIDDEN",
      "You may give deals only to yourself, or to members of your teams where you manage them.",
      { field: "ownerId" },
    );
}
