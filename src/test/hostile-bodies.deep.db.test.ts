import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { newId } from "@/server/new-id";
import { restRaw, trpc } from "./tenancy/doors";

/** Takes a body and answers. */
type Door = (body: string) => Promise<Response>;

const base = "http://localhost:3000";
const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

const post =
  (path: string, headers: Record<string, string>, load: () => Promise<{ POST: unknown }>, params: object = {}): Door =>
  async (body) => {
    const { POST } = (await load()) as { POST(request: Request, context: object): Promise<Response> };
    const request = new NextRequest(`${base}${path}`, { method: "POST", headers, body });
    return await POST(request, { params: Promise.resolve(params) });
  };
const trpcDoor =
  (path: string): Door =>
  (body) =>
    trpc(new Request(`${base}/api/trpc/${path}`, { method: "POST", headers: json, body }));
const signInPath = { nextauth: ["callback", "credentials"] };

/** Each endpoint that reads a body before it knows the sender. */
const doors: Record<string, Door> = {
  "tRPC, sign-up": trpcDoor("auth.signUp"),
  "tRPC, reset": trpcDoor("auth.resetPassword"),
  "tRPC, invitation": trpcDoor("invitations.accept"),
  "tRPC, without a session": trpcDoor("accounts.create"),
  "tRPC, batch": trpcDoor(`${Array(10).fill("auth.signUp").join(",")}?batch=1`),
  "tRPC, GET": (body) => trpc(new Request(`${base}/api/trpc/auth.openLink?input=${encodeURIComponent(body)}`)),
  "REST, body": async (body) => {
    await restRaw("/accounts", { method: "POST", headers: json, body });
    return new Response();
  },
  "REST, query": async (body) => {
    await restRaw(`/accounts?conditions=${encodeURIComponent(body)}`, {});
    return new Response();
  },
  "sign-in, JSON": post(
    "/api/auth/callback/credentials",
    json,
    () => import("@/app/api/auth/[...nextauth]/route"),
    signInPath,
  ),
  "sign-in, form": post(
    "/api/auth/callback/credentials",
    form,
    () => import("@/app/api/auth/[...nextauth]/route"),
    signInPath,
  ),
  "socket's person": post("/api/pusher/user-auth", form, () => import("@/app/api/pusher/user-auth/route")),
  channel: post("/api/pusher/auth", form, () => import("@/app/api/pusher/auth/route")),
  "channels' webhook": post("/api/pusher/webhook", json, () => import("@/app/api/pusher/webhook/route")),
  "workflow call": post("/api/inngest?fnId=a&stepId=b", json, () => import("@/app/api/inngest/route")),
  unsubscribe: post("/api/unsubscribe?token=x", form, () => import("@/app/api/unsubscribe/route")),
  file: post(
    `/api/imports/${newId()}/files?name=a.csv`,
    { "content-type": "text/csv" },
    () => import("@/app/api/imports/[importId]/files/route"),
    { importId: newId() },
  ),
};

const times = (bytes: number, piece: (index: number) => string, join = ",") => {
  const parts: string[] = [];
  for (let size = 0, index = 0; size < bytes; index++) {
    const next = piece(index);
    size += next.length + join.length;
    parts.push(next);
  }
  return parts.join(join);
};
const person = (email: string, rest = "") => `{"name":"A","email":${email},"password":"x"${rest}}`;

/** An endpoint's limit, if it is below a megabyte; the server itself limits an address. */
const limits: Record<string, number> = {
  "tRPC, GET": 15_000,
  "REST, query": 15_000,
  "sign-in, JSON": 19_000,
  "sign-in, form": 19_000,
  "socket's person": 9_000,
  channel: 9_000,
};

