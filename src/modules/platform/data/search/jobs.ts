import "server-only";
import { dueFrom, slotOf } from "@/lib/due";
import { sweepEvents } from "@/lib/job-events";
import { platform } from "@/modules/platform/module";
import { forgetWords, hasLeftWords } from "@/server/search/forget-words";

/** Steps of one run: some thousand words; the next run goes on. */
const mostSteps = 50;

/** Forgets words of names that were changed or deleted, where no other name holds them: no deleted name stays known. */
export const forgetNames = platform.job({
  id: "forget-names",
  label: "Deletes unused words from the search index",
  on: [sweepEvents.wordsToForget],
  atOnce: 1,
  after: "change",
  due: async (ctx, now) => dueFrom((await hasLeftWords(ctx)) ? now : null, now, slotOf(now, "tenMinutes")),
  async run({ step }) {
    for (let nth = 1; nth <= mostSteps; nth++) if ((await step(`forget ${nth}`, forgetWords)) === 0) return;
  },
});
