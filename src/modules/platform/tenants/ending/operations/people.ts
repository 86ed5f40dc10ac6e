import "server-only";
import { env } from "@/env";
import type { Ctx } from "@/server/context";
import { log } from "@/server/log";
import { deliverMail, MailRefused } from "@/server/mailer";

/** Addresses of those who answer for the workspace: its owners and admins. */
export async function leadersOf(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.member.findMany({
    where: { status: "active", userId: { not: null }, role: { in: ["owner", "admin"] } },
    orderBy: { id: "asc" },
    select: { email: true },
  });
  return rows.flatMap(({ email }) => email ?? []);
}

/** The page on which a workspace is exported, handed over and deleted. */
export const endingPage = ({ tenant }: Pick<Ctx, "tenant">): string =>
  `${env.NEXTAUTH_URL}/${tenant.slug}/settings/ending`;

/** Sends one mail to each address; an address that the mail server refuses does not stop the others. */
export async function mailEach(
  ctx: Ctx,
  addresses: readonly string[],
  mail: { subject: string; body: Parameters<typeof deliverMail>[0]["body"] },
): Promise<void> {
  for (const to of addresses) {
    try {
      await deliverMail({ to, ...mail });
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      log.error({ tenantId: ctx.tenant.id, err: error }, "a mail about the end of a workspace was refused");
    }
  }
}
