import "@/registry/register";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { manners, playTrial } from "@/test/sync-trial";

// By hand: `SYNC_SEEDS=2000 npx vitest run --project deep-db loops`, or in parts that begin at `SYNC_FIRST_SEED`.
const count = Number(process.env.SYNC_SEEDS || 100);
const first = Number(process.env.SYNC_FIRST_SEED || 1_000);
const seeds = Array.from({ length: count }, (_, place) => first + place);

test.each(seeds)("random edits on both sides end equal, without a loop (seed %i)", async (seed) => {
  const of = seed % 2 === 0 ? manners.normalising : manners.coarse;
  const ctx = await (await testWorkspace()).role("owner");
  const result = await playTrial(ctx, { seed, manners: of, ticks: 40, kills: seed % 3 === 0 ? 0.3 : 0.08 });
  expect(result).toMatchObject({ diverged: [], missed: [], quietWrites: 0, cameBack: 0, doubled: 0 });
});
