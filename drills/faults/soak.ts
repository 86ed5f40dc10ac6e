import { setTimeout as pause } from "node:timers/promises";
import { percentile, rounded } from "../../bench/figure";
import { residentMegabytes } from "../../bench/load/memory";
import type { Findings } from "../check";
import type { Screen } from "../stage/screen";
import { Screens } from "../stage/screens";
import type { Stage } from "../stage/stage";
import { makeOpportunities, makeWorkspace } from "../stage/workspace";
import { type Sample, slopePerHour } from "./slope";

const CONVERGED_WITHIN_S = 5;
const OPPORTUNITIES = 24;
/** Somebody reads for half to one and a half times as long before the next act. */
const READS_MS = 3_000;
const SAMPLE_MS = 5_000;
/** The share of the time until code is compiled, caches are full and V8 has sized its heap: 15 minutes of 45. */
const WARM_UP = 1 / 3;
const MOST_PERCENT_PER_HOUR = 5;
const MOST_DRIFT = 1.2;
/** Opportunities that one person makes before archiving the oldest: a board that grows would be slower for that reason. */
const OWN = 3;

type Office = { screens: Screens; accountId: string; openStages: string[] };
type Worker = Office & { screen: Screen; own: { id: string; version: number }[] };
type Call = { at: number; took: number; error?: unknown };

/** R4: people of several workspaces read, write and look at open boards for a long time; nothing fails, grows or slows. */
export async function soak(stage: Stage, findings: Findings): Promise<void> {
  const { scale, app } = stage;
  const offices: Office[] = [];
  try {
    for (let opened = 0; opened < scale.soakWorkspaces; opened++) offices.push(await openOffice(stage));
    const began = performance.now();
    const end = began + scale.soakMs;
    const written = app.output.length;
    const workers = offices.flatMap((office) => office.screens.all.map((screen) => ({ ...office, screen, own: [] })));
    const memory = sampleUntil(end, app.pid);
    const calls = (await Promise.all(workers.map((worker) => workUntil(end, stage, worker)))).flat();

    const refused = [...calls.flatMap(({ error = [] }) => error), ...workers.flatMap(({ screen }) => screen.refused)];
    findings.atLeast("acts of each person", 2, Math.floor(calls.length / workers.length));
    findings.none("answers other than success and a conflict", refused.filter((error) => !isConflict(error)).map(text));
    const waited = app.output.slice(written).match(/timeout exceeded when trying to connect/g) ?? [];
    findings.none("requests that waited too long for a connection", waited);
    for (const { screens } of offices)
      await findings.soon("all boards show what the database has", CONVERGED_WITHIN_S, screens.upToDate());
    if (scale.name === "full")
      judgeTime(findings, { calls, memory: await memory, warm: began + scale.soakMs * WARM_UP });
    else await memory;
  } finally {
    for (const { screens } of offices) screens.close();
  }
}

/** A workspace with a board that each of its people has open. */
async function openOffice(stage: Stage): Promise<Office> {
  const workspace = await makeWorkspace(stage, "professional");
  const { firm, openStages, owner, colleague } = workspace;
  const people = [owner, colleague];
  while (people.length < stage.scale.soakPeople) {
    const { email, ctx } = await firm.join("admin");
    people.push({ email, memberId: ctx.member?.id ?? "" });
  }
  await makeOpportunities(workspace, OPPORTUNITIES);
  const { id: accountId } = await firm.account({ name: "Alder Ports" });
  const { port } = stage.channels;
  return {
    screens: await Screens.open(stage, workspace, { count: people.length, port, of: people }),
    accountId,
    openStages,
  };
}

/** One person's acts, in a random order of their kinds. */
async function workUntil(end: number, { chance }: Stage, worker: Worker): Promise<Call[]> {
  const calls: Call[] = [];
  while (performance.now() < end) {
    await pause(READS_MS * chance.number.float({ min: 0.5, max: 1.5 }));
    const act = chance.helpers.weightedArrayElement(acts);
    const at = performance.now();
    const error = await act(worker, chance.number.float()).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    calls.push({ at, took: performance.now() - at, ...(error === undefined ? {} : { error }) });
    // A tab is not told of its own changes.
    await worker.screen.refresh();
  }
  return calls;
}

