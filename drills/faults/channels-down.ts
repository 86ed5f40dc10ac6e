import type { Findings } from "../check";
import { waitForDelivery } from "../stage/effects";
import { Screens } from "../stage/screens";
import type { Stage } from "../stage/stage";
import { makeOpportunities, makeWorkspace } from "../stage/workspace";

const CAUGHT_UP_WITHIN_S = 5;
const TOLD_WITHIN_S = 10;
const PATIENCE_MS = 360_000;
const WRITES = 20;

/** The channels server goes away: people continue to write, and their screens catch up when it is back. */
export async function channelsDown(stage: Stage, findings: Findings): Promise<void> {
  const { channels, database } = stage;
  const workspace = await makeWorkspace(stage);
  const { rest, openStages } = workspace;
  const ids = await makeOpportunities(workspace, WRITES);
  const screens = await Screens.open(stage, workspace, { count: 2, port: channels.port });
  try {
    await channels.stop();
    const statuses: number[] = [];
    for (const [at, id] of ids.entries()) {
      const body = { stageId: openStages[at % openStages.length] };
      statuses.push((await rest.ask({ method: "POST", path: `/opportunities/${id}/move`, body })).status);
    }
    findings.same("writes while it was away, all made", WRITES, statuses.filter((status) => status === 200).length);
    await channels.start();
    await findings.soon("screens show what was written", CAUGHT_UP_WITHIN_S, screens.upToDate());
    await findings.soon(
      "all changes told after it is back",
      TOLD_WITHIN_S,
      waitForDelivery(database, workspace, PATIENCE_MS),
    );
  } finally {
    screens.close();
  }
}
