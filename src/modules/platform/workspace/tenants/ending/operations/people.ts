import "server-only";
import { env } from "@/env";
import type { Ctx } from "@/server/context";
import type { Addressee } from "@/server/mail-once";

/** Those who answer for the workspace: its owners and admins. */
export const leadersOf = (ctx: Ctx): Promise<Addressee[]> =>
  ctx.db.member.findMany({
    where: { status: "active", userId: { not: null }, role: { in: ["owner", "admin"] } },
    orderBy: { id: "asc" },
    select: { id: true, email: true },
  });

/** The page on which a workspace is exported, handed over and deleted. */
export const endingPage = ({ tenant }: Pick<Ctx, "tenant">): string =>
  `${env.NEXTAUTH_URL}/${tenant.slug}/settings/ending`;
