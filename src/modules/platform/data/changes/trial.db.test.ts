import "@/registry/register";
import { expect, test } from "vitest";
import { FeedTrial } from "@/test/feed-trial";

test("a full read and the feed join without a gap while others write, roll back and hold transactions open", async () => {
  const trial = await FeedTrial.start(7);
  await trial.run({ acts: 150, writers: 8 });
  expect(trial.counts.done).toBeGreaterThan(100);
  expect(trial.counts.undone).toBeGreaterThan(3);
  expect(trial.counts.ended).toBeGreaterThan(0);
});
