import { setTimeout as pause } from "node:timers/promises";
import { percentile, rounded } from "../../bench/figure";
import type { Findings } from "../check";
import { RestClient } from "../stage/client";
import { connectPortal, type Portal } from "../stage/portal";
import { signIn } from "../stage/session";
import type { Stage } from "../stage/stage";
import { makeWorkspace, type Workspace } from "../stage/workspace";
import { until } from "../until";

/** Somebody reads for half to one and a half times as long before the next act. */
const READS_MS = 1_000;
const OWN_ACCOUNTS = 50;
const MOST_SLOWDOWN = 2;
const PATIENCE_MS = 3_600_000;

interface Member {
  rest: RestClient;
  /** An account that only this one edits. */
  account: { id: string; version: number };
}

/** The records of a portal are rehearsed and synced at HubSpot's limits, while members of the workspace read lists and edit. */
export async function largeSync(stage: Stage, findings: Findings): Promise<void> {
  const { scale, say } = stage;
  const workspace = await makeWorkspace(stage, "enterprise");
  const portal = await connectPortal(stage, workspace, scale.syncRecords);
  await until("the objects are described", PATIENCE_MS, async () => (await portal.states()).length === 3);
  const members = await openMembers(stage, workspace, Math.max(...scale.syncMembers));
  const [few = 0, many = few] = scale.syncMembers;
  const run = (count: number, isOver: () => boolean) => timesOf(stage, members.slice(0, count), isOver);
  const idle = new Map<number, number[]>();
  for (const count of new Set(scale.syncMembers)) {
    const end = performance.now() + scale.syncIdleMs;
    idle.set(count, await run(count, () => performance.now() > end));
  }
  const rehearsal = await during(portal, "rehearsals", { count: few, to: "rehearsed", run });
  const createdThere = await portal.createdThere();
  const first = await during(portal, "start", { count: many, to: "live", run, body: { createdThere } });

  for (const [name, part] of Object.entries({ rehearsal, first })) {
    const before = idle.get(part.count) ?? [];
    const [p50, p95] = [percentile(part.times, 50), percentile(part.times, 95)];
    const [idle50, idle95] = [percentile(before, 50), percentile(before, 95)];
    const pace = rounded(scale.syncRecords / (part.tookMs / 1_000));
    say(
      `${name}: ${rounded(part.tookMs / 1_000)} s, ${pace} records/s, ${part.calls} calls, ${part.refused} of them 429; ` +
        `${part.count} members: p50 ${rounded(p50)} ms (idle ${rounded(idle50)}), p95 ${rounded(p95)} ms (idle ${rounded(idle95)})`,
    );
    findings.atMost(`${name}: p95 of the members, idle = 1`, MOST_SLOWDOWN * scale.slowness, rounded(p95 / idle95));
  }
  findings.same("writes there before the start", 0, rehearsal.writes);
  findings.same("records here", scale.syncRecords, await portal.recordsHere());
  findings.none(
    "answers to members other than success",
    members.flatMap(({ rest }) => failures.get(rest) ?? []),
  );
}

interface During {
  count: number;
  to: string;
  body?: unknown;
  run(count: number, isOver: () => boolean): Promise<number[]>;
}

/** Begins a part of the sync and waits for its end, while members work. */
async function during(portal: Portal, what: string, { count, to, body, run }: During) {
  const before = portal.calls();
  const began = performance.now();
  await portal.ask(what, body);
  let isOver = false;
  const times = run(count, () => isOver);
  await until(`all objects are ${to}`, PATIENCE_MS, async () => (await portal.states()).every((state) => state === to));
  const tookMs = performance.now() - began;
  isOver = true;
  const after = portal.calls();
  return {
    count,
    tookMs,
    times: await times,
    calls: after.all - before.all,
    refused: after.refused - before.refused,
    writes: after.writes - before.writes,
  };
}

async function openMembers(stage: Stage, { firm, slug }: Workspace, count: number): Promise<Member[]> {
  const members: Member[] = [];
  while (members.length < count) {
    const { email } = await firm.join("admin");
    const { cookie } = await signIn(stage, email);
    const rest = new RestClient(stage.app.url, { cookie, "x-workspace": slug });
    const { id, version } = await firm.account({ name: `Own of ${email}` });
    members.push({ rest, account: { id, version } });
  }
  for (let made = count; made < OWN_ACCOUNTS; made++) await firm.account({ name: `Account ${made}` });
  return members;
}

const failures = new WeakMap<RestClient, string[]>();

/** The times of all answers to members who read lists and edit, in milliseconds. */
async function timesOf({ chance }: Stage, members: readonly Member[], isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  const work = async (member: Member) => {
    while (!isOver()) {
      await pause(READS_MS * chance.number.float({ min: 0.5, max: 1.5 }));
      const began = performance.now();
      const answer = await act(member, chance.number.float());
      times.push(performance.now() - began);
      if (answer.status !== 200)
        failures.set(member.rest, [...(failures.get(member.rest) ?? []), `${answer.status} ${answer.text}`]);
    }
  };
  await Promise.all(members.map(work));
  return times;
}

async function act({ rest, account }: Member, chance: number) {
  if (chance < 0.4) return await rest.ask({ method: "GET", path: "/accounts?limit=50" });
  if (chance < 0.7) return await rest.ask({ method: "GET", path: "/contacts?limit=50" });
  if (chance < 0.8) return await rest.ask({ method: "GET", path: `/accounts/${account.id}` });
  const path = `/accounts/${account.id}`;
  const body = { version: account.version, employees: Math.floor(chance * 1_000_000) };
  const answer = await rest.ask({ method: "PATCH", path, body });
  account.version = Number(answer.data.version ?? account.version);
  return answer;
}
