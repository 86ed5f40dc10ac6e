import "server-only";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { AppRouter } from "@/registry/router";
import { AppError } from "@/server/errors";
import { callerOf } from "@/server/http";
import { createTrpcContext, type TrpcContext } from "@/server/trpc";
import { withTimeout } from "@/server/with-timeout";
import { createAskOnce } from "./ask-once";
import { makeQueryClient } from "./query-client";

/** The caller, and the answers of this request: layout, metadata and page share them. */
const requestOf = cache(async (workspace: string | null) => {
  const asked = createTrpcContext(await callerOf(await headers(), workspace ?? undefined));
  // Each page first loads its caller: a page whose database hangs ends here with a clear failure.
  const context = {
    ...asked,
    tenant: () => withTimeout(timeoutMs, asked.tenant(), late),
    identity: () => withTimeout(timeoutMs, asked.identity(), late),
    staff: () => withTimeout(timeoutMs, asked.staff(), late),
  };
  return { context, caller: createAskOnce(context) };
});

const timeoutMs = 8_000;
const late = () => new AppError("UNAVAILABLE", "The database is not responding. Try again in a moment.");

/** Each part of a page hydrates only its own prefetched data: another part may still be refused. */
function helpersOf(caller: Parameters<typeof createHydrationHelpers<AppRouter>>[0]) {
  const client = makeQueryClient();
  return createHydrationHelpers<AppRouter>(caller, () => client);
}

/** The calls of a page of a workspace. */
export type Calls = ReturnType<typeof helpersOf>["trpc"];

/** The calls that the pages of any noun make. */
interface NounCalls {
  get: ((input: { id: string }) => Promise<{ name: string }>) & { prefetch(input: { id: string }): Promise<void> };
  list: { prefetch(request: object): Promise<void>; prefetchInfinite(request: object): Promise<void> };
  groups: { prefetch(request: object): Promise<void> };
}

/** The calls of a noun by its path. */
export const callsAt = (trpc: Calls, path: string): NounCalls =>
  (trpc as unknown as Readonly<Record<string, NounCalls>>)[path] as NounCalls;

/** For pages without a workspace: calls and prefetches as the signed-in person, or nobody. */
export async function identityApi() {
  const { context, caller } = await requestOf(null);
  return { ...helpersOf(caller), context };
}

/**
 * For pages of a workspace, by the slug of the address. Sends visitors without a session to the sign-in page, members
 * without a required second factor to its page, and non-members to "nothing here", before any data is fetched.
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

/** For the console of staff. It is not there for others: as at any unknown address, visitors are asked to sign in. */
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

/** The same for pages of a person, such as the profile: staff in a support session find nothing there. */
export async function ownApi(slug: string) {
  const found = await workspaceApi(slug);
  if (found.ctx.support) notFound();
  return found;
}

/**
 * Runs before a record's page: an unknown record must answer 404, which is only possible before the page begins.
 * Inside the app the page itself shows it, and its skeleton need not wait.
 */
export async function documentNeeds(record: () => Promise<unknown>): Promise<void> {
  if ((await headers()).get("sec-fetch-dest") === "empty") return;
  await record().catch((error: unknown) => {
    if (isNotFound(error)) notFound();
  });
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof AppError && error.cause.code === "NOT_FOUND";
}
