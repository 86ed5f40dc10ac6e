import "@/registry/register";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { manners, playTrial } from "@/test/sync-trial";

// The deep run plays a hundred others, with killed runs among them, and takes each guard away.
const seeds = [1, 2];

test.each(seeds)("random edits on both sides end equal, without a loop (seed %i)", async (seed) => {
  const of = seed % 2 === 0 ? manners.normalising : manners.coarse;
  const result = await playTrial(await (await testWorkspace()).role("owner"), { seed, manners: of, ticks: 40 });
  expect(result).toMatchObject({ diverged: [], missed: [], quietWrites: 0, cameBack: 0, doubled: 0 });
});
