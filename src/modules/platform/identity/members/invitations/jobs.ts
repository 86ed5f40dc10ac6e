import "server-only";
import { dueFrom, slotOf } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { firstAttempt } from "@/server/mail-attempts";
import { memberEvents } from "../events";
import { mailableFrom, seatNext } from "./operations/seating";

/** As many as can be invited at once; the clock asks again after each run. */
const mostOfRun = 100;

const { invitationHeld, invitationRevoked, removed, importReverted, joined, roleChanged, grantChanged } = memberEvents;

/** Mails invitations that wait for a seat, in order. Changes of the plan wake every job, so they are not named here. */
export const mailWaitingInvitations = platform.job({
  id: "mail-waiting-invitations",
  label: "Sends invitations that were waiting for a seat",
  on: [sweepEvents.invitationsToMail],
  atOnce: 1,
  // The last three: who queued some may invite again.
  wakes: [invitationHeld, invitationRevoked, removed, importReverted, joined, roleChanged, grantChanged],
  due: async (ctx, now) => dueFrom(await mailableFrom(ctx, now), now, slotOf(now, "second")),
  async run({ step }) {
    for (let nth = 1; nth <= mostOfRun; nth++) {
      const mailId = await step(`seat ${nth}`, seatNext);
      if (mailId === null) return;
      await step(`send ${nth}`, async (ctx) => (await firstAttempt(ctx, mailId)).status);
    }
  },
});
