import "@/registry/register";
import { expect, test } from "vitest";
import type { ProviderClient } from "@/server/sync/provider";
import { testWorkspace } from "@/test/ctx";
import { manners, playTrial, type Trial, type TrialResult } from "@/test/sync-trial";

// Each guard against loops and losses is taken away once, and the same random edits show what it prevents.

const play = async (trial: Omit<Trial, "ticks">): Promise<TrialResult> =>
  await playTrial(await (await testWorkspace()).role("owner"), { ...trial, ticks: 40 });

/** How much went wrong, in the first of some seeds where something did. */
async function failuresOf(trial: Omit<Trial, "ticks" | "seed">): Promise<number> {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { diverged, missed, quietWrites, cameBack, doubled } = await play({ ...trial, seed });
    const failures = diverged.length + missed.length + quietWrites + cameBack + doubled;
    if (failures > 0) return failures;
  }
  return 0;
}

test("with one hash for both sides, a normalised value comes back", async () => {
  const client = (given: ProviderClient): ProviderClient => ({
    ...given,
    async write(remote, writes, props) {
      const answers = await given.write(remote, writes, props);
      const sent = new Map(writes.map((one) => [one.key, one.props]));
      return answers.map((answer) =>
        answer.state === "written"
          ? {
              ...answer,
              snapshot: { ...answer.snapshot, props: { ...answer.snapshot.props, ...sent.get(answer.key) } },
            }
          : answer,
      );
    },
  });
  expect(await failuresOf({ manners: manners.normalising, spoil: { client } })).toBeGreaterThan(0);
});

test("without the guard against old answers, old values come back", async () => {
  let later = 0;
  const client = (given: ProviderClient): ProviderClient => ({
    ...given,
    async changes(remote, cursor, props) {
      const page = await given.changes(remote, cursor, props);
      return {
        ...page,
        snapshots: page.snapshots.map((one) => ({ ...one, version: `9999-${String(++later).padStart(9, "0")}` })),
      };
    },
  });
  expect(await failuresOf({ manners: manners.normalising, spoil: { client } })).toBeGreaterThan(0);
});

test("without intents, a killed run takes its own write for somebody else's", async () => {
  const afterKill: NonNullable<Trial["spoil"]>["afterKill"] = async ({ db }, objectId) => {
    const data = { intentAt: null };
    await db.syncLink.updateMany({ where: { objectId, externalId: { not: null } }, data });
  };
  expect(await failuresOf({ manners: manners.normalising, kills: 0.5 })).toBe(0);
  expect(await failuresOf({ manners: manners.normalising, kills: 0.5, spoil: { afterKill } })).toBeGreaterThan(0);
});

test("without the overlap of its place, a run misses changes", async () => {
  const of = { ...manners.normalising, overlap: 0 };
  expect(await failuresOf({ manners: of })).toBeGreaterThan(0);
});
