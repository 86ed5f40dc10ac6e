import { createHash, randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { filteredAccounts } from "../calls";
import { type Figure, judge, median, percentile } from "../figure";
import { ask, callerHeaders, queryUrl, sendTo } from "../load/ask";
import { type Flood, feel, flood } from "../load/neighbour";
import type { Stage } from "../stage";

const rounds = 3;
const roundMs = 5_000;
const connections = 30;
const uploads = 200;

/** P24: the effect of one caller at the rate limit on another user's response times. */
export async function neighbourFigures(stage: Stage): Promise<Figure[]> {
  const url = queryUrl(stage, "accounts.list", { ...filteredAccounts, limit: 100 });
  const askList = async () => {
    const response = await fetch(url, { headers: callerHeaders(stage) });
    await response.arrayBuffer();
    return response.status;
  };
  const during = async (work: () => Promise<void>) => {
    const noise = flood(Array.from({ length: connections }, () => askList));
    await work();
    return await noise.stop();
  };
  const name = `a colleague's list while one session reads ${connections} lists at once`;
  const ofKey = `a list while a key of another workspace sends ${connections} requests at once, beyond its limit`;
  const asKey = await keyOfOther(stage);
  const duringKey = async (work: () => Promise<void>) => {
    const noise = flood(Array.from({ length: connections }, () => asKey));
    await work();
    return await noise.stop();
  };
  const ofUploads = `a colleague's list while one session begins ${uploads} uploads at once`;
  const begins = await uploadsOf(stage);
  const duringUploads = async (work: () => Promise<void>) => {
    const noise = flood(begins);
    await work();
    return await noise.stop();
  };
  return [
    await comparedWithIdle(stage, { id: "P24", name, during }),
    await comparedWithIdle(stage, { id: "P24", name: ofKey, during: duringKey }),
    await comparedWithIdle(stage, { id: "P24", name: ofUploads, during: duringUploads }),
  ];
}

/** Callers who begin an upload and cancel it, since a member may have few of them. */
async function uploadsOf(stage: Stage): Promise<(() => Promise<number>)[]> {
  const { rows } = await ask<{ rows: { id: string }[] }>(stage, "accounts.list", { limit: 1 });
  const [account] = rows;
  if (!account) throw new Error("The data has no account.");
  return Array.from({ length: uploads }, (_, nth) => async () => {
    const name = `flood ${nth}.txt`;
    const target = { entity: "account", recordId: account.id, name, size: 1_000 };
    const begun = await sendTo(stage, "files.begin", target);
    const text = await begun.text();
    if (begun.ok) await (await sendTo(stage, "files.abort", { id: JSON.parse(text).result.data.id })).arrayBuffer();
    return begun.status;
  });
}

/** A program with a key in another workspace, which has a trial's limit of requests. */
async function keyOfOther(stage: Stage): Promise<() => Promise<number>> {
  const key = `tl_${randomBytes(24).toString("hex")}`;
  const { rowCount } = await stage.superuser.query(
    `with holder as (
       update members set status = 'active', role = 'owner', user_id = (select id from users limit 1) where id = (
         select m.id from members m join tenants t on t.id = m.tenant_id where t.slug = 'other-1' limit 1)
       returning id, tenant_id
     )
     insert into api_keys (id, tenant_id, member_id, name, prefix, key_hash, scopes)
     select gen_random_uuid(), tenant_id, id, 'Bench', 'tl_bench', $1, array['account:view'] from holder`,
    [createHash("sha256").update(key).digest("hex")],
  );
  if (rowCount !== 1) throw new Error("The data has no second workspace.");
  return async () => {
    const response = await fetch(`${stage.app.url}/api/v1/accounts?limit=100`, {
      headers: { authorization: `Bearer ${key}` },
    });
    await response.arrayBuffer();
    return response.status;
  };
}

type Noise = { id: string; name: string; during(work: () => Promise<void>): Promise<Flood> };

/** The 95th percentile of a user's response times during a load, and in quiet rounds between. */
export async function comparedWithIdle(stage: Stage, { id, name, during }: Noise): Promise<Figure> {
  const [quiet, loud]: [number[], number[]] = [[], []];
  const answers: Record<string, number> = {};
  let failures = 0;
  const round = async (into: number[]) => {
    const felt = feel(stage);
    await pause(roundMs);
    const { times, failures: failed } = await felt.stop();
    failures += failed;
    into.push(percentile(times, 95));
  };
  for (let nth = 0; nth < rounds; nth++) {
    await round(quiet);
    const { answers: noise } = await during(() => round(loud));
    for (const [status, count] of Object.entries(noise)) answers[status] = (answers[status] ?? 0) + count;
  }
  if (failures > 0) throw new Error(`${failures} answers to the colleague were no answers.`);
  const counts = Object.entries(answers).map(([status, count]) => `${count} x ${status}`);
  return judge({
    id,
    name,
    value: median(loud),
    unit: "ms",
    baseline: median(quiet),
    note: `95th percentile, baseline: idle; the noise was answered ${counts.join(", ")}`,
    bar: { of: "ratio", is: "at most", must: 2, stretch: 1.3 },
  });
}
