import type { Findings } from "../check";
import { waitForDelivery } from "../stage/effects";
import { Network } from "../stage/network";
import { Screens } from "../stage/screens";
import type { Stage } from "../stage/stage";
import { makeOpportunities, makeWorkspace } from "../stage/workspace";
import { until } from "../until";

const CONVERGED_WITHIN_S = 5;
const PATIENCE_MS = 360_000;
const OPPORTUNITIES = 12;
const CHANGES = 3;

/**
 * R23: the network between many tabs and the channels server breaks, opportunities change meanwhile, and it comes
 * back.
 */
export async function reconnectStorm(stage: Stage, findings: Findings): Promise<void> {
  const { database, scale, chance } = stage;
  const workspace = await makeWorkspace(stage);
  const { rest, openStages } = workspace;
  const ids = await makeOpportunities(workspace, OPPORTUNITIES);
  const network = await Network.open(stage.channels.port);
  const screens = await Screens.open(stage, workspace, { count: scale.clients, port: network.port });
  const { all } = screens;
  try {
    const took: number[] = [];
    const behind: number[] = [];
    for (let drop = 1; drop <= scale.drops; drop++) {
      await network.cut();
      await until("no tab is connected", PATIENCE_MS, () => all.every(({ connected }) => !connected));
      for (const id of chance.helpers.arrayElements(ids, CHANGES)) {
        const stageId = chance.helpers.arrayElement(openStages);
        await rest.ask({ method: "POST", path: `/opportunities/${id}/move`, body: { stageId } });
      }
      // Nobody receives this signal: from now on only a tab's own requests can bring it up to date.
      await waitForDelivery(database, workspace, PATIENCE_MS);
      behind.push(await screens.behind());
      await network.mend();
      took.push(await screens.upToDate());
    }
    findings.same("tabs that had to catch up, least of a drop", all.length, Math.min(...behind));
    stage.say(`seconds of each drop: ${took.map((ms) => (ms / 1_000).toFixed(1)).join(" ")}`);
    const what = `${all.length} tabs, ${scale.drops} drops: slowest to show what the database has`;
    findings.within(what, CONVERGED_WITHIN_S, Math.max(...took));
  } finally {
    screens.close();
    await network.cut();
  }
}
