import "server-only";
import type { Ctx } from "./context.ts";

/**
 * The time zone in which the member of this context reads and types times, an IANA name: their own, or that of the workspace. Days
 * of the workspace, such as those of figures and bills, are in `ctx.tenant.timeZone`.
 */
export const readerZone = ({ member, tenant }: Pick<Ctx, "member" | "tenant">): string =>
  member?.zone ?? tenant.timeZone;
