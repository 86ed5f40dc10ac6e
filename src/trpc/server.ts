import "server-only";
import { setTimeout } from "node:timers/promises";
import {
  dehydrate,
  type FetchInfiniteQueryOptions,
  type FetchQueryOptions,
  type QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { createElement, type ReactNode } from "react";
import type { AppRouter } from "@/registry/router";
import { AppError } from "@/server/errors";
import { isGuest } from "@/server/scope";
import type { TrpcContext } from "@/server/trpc";
import { makeQueryClient } from "./query-client";
import { requestOf } from "./request";
import { type Caller, callerLink } from "./shared-caller";
import { Streamed } from "./streamed";

/** How long the head of a page waits for its other parts: with faster ones a skeleton would only flicker. */
const soonMs = 100;

/** The options of a list in the page's HTML, which has only its first page; the screen queries the next ones. */
export const firstPage = { getNextPageParam: () => null };

/** The options of a query that a page runs on the server. */
export type QueryOptions = Readonly<{ queryKey: QueryKey }>;

/**
 * The functions with which a page runs queries. Each part hydrates only its own data: access to another part may be
 * denied.
 */
function helpersOf(caller: Caller) {
  const client = makeQueryClient();
  const parts: Promise<void>[] = [];
  let isSent = false;
  const server = createTRPCClient<AppRouter>({ links: [callerLink(caller)] });
  return {
    /** Calls whose answers the page itself needs. */
    caller,
    api: createTRPCOptionsProxy<AppRouter>({ client: server, queryClient: client }),
    /** Fetches the answers that the first view of a page needs; a refusal is left to its components. */
    prefetch: (...queries: readonly QueryOptions[]): Promise<void> => fetchAll(client, queries),
    /** Fetches an answer that the page itself needs and its components have too. */
    fetch: <Answer>(query: QueryOptions): Promise<Answer> => client.fetchQuery(query as FetchQueryOptions<Answer>),
    /** Starts to fetch parts of the page, which may follow its head; some queries depend on other answers. */
    start: (queries: readonly QueryOptions[] | Promise<readonly QueryOptions[]>): void => {
      // A query that follows from a late answer is queries by its component: the page is sent by then.
      parts.push(Promise.resolve(queries).then((all) => (isSent ? undefined : fetchAll(client, all))));
    },
    /** The components of a page with the answers that are there; those of slow parts follow in the same response. */
    hydrate: async (children: ReactNode) => {
      if (parts.length > 0) await Promise.race([Promise.all(parts), setTimeout(soonMs)]);
      isSent = true;
      return createElement(Streamed, { known: dehydrate(client), following: followingOf(client) }, children);
    },
  };
}

/** The queries that are still pending. A denied query is sent as no answer, and is no server error. */
function followingOf(client: QueryClient) {
  const { queries } = dehydrate(client, { shouldDehydrateQuery: isPending, shouldRedactErrors: () => false });
  return queries.map(({ promise = Promise.resolve(), ...query }) => ({
    ...query,
    promise: promise.catch(() => undefined),
  }));
}

const isPending = ({ state }: { state: { status: string } }) => state.status === "pending";

async function fetchAll(client: QueryClient, queries: readonly QueryOptions[]): Promise<void> {
  const fetched = queries.map((one) =>
    "initialPageParam" in one
      ? client.prefetchInfiniteQuery(one as FetchInfiniteQueryOptions)
      : client.prefetchQuery(one as FetchQueryOptions),
  );
  await Promise.all(fetched);
}

type RecordCalls = { get(input: { id: string }): Promise<{ name: string }> };

/** Loads a record of any noun by the noun's path, for the title and the status of its page. */
export const recordAt = (caller: Caller, path: string, id: string): Promise<{ name: string }> =>
  ((caller as unknown as Readonly<Record<string, RecordCalls>>)[path] as RecordCalls).get({ id });

/** The API for pages without a workspace: it calls and prefetches as the signed-in person, or anonymously. */
export async function identityApi() {
  const { context, caller } = await requestOf(null);
  return { ...helpersOf(caller), context };
}

/**
 * The API for pages of a workspace, by the slug in the address. Before any data is fetched, it redirects visitors
 * without a session to sign-in and members without a required second factor to its page; others get a 404.
 */
export async function workspaceApi(slug: string) {
  const { context, caller } = await requestOf(slug);
  const ctx = await context.tenant().catch(async (error: unknown) => {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") await signInFirst(`/${slug}`);
    if (error instanceof AppError && error.code === "NOT_FOUND") {
      // Inside the app: staff whose support session has ended since the page was made.
      const inApp = (await headers()).get("sec-fetch-dest") === "empty";
      if (inApp && (await context.staff().catch(() => null))) redirect("/staff");
      notFound();
    }
    if (error instanceof AppError && error.details?.reason === "secondFactor")
      redirect(`/second-factor?next=${encodeURIComponent((await headers()).get("x-path") ?? `/${slug}`)}`);
    throw error;
  });
  return { ...helpersOf(caller), context, ctx };
}

/**
 * The API for the staff console. For others the console does not exist: as at any unknown address, visitors are asked
 * to sign in.
 */
export async function staffApi() {
  const { context, caller } = await requestOf(null);
  const ctx = await context.staff().catch(async (error: unknown) => {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") await signInFirst("/staff");
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  if (ctx.factorAt === null) redirect("/second-factor?next=/staff");
  return { ...helpersOf(caller), ctx };
}

/** Whether the signed-in person is staff. */
export async function isStaff(context: Pick<TrpcContext, "staff">): Promise<boolean> {
  return await context.staff().then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && error.code === "NOT_FOUND") return false;
      throw error;
    },
  );
}

async function signInFirst(path: string): Promise<never> {
  const wanted = (await headers()).get("x-path") ?? path;
  redirect(`/sign-in?next=${encodeURIComponent(wanted)}`);
}

/** The API for personal pages, such as the profile: for staff in a support session they do not exist. */
export async function memberApi(slug: string) {
  const found = await workspaceApi(slug);
  if (found.ctx.support) notFound();
  return found;
}

/** The API for personal pages that guests do not have, such as the day. */
export async function ownApi(slug: string) {
  const found = await memberApi(slug);
  if (isGuest(found.ctx)) notFound();
  return found;
}

/** The API for pages of colleagues, such as home: for guests they do not exist. */
export async function colleagueApi(slug: string) {
  const found = await workspaceApi(slug);
  if (isGuest(found.ctx)) notFound();
  return found;
}

/**
 * Checks before the HTML of a record's page begins that the record exists, because only then can it answer 404. Inside
 * the app the page itself shows that, so its skeleton need not wait.
 */
export async function requireRecord(record: () => Promise<unknown>): Promise<void> {
  if ((await headers()).get("sec-fetch-dest") === "empty") return;
  await record().catch((error: unknown) => {
    if (isNotFound(error)) notFound();
  });
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof AppError && error.cause.code === "NOT_FOUND";
}
