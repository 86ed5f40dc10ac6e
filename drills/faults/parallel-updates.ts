import { setTimeout as delay } from "node:timers/promises";
import type { Findings } from "../check";
import type { Answer, RestClient } from "../stage/client";
import type { Stage } from "../stage/stage";
import { makeOpportunities, makeWorkspace, type Workspace } from "../stage/workspace";

const AT_ONCE = 50;

/** R25: fifty programs change one opportunity at once with the same version, move it, and fill one column. */
export async function parallelUpdates(stage: Stage, findings: Findings): Promise<void> {
  const workspace = await makeWorkspace(stage);
  const { updateRounds: rounds } = stage.scale;
  const [id = ""] = await makeOpportunities(workspace, 1);
  const names = { winners: [] as string[], present: [] as string[] };
  const won: number[] = [];
  const versions: number[] = [];
  const answers: Answer[] = [];
  for (let round = 1; round <= rounds; round++) {
    const version = await versionOf(workspace, id);
    const all = await atOnce((turn) =>
      askPatiently(workspace, {
        method: "PATCH",
        path: `/opportunities/${id}`,
        body: { version, name: `Round ${round} by ${turn}` },
      }),
    );
    const winners = all.filter(({ status }) => status === 200);
    won.push(winners.length);
    names.winners.push(...winners.map(({ data }) => String(data.name)));
    names.present.push(await nameOf(workspace, id));
    versions.push((await versionOf(workspace, id)) - version);
    answers.push(...all);
  }
  const what = `updates of one version, ${AT_ONCE} at once, ${rounds} times`;
  findings.same(`${what}: winners of each`, ones(rounds), won.join(" "));
  findings.same("all others were told 409", rounds * (AT_ONCE - 1), count(answers, 409));
  findings.same("what the winners wrote is what was there", names.winners.join(", "), names.present.join(", "));
  findings.same("versions that each of them took", ones(rounds), versions.join(" "));
  const events = "select count(*) from events where entity_id = $1 and name = 'opportunity.updated'";
  findings.same("events of updates", rounds, await stage.database.number(events, [id]));
  await movesOfOne(stage, findings, workspace, id);
  // Of another member: one may make so many changes a minute, and these would be more.
  await movesIntoOneColumn(stage, findings, await makeWorkspace(stage));
}

/** One opportunity, moved by all at once with the same version, each round into another stage. */
async function movesOfOne({ database, scale }: Stage, findings: Findings, workspace: Workspace, id: string) {
  const { openStages } = workspace;
  const won: number[] = [];
  let refused = 0;
  for (let round = 1; round <= scale.updateRounds; round++) {
    const version = await versionOf(workspace, id);
    const stageId = openStages[(round + 1) % openStages.length];
    const all = await atOnce(() =>
      askPatiently(workspace, { method: "POST", path: `/opportunities/${id}/move`, body: { version, stageId } }),
    );
    won.push(count(all, 200));
    refused += count(all, 409);
  }
  findings.same(`moves of one version, ${AT_ONCE} at once: winners of each`, ones(scale.updateRounds), won.join(" "));
  findings.same("all others were told 409", scale.updateRounds * (AT_ONCE - 1), refused);
  const stays = await database.query<{ sequence: number; fits: boolean; last: boolean; open: boolean }>(
    `select sequence, left_at is null as open, row_number() over (order by sequence desc) = 1 as last,
       coalesce(left_at = lead(entered_at) over (order by sequence), true) as fits
     from stage_entries where opportunity_id = $1 order by sequence`,
    [id],
  );
  const wanted = Array.from({ length: scale.updateRounds + 1 }, (_, at) => at + 1).join(" ");
  findings.same("stays in its history", wanted, stays.map(({ sequence }) => sequence).join(" "));
  findings.none(
    "gaps between them",
    stays.filter(({ fits, open, last }) => !fits || open !== last).map(({ sequence }) => `at ${sequence}`),
  );
}

/** Many opportunities, put at the head of one column at the same moment. */
async function movesIntoOneColumn({ database }: Stage, findings: Findings, workspace: Workspace) {
  const { rest, openStages } = workspace;
  const [, target] = openStages;
  const ids = await makeOpportunities(workspace, AT_ONCE);
  const moved = await Promise.all(ids.map((id) => intoColumn(id)));
  const there = await database.number(
    "select count(*) from opportunities where stage_id = $1 and id = any($2::uuid[])",
    [target, ids],
  );
  findings.same("opportunities in one column, moved there at once", count(moved, 200), there);
  findings.same("of them made", AT_ONCE, there);
  const shared = await database.query<{ rank: string }>(
    "select rank from opportunities where tenant_id = $1 group by stage_id, rank having count(*) > 1",
    [workspace.tenantId],
  );
  findings.none(
    "places that two opportunities have",
    shared.map(({ rank }) => rank),
  );

  /** A program that loses several times in a row is told to try again, and does. */
  async function intoColumn(id: string): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await rest.ask({ method: "POST", path: `/opportunities/${id}/move`, body: { stageId: target } });
      if (answer.status !== 409 || attempt === AT_ONCE) return answer;
    }
  }
}

/** Asks again once the limit of changes a minute allows it, as a program does that is told to wait. */
async function askPatiently({ rest }: Workspace, request: Parameters<RestClient["ask"]>[0]): Promise<Answer> {
  for (;;) {
    const answer = await rest.ask(request);
    if (answer.status !== 429) return answer;
    await delay(1000 * Number(JSON.parse(answer.text).error.details.retryAfter));
  }
}

function atOnce<Result>(act: (turn: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: AT_ONCE }, (_, turn) => act(turn + 1)));
}

const count = (answers: readonly Answer[], status: number) => answers.filter((one) => one.status === status).length;
const ones = (rounds: number) => Array(rounds).fill(1).join(" ");

async function versionOf(workspace: Workspace, id: string): Promise<number> {
  return Number((await readOpportunity(workspace, id)).version);
}

async function nameOf(workspace: Workspace, id: string): Promise<string> {
  return String((await readOpportunity(workspace, id)).name);
}

async function readOpportunity({ rest }: Workspace, id: string): Promise<Answer["data"]> {
  return (await rest.ask({ method: "GET", path: `/opportunities/${id}` })).data;
}
