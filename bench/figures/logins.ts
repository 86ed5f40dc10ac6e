import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { hash } from "@node-rs/argon2";
import { type Figure, judge, percentile } from "../figure";
import { type Flood, flood } from "../load/neighbour";
import type { Stage } from "../stage";
import { comparedWithIdle } from "./neighbour";

const loginMs = 6_000;
/** The first sign-ins of a process take five times as long; P18 measures cold starts. */
const warmUpMs = 3_000;
const floodConnections = 50;
const password = "seven quiet harbours";

/** P23: the duration of a sign-in, four at once, and the effect of a flood of sign-ins on another user. */
export async function loginFigures(stage: Stage): Promise<Figure[]> {
  const people = await makePeople(stage, floodConnections);
  const four = await loginsOfFour(stage, people);
  const refused = Object.keys(four.answers).filter((status) => status !== "200");
  if (refused.length > 0) throw new Error(`Logins were answered with ${refused.join(", ")}.`);
  const login = judge({
    id: "P23",
    name: "login, 95th percentile of four at once",
    value: percentile(four.times, 95),
    unit: "ms",
    note: `${four.times.length} logins`,
    bar: { of: "value", is: "at most", must: 400, stretch: 200 },
  });
  const flooded = (name: string, addresses: (nth: number) => string) =>
    comparedWithIdle(stage, {
      id: "P23",
      name: `a colleague's list while ${floodConnections} connections log in, ${name}`,
      during: (work) => loginsDuring(stage, people, addresses, work),
    });
  return [
    login,
    await flooded("of one address", () => "127.0.0.1"),
    // Each address of the block 127.0.0.0/8 is this machine.
    await flooded("each of its own address", (nth) => `127.0.1.${nth + 1}`),
  ];
}

async function loginsOfFour(stage: Stage, people: string[]): Promise<Flood> {
  const during = (ms: number) =>
    loginsDuring(
      stage,
      people.slice(0, 4),
      () => "127.0.0.1",
      () => pause(ms),
    );
  await during(warmUpMs);
  return await during(loginMs);
}

/** Each of these people signs in repeatedly, with the right password, while the work runs. */
async function loginsDuring(
  stage: Stage,
  people: readonly string[],
  addresses: (nth: number) => string,
  work: () => Promise<void>,
): Promise<Flood> {
  const logins = await Promise.all(people.map((email, nth) => loginOf(stage, email, addresses(nth))));
  const running = flood(logins);
  await work();
  return await running.stop();
}

/** Signs one person in, as the form does; returns the status. */
async function loginOf({ app }: Stage, email: string, localAddress: string): Promise<() => Promise<number>> {
  const agent = new Agent({ keepAlive: true, localAddress });
  const opened = await fetch(`${app.url}/api/auth/csrf`);
  const { csrfToken } = (await opened.json()) as { csrfToken: string };
  const cookie = opened.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const body = new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }).toString();
  const headers = { cookie, "content-type": "application/x-www-form-urlencoded", "content-length": body.length };
  return () =>
    new Promise((resolve, reject) => {
      const url = `${app.url}/api/auth/callback/credentials`;
      const asked = request(url, { method: "POST", agent, headers }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
      });
      asked.on("error", reject);
      asked.end(body);
    });
}

/** People with the same password; returns their mail addresses. */
async function makePeople({ superuser }: Stage, count: number): Promise<string[]> {
  const stored = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const { rows } = await superuser.query<{ email: string }>(
    `insert into users (id, name, email, email_key, email_verified_at, password_hash, updated_at)
     select uuidv7(), 'Login ' || n, 'login' || n || '@bench.example', 'login' || n || '@bench.example', now(), $1, now()
     from generate_series(1, $2::int) n
     on conflict (email_key) do update set password_hash = $1
     returning email`,
    [stored, count],
  );
  return rows.map(({ email }) => email);
}
