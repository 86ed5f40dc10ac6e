"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { createTRPCContext, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/registry/router";
import { linkOf } from "./link";
import { makeQueryClient } from "./query-client";

const context = createTRPCContext<AppRouter>();
export type Api = TRPCOptionsProxy<AppRouter>;

/** The procedures as options, keys and filters of queries and mutations: `useQuery(api.members.list.queryOptions({}))`. */
export const useApi = (): Api => context.useTRPC();

/** The procedures as direct calls that bypass the cache. */
export const useApiClient = () => context.useTRPCClient();

/** Provides these procedures to the components below. */
export const ApiClientProvider = context.TRPCProvider;

export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** This tab's cache for each workspace: the same query has a different answer in each. */
const known = new Map<string | undefined, QueryClient>();
function queryClient(workspace: string | undefined): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  const client = known.get(workspace) ?? makeQueryClient();
  known.set(workspace, client);
  return client;
}

/** This tab's name in `x-origin`, by which it recognises signals of its own changes. */
export const tabId = typeof window === "undefined" ? "server" : crypto.randomUUID();

interface ApiProviderProps {
  workspace?: string;
  children: ReactNode;
}

/** Provides the API client to the pages below; every call names the workspace in the address. */
export function ApiProvider(props: ApiProviderProps) {
  return <WorkspaceApi key={props.workspace ?? ""} {...props} />;
}

function WorkspaceApi({ workspace, children }: ApiProviderProps) {
  const [client] = useState(() => queryClient(workspace));
  const [trpc] = useState(() => createTRPCClient<AppRouter>({ links: [linkOf(tabId, workspace)] }));
  return (
    <QueryClientProvider client={client}>
      <ApiClientProvider trpcClient={trpc} queryClient={client}>
        {children}
      </ApiClientProvider>
    </QueryClientProvider>
  );
}
