import "@/registry/register";
import { expect, test } from "vitest";
import { atScale } from "@/test/deep-scale";
import { FeedTrial } from "@/test/feed-trial";

// By hand with 10,000 acts: `DEEP_SCALE=10 npx vitest run --project deep-db changes/trial`.
const acts = atScale(1_000);

test(
  "copies that only follow the feed are equal after many random acts of 8 writers",
  async () => {
    const trial = await FeedTrial.start(20261129);
    await trial.run({ acts, writers: 8 });
    expect(trial.counts.done + trial.counts.undone).toBe(acts);
    expect(trial.counts.done).toBeGreaterThan(acts * 0.75);
    expect(trial.counts.undone).toBeGreaterThan(acts * 0.05);
    expect(trial.counts.ended).toBeGreaterThanOrEqual(4);
  },
  atScale(600_000),
);
