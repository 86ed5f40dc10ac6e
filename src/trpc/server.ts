import "server-only";
import { createHydrationHelpers } from "@trpc/react-query/rsc";
import { headers } from "next/headers";
import { cache } from "react";
import { type AppRouter, appRouter } from "@/registry/router";
import { callerOf } from "@/server/http";
import { createCallerFactory, createTrpcContext } from "@/server/trpc";
import { makeQueryClient } from "./query-client";

const createCaller = createCallerFactory(appRouter);
const queryClient = cache(makeQueryClient);
const contextOf = cache(async (workspace: string | null) =>
  createTrpcContext(await callerOf(await headers(), workspace ?? undefined)),
);

/** For pages: calls and prefetches as the signed-in person; `workspace` is the slug of the address. */
export const serverApi = cache(async (workspace?: string) => {
  const context = await contextOf(workspace ?? null);
  return { ...createHydrationHelpers<AppRouter>(createCaller(context), queryClient), context };
});
