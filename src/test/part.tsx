import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { WorkspaceProvider, type WorkspaceView } from "@/components/layout/workspace-context";
import type { AppRouter } from "@/registry/router";
import { makeQueryClient } from "@/trpc/query-client";
import { ApiClientProvider } from "@/trpc/react";

/** Where no part of a page is outside one. */
export const exampleWorkspace: WorkspaceView = {
  ...{ slug: "halden", name: "Halden", currency: "USD", locale: "en-US", zone: "UTC", workspaceZone: "UTC" },
  ...{
    role: "member",
    member: { id: "ann", name: "Ann", email: "ann@halden.example" },
    permissions: [],
    visibility: {},
    custom: { fields: [], tags: [], lists: {} },
    plan: { mayOpen: false, notice: null },
    readOnly: null,
    deletion: null,
    onboarding: null,
    support: null,
  },
};

/** Answers nothing: a part that is rendered once asks nothing. */
const server = createTRPCClient<AppRouter>({ links: [] });

/** The keys of the queries of the API. */
export const api = createTRPCOptionsProxy<AppRouter>({ client: server, queryClient: () => makeQueryClient() });

interface TabProps {
  client: QueryClient;
  workspace?: WorkspaceView;
  children: ReactNode;
}

/** A workspace in a tab that has this client's cache. */
export function Tab({ client, workspace = exampleWorkspace, children }: TabProps) {
  return (
    <WorkspaceProvider value={workspace}>
      <QueryClientProvider client={client}>
        <ApiClientProvider trpcClient={server} queryClient={client}>
          {children}
        </ApiClientProvider>
      </QueryClientProvider>
    </WorkspaceProvider>
  );
}

/** A part of a page as HTML, in a workspace whose tab has this client's cache. */
export function markupOf(part: ReactNode, client: QueryClient = makeQueryClient()): string {
  return renderToStaticMarkup(<Tab client={client}>{part}</Tab>);
}

/** Its text as a browser joins it for the name of a control: without a space at the ends of inline elements. */
export const joinedText = (part: ReactNode): string =>
  markupOf(part)
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ")
    .trim();
