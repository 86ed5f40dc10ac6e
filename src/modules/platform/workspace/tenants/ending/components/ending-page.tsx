"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsLoading } from "@/components/layout/settings-loading";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { useApi } from "@/trpc/react";
import { ExportSection } from "../../exports/components/export-section";
import { DeletionSection } from "./deletion-section";
import { TransferSection } from "./transfer-section";

/** Everything about the end of a workspace: take its data along, hand it over, delete it. */
export function EndingPage() {
  const api = useApi();
  const { can, href } = useWorkspace();
  const may = can("workspace:own");
  const query = useQuery(api.ending.deletion.queryOptions({}, { enabled: may }));
  return (
    <SettingsPage
      title="Export and deletion"
      description="Export all data of this workspace, transfer its ownership, or delete it. Only owners see this page."
      back={{ label: "Settings", href: href("/settings") }}
      changes={may ? { of: ["workspace"], title: "this workspace" } : null}
    >
      {may ? null : (
        <EmptyState title="Only owners can export and delete a workspace" line={false}>
          Ask an owner of this workspace.
        </EmptyState>
      )}
      {query.error && !query.data ? <QueryFailed title="The page could not be loaded" query={query} /> : null}
      {may && !query.data && !query.error ? <SettingsLoading label="Loading export and deletion" /> : null}
      {query.data ? (
        <>
          <ExportSection />
          <TransferSection />
          <DeletionSection deletion={query.data} />
        </>
      ) : null}
    </SettingsPage>
  );
}