/** Bodies of about this size that cost a careless reader more than their length. */
const bodies: Record<string, (bytes: number) => string> = {
  "notes of a serializer: equal references": (bytes) => {
    const [members, paths] = [times(bytes / 3, (at) => `${at}`), times((2 * bytes) / 3, (at) => `"a.${at}"`)];
    return `{"json":{"a":[${members}],"b":{}},"meta":{"values":{"a":["set"]},"referentialEqualities":{"b":[${paths}]}}}`;
  },
  "notes of a serializer: a list of 10^15": (bytes) =>
    `{"json":{"a":{"length":1e15}},"meta":{"values":{"a":[["typed-array","Uint8Array"]]}},"pad":"${"x".repeat(bytes)}"}`,
  "lists in lists": (bytes) => person(`${"[".repeat(bytes / 2)}${"]".repeat(bytes / 2)}`),
  "objects in objects": (bytes) => person(`${'{"a":'.repeat(bytes / 6)}1${"}".repeat(bytes / 6)}`),
  "many fields": (bytes) => person('"a@b.example"', `,${times(bytes, (at) => `"k${at}":1`)}`),
  "one field many times": (bytes) => `{${times(bytes, () => '"email":"a@b.example"')}}`,
  "entries of a batch": (bytes) => `{${times(bytes, (at) => `"${at}":{}`)}}`,
  "numbers with many digits": (bytes) => person(`[${times(bytes, () => "9".repeat(400))}]`),
  "one number": (bytes) => person(`1${"0".repeat(bytes)}`),
  "names that escape": (bytes) => `{${times(bytes, (at) => `"${"\\ud83d\\ude00".repeat(50)}${at}":1`)}}`,
  "a long name": (bytes) => `{"${"é".repeat(bytes / 2)}":1}`,
  "spaces in the e-mail address": (bytes) => person(`"${" ".repeat(bytes)}a"`),
  "an e-mail address of dots": (bytes) => person(`"a@${"a.".repeat(bytes / 2)}"`),
  "a password of one letter": (bytes) => `{"name":"A","email":"a@b.example","password":"${"a".repeat(bytes)}"}`,
  "a link of many letters": (bytes) => `{"token":"${"a".repeat(bytes)}","password":"${"b".repeat(bytes / 8)}"}`,
  "malformed ids": (bytes) => `{"id":[${times(bytes, () => '"x"')}],"ids":[${times(bytes / 8, () => '"x"')}]}`,
  "fields of a form": (bytes) => times(bytes, (at) => `k${at}=1`, "&"),
  "one field of a form many times": (bytes) => times(bytes, () => "a=1", "&"),
  "escapes of a form": (bytes) => `email=${"%F0%9F%98%80".repeat(bytes / 12)}`,
};

async function cpuOf(act: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
/** The minimum of several tries: other load on the processors only adds to it. */
async function leastCpu(tries: number, act: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < tries; nth++) least = Math.min(least, await cpuOf(act));
  return least;
}
const parse = (text: string) => {
  try {
    JSON.parse(text);
  } catch {
    // A form is not accepted.
  }
};

const whole = 900_000;
const ordinary = `[${times(whole, (at) => `{"id":${at},"name":"Harbor Media","domain":null}`)}]`;
/** Tolerance for timers that are off by a millisecond. */
const slack = 3;
/** Garbage collection and a busy machine can make several tries in a row dear; most bodies need one. */
const maxTries = 30;

describe.each(Object.keys(doors))("the door for %s", (name) => {
  const door = doors[name] as Door;
  const ask = async (body: string) => void (await (await door(body)).arrayBuffer());

  test("reads the worst body in proportion to its length, and to what JSON.parse takes", async () => {
    const usual = await leastCpu(3, () => parse(ordinary));
    await ask("{}");
    const found: Record<string, string> = {};
    for (const [kind, body] of Object.entries(bodies)) {
      const size = limits[name] ?? whole;
      const [text, half] = [body(size), body(size / 2)];
      const unit = Math.max(usual, await leastCpu(2, () => parse(text)));
      let [cost, halfCost] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      const isDear = () => cost > 5 * unit + slack || cost > 3 * halfCost + slack;
      for (let nth = 0; nth < maxTries && isDear(); nth++) {
        cost = Math.min(cost, await cpuOf(() => ask(text)));
        halfCost = Math.min(halfCost, await cpuOf(() => ask(half)));
      }
      if (isDear())
        found[kind] = `${Math.round(cost)} ms, half of it ${Math.round(halfCost)}, JSON.parse ${unit.toFixed(1)}`;
    }
    expect(found).toEqual({});
  });
});
