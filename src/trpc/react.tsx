"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCReact } from "@trpc/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/registry/router";
import { linkOf } from "./link";
import { makeQueryClient } from "./query-client";

export const api = createTRPCReact<AppRouter>();
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
export const tab = typeof window === "undefined" ? "server" : crypto.randomUUID();

interface ApiProviderProps {
  workspace?: string;
  children: ReactNode;
}

/** Gives the pages below their API client; every call names the workspace of the address. */
export function ApiProvider(props: ApiProviderProps) {
  return <WorkspaceApi key={props.workspace ?? ""} {...props} />;
}

function WorkspaceApi({ workspace, children }: ApiProviderProps) {
  const [client] = useState(() => queryClient(workspace));
  const [trpc] = useState(() => api.createClient({ links: [linkOf(tab, workspace)] }));
  return (
    <api.Provider client={trpc} queryClient={client}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </api.Provider>
  );
}
