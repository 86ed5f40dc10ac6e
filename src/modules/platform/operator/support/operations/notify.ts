import "server-only";
import { supportEvents } from "@/lib/support-events";
import { leadersOf } from "@/modules/platform/workspace/tenants/ending/operations/people";
import type { Ctx } from "@/server/context";
import { mailEach } from "@/server/mail-once";
import { appLink } from "@/server/mailer";

const subjects: Readonly<Record<string, (staff: string, workspace: string) => string>> = {
  [supportEvents.asked.name]: (staff, workspace) => `${staff} of Throughline support asks to open ${workspace}`,
  [supportEvents.started.name]: (staff, workspace) => `${staff} of Throughline support opened ${workspace}`,
  [supportEvents.ended.name]: (staff, workspace) =>
    `${staff} of Throughline support no longer has access to ${workspace}`,
};

/**
 * E-mails owners and admins of a request, a start or an end. Outside of their preferences, of the month's e-mails and
 * of what notifications wait for: staff are never in a workspace without an e-mail to it.
 */
export async function notifyOfSupport(ctx: Ctx, eventId: string): Promise<void> {
  const event = await ctx.db.event.findFirst({ where: { id: eventId }, select: { name: true, data: true } });
  const subject = event && subjects[event.name];
  if (!subject) return;
  const { text, staff } = event.data as { text: string; staff: string };
  // Templates are loaded where e-mail is written: the background thread, which names the jobs too, cannot.
  const { SupportMail } = await import("../emails/support-mail");
  const { name, slug } = ctx.tenant;
  const body = SupportMail({ workspace: name, text, href: appLink(`/${slug}/settings/support`) });
  await mailEach(ctx, await leadersOf(ctx), { name: eventId, subject: subject(staff, name), body });
}
