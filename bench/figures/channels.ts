import Publisher from "pusher";
import type { App } from "@/local/channels/signature";
import { newApp } from "@/local/channels/start";
import { freePort } from "@/local/ports";
import { type Figure, judge, median, percentile, rounded } from "../figure";
import { Listeners } from "../load/listeners";
import type { SelfReport } from "../load/self-report";
import type { Stage } from "../stage";

const SOCKETS = 1_000;
const ROUNDS = 100;
const WARM_UP = 20;
const CHANNEL = "workspace-0198a1b2";
const EVENT = "opportunity:updated";

type Target = { port: number; report(): Promise<SelfReport>; listeners: Listeners; send(): Promise<unknown> };
type Taken = { last: number[]; each: number[]; cpuMs: number };

/**
 * P13: one event to 1,000 sockets through the channels stand-in, compared with a bare loop over ws with the same
 * frame.
 */
export async function fanOutFigures(stage: Stage): Promise<Figure[]> {
  const data = JSON.stringify({
    ids: ["0198a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"],
    by: "0198a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1c",
  });
  const frame = JSON.stringify({ event: EVENT, channel: CHANNEL, data });
  const targets = { channels: await channelsTarget(stage, data), bare: await bareTarget(stage, frame) };
  try {
    const { channels, bare } = await inTurns(targets, Buffer.byteLength(frame) + 4);
    const cost = (taken: Taken) => `${rounded((taken.cpuMs * 1_000) / (ROUNDS * SOCKETS))} µs`;
    const note = `${SOCKETS} sockets, ${ROUNDS} events; processor time per delivery ${cost(channels)}, bare ${cost(bare)}`;
    const perSecond = (taken: Taken) => SOCKETS / (median(taken.last) / 1_000);
    return [
      judge({
        id: "P13",
        name: "fan-out of one event",
        value: perSecond(channels),
        unit: "deliveries/s",
        baseline: perSecond(bare),
        note,
        bar: { of: "ratio", is: "at least", must: 0.5, stretch: 0.8 },
      }),
      judge({
        id: "P13",
        name: "published to received, p95",
        value: percentile(channels.each, 95),
        unit: "ms",
        baseline: percentile(bare.each, 95),
        note: "",
        bar: { of: "ratio", is: "at most", must: 2, stretch: 1.25 },
      }),
    ];
  } finally {
    for (const { listeners } of Object.values(targets)) listeners.close();
  }
}

/** P14: the resident memory that an idle subscribed socket costs the channels stand-in. */
export async function idleSocketFigures(stage: Stage): Promise<Figure[]> {
  const count = stage.scale.name === "full" ? 10_000 : 2_000;
  const { app, port, report } = await startServer(stage, "bench/channels-server.ts");
  // Code that the first sockets load stays loaded.
  (await Listeners.open({ ...place(app, port), count: 100 })).close();
  const before = await report();
  const listeners = await Listeners.open({ ...place(app, port), count });
  const after = await report();
  listeners.close();
  return [
    judge({
      id: "P14",
      name: "resident memory of an idle socket",
      value: (after.rssKilobytes - before.rssKilobytes) / count,
      unit: "kB",
      note: `${count} sockets, each subscribed to a channel`,
      bar: { of: "value", is: "at most", must: 40, stretch: 20 },
    }),
  ];
}

/** Events one after the other, alternating between the two servers. */
async function inTurns(
  targets: Record<"channels" | "bare", Target>,
  frameBytes: number,
): Promise<Record<"channels" | "bare", Taken>> {
  const empty = (): Taken => ({ last: [], each: [], cpuMs: 0 });
  const taken = { channels: empty(), bare: empty() };
  for (let turn = -WARM_UP; turn < ROUNDS; turn++) {
    for (const name of ["channels", "bare"] as const) {
      const { listeners, send, report } = targets[name];
      if (turn === 0) taken[name].cpuMs = -(await report()).cpuMs;
      const received = listeners.receive(frameBytes);
      const [times] = await Promise.all([received, send()]);
      if (turn < 0) continue;
      taken[name].last.push(Math.max(...times));
      taken[name].each.push(...times);
      if (turn === ROUNDS - 1) taken[name].cpuMs += (await report()).cpuMs;
    }
  }
  return taken;
}

async function channelsTarget(stage: Stage, data: string): Promise<Target> {
  const { app, port, report } = await startServer(stage, "bench/channels-server.ts");
  const publisher = new Publisher({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: "127.0.0.1",
    port: String(port),
  });
  const listeners = await Listeners.open({ ...place(app, port), count: SOCKETS });
  return { port, report, listeners, send: () => publisher.trigger(CHANNEL, EVENT, data) };
}

async function bareTarget(stage: Stage, frame: string): Promise<Target> {
  const { port, report } = await startServer(stage, "bench/bare-sockets.ts");
  const listeners = await Listeners.open({ port, path: "/", count: SOCKETS });
  const send = () =>
    fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: frame }).then((answer) => answer.text());
  return { port, report, listeners, send };
}

function place(app: App, port: number): { port: number; path: string; subscribe: string } {
  return { port, path: `/app/${app.key}?protocol=7&client=bench&version=1`, subscribe: CHANNEL };
}

async function startServer(stage: Stage, file: string): Promise<Pick<Target, "port" | "report"> & { app: App }> {
  const [app, port, reportPort] = [newApp(), await freePort(), await freePort()];
  const child = stage.start(["--expose-gc", "--import", "tsx", file, JSON.stringify({ port, reportPort, app })], {});
  const report = async (): Promise<SelfReport> => (await fetch(`http://127.0.0.1:${reportPort}/`)).json();
  for (;;) {
    const outcome = await Promise.race([report().catch(() => undefined), child.ended]);
    if (outcome && "cpuMs" in outcome) return { app, port, report };
    if (outcome) throw new Error(`${file} ended (${outcome.how}):\n${outcome.output}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
