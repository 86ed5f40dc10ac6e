import "server-only";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type AppRouter, appRouter } from "@/registry/router";
import { AppError } from "@/server/errors";
import { callerOf } from "@/server/http";
import { createCallerFactory, createTrpcContext } from "@/server/trpc";
import { makeQueryClient } from "./query-client";

const createCaller = createCallerFactory(appRouter);
const queryClient = cache(makeQueryClient);
const contextOf = cache(async (workspace: string | null) =>
  createTrpcContext(await callerOf(await headers(), workspace ?? undefined)),
);

/** For pages without a workspace: calls and prefetches as the person who is signed in, or nobody. */
export const identityApi = cache(async () => {
  const context = await contextOf(null);
  return { ...createHydrationHelpers<AppRouter>(createCaller(context), queryClient), context };
});

/**
 * For pages of a workspace, by the slug of the address. Leads who is not signed in to the sign-in page, and who is no
 * member to "nothing here", before anything is asked for.
 */
export const workspaceApi = cache(async (slug: string) => {
  const context = await contextOf(slug);
  const ctx = await context.tenant().catch(async (error: unknown) => {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") {
      const wanted = (await headers()).get("x-path") ?? `/${slug}`;
      redirect(`/sign-in?next=${encodeURIComponent(wanted)}`);
    }
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  return { ...createHydrationHelpers<AppRouter>(createCaller(context), queryClient), context, ctx };
});
