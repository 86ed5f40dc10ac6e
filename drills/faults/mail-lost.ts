import type { Ctx } from "@/server/context";
import type { Findings } from "../check";
import type { Stage } from "../stage/stage";
import { makeWorkspace, type Workspace } from "../stage/workspace";
import { until } from "../until";

const PATIENCE_MS = 360_000;
const GIVEN_UP_WITHIN_MS = 180_000;
const BEGUN_WITHIN_S = 60;
/** A mail server sends this when it is ready for the content; its next message means that it accepted the mail. */
const READY_FOR_MAIL = /^354 /m;

type Row = { id: string; status: string };

/**
 * The app is killed after the mail server accepted a mail, before the app knows: the mail is not sent again
 * automatically, the log says that it may have arrived, and a manual retry sends the same mail. Returns the later
 * checks.
 */
export async function mailLost(stage: Stage, findings: Findings): Promise<() => Promise<void>> {
  const { app, database, engine, mail, scale } = stage;
  const workspace = await makeWorkspace(stage);
  const { colleague, owner, tenantId } = workspace;
  await mailAtOnce(colleague.ctx);
  await mailAtOnce(workspace.firm.ctx);
  const { mailsTo } = await import("@/test/mail");
  const about = async (address: string, opportunity: string) =>
    (await mailsTo(address)).filter(({ subject }) => subject.includes(opportunity));
  const arrived = () => about(colleague.email, "Lost bridge");
  /** Not the mail that invited the colleague. */
  const theMail = async (): Promise<Row> => {
    const rows = await database.query<Row>(
      "select id, status from notification_mails where tenant_id = $1 and member_id = $2 and invitation_id is null",
      [tenantId, colleague.memberId],
    );
    if (rows.length !== 1 || !rows[0]) throw new Error(`There are ${rows.length} mails.`);
    return rows[0];
  };

  mail.loseAfter(READY_FOR_MAIL);
  const body = { name: "Lost bridge", stageId: workspace.openStages[0], ownerId: colleague.memberId };
  const made = await workspace.rest.ask({ method: "POST", path: "/opportunities", body });
  findings.same("the opportunity that is told of", 201, made.status);
  await until("the mail server has the mail", PATIENCE_MS, async () => (await arrived()).length > 0);
  await app.kill();
  mail.loseAfter(undefined);
  const { id, status } = await theMail();
  findings.same("what the killed app has noted", "sending", status);
  await assign(workspace, "Found bridge");
  await app.start();
  await findings.soon(
    "a mail that begins with the app, before anybody has opened a page",
    BEGUN_WITHIN_S,
    until("it has arrived", PATIENCE_MS, async () => (await about(owner.email, "Found bridge")).length > 0),
  );
  // A manual retry ends the run instead.
  const cameBack = async () => (await engine.asleep(id)) > 0 || (await theMail()).status === "sent";
  await until("the engine had the step done again", PATIENCE_MS, cameBack);
  findings.same("mails that arrived, after the step was done again", 1, (await arrived()).length);

  return async () => {
    if (!scale.waitsForMail) await giveUpNow(stage, workspace, id);
    await until("the mail is given up", GIVEN_UP_WITHIN_MS, async () => (await theMail()).status !== "sending");
    findings.same("what the log says of it", "unknown", (await theMail()).status);
    findings.same("mails that arrived, when it is given up", 1, (await arrived()).length);
    const again = await workspace.rest.ask({ method: "POST", path: `/notification-mails/${id}/retry` });
    findings.same("sent again by hand", 200, again.status);
    await until("it has arrived again", PATIENCE_MS, async () => (await arrived()).length > 1);
    await until("the log says so", PATIENCE_MS, async () => (await theMail()).status === "sent");
    const numbers = new Set((await arrived()).map(({ headers }) => headers["message-id"]));
    findings.same("numbers of the two, for mail programs to show one", 1, numbers.size);
  };
}

async function mailAtOnce(theirs: Ctx): Promise<void> {
  const { setNotificationPreference } = await import("@/modules/platform/history/notifications/operations/preferences");
  await setNotificationPreference(theirs, { type: "opportunityAssigned", channel: "emailAtOnce", wanted: true });
}

/** The colleague creates an opportunity and gives it to the owner, without the app. */
async function assign({ colleague, owner, openStages }: Workspace, name: string): Promise<void> {
  const { createOpportunity } = await import("@/modules/crm/opportunities/operations/all");
  await createOpportunity(colleague.ctx, { name, stageId: openStages[0] ?? "", ownerId: owner.memberId });
}

/** The result two minutes later. */
async function giveUpNow({ database }: Stage, { tenantId }: Workspace, id: string): Promise<void> {
  await database.query("update notification_mails set tried_at = tried_at - interval '3 minutes' where id = $1", [id]);
  const { systemCtx } = await import("@/server/member-ctx");
  const { sendWhenDue } = await import("@/modules/platform/history/notifications/mails/operations/send");
  const ctx = await systemCtx(tenantId, "drill", "two minutes later");
  if (ctx) await sendWhenDue(ctx, id);
}