type Act = (worker: Worker, chance: number) => Promise<unknown>;
const trpc = ({ screen }: Worker) => screen.trpc;

async function move(worker: Worker, chance: number): Promise<void> {
  const cards = worker.screen.board?.columns.flatMap((column) => column.cards) ?? [];
  const card = cards[Math.floor(chance * cards.length)];
  // Any stage: to that of another card all of them would come together in one column, which shows its first cards only.
  const stageId = worker.openStages[Math.floor(chance * 7_919) % worker.openStages.length];
  const other = cards.findLast((one) => one.stageId === stageId && one !== card);
  if (card && stageId)
    await trpc(worker).opportunities.move.mutate({
      id: card.id,
      version: card.version,
      stageId,
      ...(other ? { after: other.id } : {}),
    });
}

async function createOrArchive(worker: Worker): Promise<void> {
  const { own, openStages } = worker;
  const oldest = own.length < OWN ? undefined : own.shift();
  if (oldest) await trpc(worker).opportunities.archive.mutate(oldest);
  else own.push(await trpc(worker).opportunities.create.mutate({ name: "New cranes", stageId: openStages[0] ?? "" }));
}

const acts: { weight: number; value: Act }[] = [
  { weight: 4, value: move },
  { weight: 2, value: createOrArchive },
  { weight: 4, value: (worker) => trpc(worker).opportunities.list.query({ limit: 50 }) },
  { weight: 4, value: (worker) => trpc(worker).accounts.get.query({ id: worker.accountId }) },
  { weight: 3, value: (worker) => trpc(worker).search.find.query({ q: "alder", limit: 6 }) },
  { weight: 2, value: (worker) => trpc(worker).today.list.query({ section: "today" }) },
  { weight: 1, value: (worker) => trpc(worker).home.tile.query({ tile: "pipeline" }) },
  {
    weight: 1,
    value: (worker) =>
      trpc(worker).comments.create.mutate({
        entity: "account",
        recordId: worker.accountId,
        text: "The crane is late.",
      }),
  },
  {
    weight: 1,
    value: (worker) =>
      trpc(worker).activities.create.mutate({
        name: "Call the port",
        kind: "call",
        about: [{ entity: "account", id: worker.accountId }],
      }),
  },
];

async function sampleUntil(end: number, pid: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (performance.now() < end) {
    samples.push({ at: performance.now(), value: await residentMegabytes(pid) });
    await pause(SAMPLE_MS);
  }
  return samples;
}

/** Compares the memory and the waits of the end with those after the warm-up, which takes a long run. */
function judgeTime(
  findings: Findings,
  { calls, memory, warm }: { calls: Call[]; memory: Sample[]; warm: number },
): void {
  const slope = slopePerHour(memory.filter(({ at }) => at >= warm));
  findings.atMost("percent of resident memory more, in an hour", MOST_PERCENT_PER_HOUR, rounded(slope * 100));
  const later = calls.filter(({ at }) => at >= warm).sort((a, b) => a.at - b.at);
  const third = Math.floor(later.length / 3);
  const [early, late] = [later.slice(0, third), later.slice(-third)].map((part) =>
    percentile(
      part.map(({ took }) => took),
      95,
    ),
  );
  findings.atMost(
    `p95 of the last third beside the first, ${rounded(early ?? 0)} ms`,
    MOST_DRIFT,
    rounded((late ?? 0) / (early ?? 1)),
  );
}

const isConflict = (error: unknown) => (error as { data?: { httpStatus?: number } }).data?.httpStatus === 409;
const text = (error: unknown) => String((error as { message?: string }).message ?? error).slice(0, 200);
