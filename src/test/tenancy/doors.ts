import { randomUUID } from "node:crypto";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { operations } from "@/registry/operations";
import { appRouter } from "@/registry/router";
import { tokenHash } from "@/server/crypto";
import { tenantDb } from "@/server/db/tenant-db";
import type { AnyOperation } from "@/server/operation";
import { createRest } from "@/server/rest";
import { trpcHandler } from "@/server/trpc-http";
import { cookieOf, openSession } from "../session";
import { expectDeclared } from "./declared-answers";

const base = "http://localhost:3000";

/** A transport's response: the status, the error's code if any, and the rest unchanged. */
export interface Answer {
  status: number;
  code: string | undefined;
  message: string | undefined;
  details: { fields?: { path: string; message: string }[]; retryAfter?: number } | undefined;
  body: Record<string, unknown>;
  headers: Headers;
}

type Headed = Record<string, string>;

const restHandler = createRest(operations as unknown as Record<string, AnyOperation>);
/** tRPC as the route file serves it. */
export const trpc = trpcHandler((request, createContext) =>
  fetchRequestHandler({
    ...{ endpoint: "/api/trpc", req: request, router: appRouter, createContext, maxBatchSize: 10 },
    // Queries with long inputs come by POST.
    allowMethodOverride: true,
  }),
);

/** Calls REST as the route file does; a refusal that its document does not name fails the test. */
export async function rest(method: string, path: string, headers: Headed = {}, body?: unknown): Promise<Answer> {
  const url = new URL(`/api/v1${path}`, base);
  const response = await restHandler(requestOf(url, method, headers, body), segments(url));
  const parsed = (await response.json()) as Record<string, unknown>;
  const error = parsed.error as Answer | undefined;
  expectDeclared(method, path, response.status, error?.code);
  return answer(response, parsed, error?.code, error?.message, error?.details);
}

/** The response of REST as it is sent. */
export async function restResponse(method: string, path: string, headers: Headed = {}): Promise<Response> {
  const url = new URL(`/api/v1${path}`, base);
  return await restHandler(requestOf(url, method, headers, undefined), segments(url));
}

const segments = (url: URL) => url.pathname.split("/").slice(3).map(decodeURIComponent);

interface TrpcError {
  message: string;
  data?: { app?: { code: string; details?: Answer["details"] } | null };
}

/** Calls one tRPC procedure as a browser does, without its batch. */
export async function call(kind: "query" | "mutation", name: string, headers: Headed, input: unknown): Promise<Answer> {
  const url = new URL(`/api/trpc/${name}`, base);
  if (kind === "query") url.searchParams.set("input", JSON.stringify(input));
  const response = await trpc(
    requestOf(url, kind === "query" ? "GET" : "POST", headers, kind === "query" ? undefined : input),
  );
  return await trpcAnswer(response);
}

/** Any request to the tRPC endpoint. */
export async function trpcRaw(path: string, init: RequestInit): Promise<Answer> {
  return await trpcAnswer(await trpc(new Request(new URL(path, base), init)));
}

/** Any request to the REST endpoint. */
export async function restRaw(path: string, init: RequestInit): Promise<Answer> {
  const url = new URL(`/api/v1${path}`, base);
  const response = await restHandler(new Request(url, init), segments(url));
  const parsed = (await response.json()) as Record<string, unknown>;
  const error = parsed.error as Answer | undefined;
  return answer(response, parsed, error?.code, error?.message, error?.details);
}

async function trpcAnswer(response: Response): Promise<Answer> {
  const parsed = (await response.json()) as Record<string, unknown>;
  // The endpoint itself refuses in the envelope of REST.
  const error = parsed.error as (TrpcError & { code?: string; details?: Answer["details"] }) | undefined;
  const app = error?.data ? error.data.app : error;
  return answer(response, parsed, app?.code, error?.message, app?.details);
}

function answer(
  { status, headers }: Response,
  body: Record<string, unknown>,
  code: string | undefined,
  message: string | undefined,
  details: Answer["details"],
): Answer {
  return { status, code, message, details, body, headers };
}

function requestOf(url: URL, method: string, headers: Headed, body: unknown): Request {
  return new Request(url, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The headers of a signed-in browser in a workspace. */
export async function signedIn(member: { userId: string }, slug: string | null): Promise<Headed> {
  const { name, value } = await openSession(member);
  return { cookie: `${name}=${value}`, ...(slug === null ? {} : { "x-workspace": slug }) };
}

/** The headers of a browser with this session. */
export async function withSession(token: string, slug: string): Promise<Headed> {
  const { name, value } = await cookieOf(token);
  return { cookie: `${name}=${value}`, "x-workspace": slug };
}

/** The headers of a program with an API key of this member. */
export async function withKey(tenantId: string, member: { id: string }, scopes: string[]): Promise<Headed> {
  const key = `tl_${randomUUID()}`;
  await tenantDb(tenantId).db.apiKey.create({
    data: { memberId: member.id, name: "Door", prefix: key.slice(0, 9), keyHash: tokenHash(key), scopes },
  });
  return { authorization: `Bearer ${key}` };
}
