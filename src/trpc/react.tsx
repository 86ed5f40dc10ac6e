"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { httpBatchStreamLink } from "@trpc/client";
import { createTRPCReact } from "@trpc/react-query";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/registry/router";
import { makeQueryClient } from "./query-client";

export const api = createTRPCReact<AppRouter>();
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;

let shared: ReturnType<typeof makeQueryClient> | undefined;
const queryClient = () => {
  if (typeof window === "undefined") return makeQueryClient();
  shared ??= makeQueryClient();
  return shared;
};

/** This tab's name in `x-origin`: the mark by which it knows its own echo. */
const tab = typeof window === "undefined" ? "server" : crypto.randomUUID();

/** Gives the pages below their API client; every call names the workspace of the address. */
export function ApiProvider({ workspace, children }: { workspace?: string; children: ReactNode }) {
  const client = queryClient();
  const [trpc] = useState(() =>
    api.createClient({
      links: [
        httpBatchStreamLink({
          url: "/api/trpc",
          transformer: superjson,
          maxItems: 10,
          headers: () => ({ "x-origin": tab, ...(workspace ? { "x-workspace": workspace } : {}) }),
        }),
      ],
    }),
  );
  return (
    <api.Provider client={trpc} queryClient={client}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </api.Provider>
  );
}
