"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Loaded } from "@/components/layout/loaded";
import { PageHeader } from "@/components/layout/page-header";
import { LastChangeOf } from "@/components/layout/settings-changes";
import { ChangesFoot, SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Note } from "@/components/ui/note";
import { useApi } from "@/trpc/react";
import { outcomes, outcomeWords } from "../rules";
import type { Integration } from "../schema";
import { Catalogue } from "./catalogue";
import { type Connected, ConnectedList } from "./connected-list";
import { type NeedsProps, NeedsYou } from "./needs-you";

/** The services that the workspace connects, and those that it could; `more`: further things that wait for somebody. */
export function IntegrationsPage({ more }: Pick<NeedsProps, "more">) {
  const { can, href } = useWorkspace();
  const back = { label: "Settings", href: href("/settings") };
  if (!can("connection:view"))
    return (
      <SettingsPage title="Integrations" description="Other services that work with this workspace." back={back}>
        <EmptyState title="Integrations are for owners and admins" line={false}>
          Ask an owner or admin of this workspace to connect a service.
        </EmptyState>
      </SettingsPage>
    );
  return <Integrations more={more} />;
}

function Integrations({ more }: Pick<NeedsProps, "more">) {
  const api = useApi();
  const { href } = useWorkspace();
  const query = useQuery(api.connections.list.queryOptions({}));
  const connected = (query.data ?? []).filter(isConnected);
  return (
    <>
      <PageHeader
        title="Integrations"
        count={query.data ? `${connected.length} connected` : undefined}
        phoneBack={{ label: "Settings", href: href("/settings") }}
      />
      <Loaded query={query} of="the integrations">
        {(rows) => (
          <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_var(--aside-w)] border-t narrow:block narrow:overflow-y-auto">
            <div className="min-h-0 overflow-y-auto narrow:overflow-visible">
              <OutcomeNote rows={rows} />
              {connected.length > 0 ? <ConnectedList rows={connected} /> : null}
              {rows.length > 0 ? <Catalogue rows={rows} /> : <NoServices />}
            </div>
            <aside
              aria-label="What needs you, and who connects"
              className="min-h-0 overflow-y-auto border-l narrow:overflow-visible narrow:border-t narrow:border-l-0"
            >
              <NeedsYou rows={connected} more={more} />
              <p className="px-edge py-2.5 text-muted text-sm hairline-t">
                Owners and admins connect services for the workspace. Access keys are stored encrypted; nobody can read
                them, staff included.
              </p>
            </aside>
          </div>
        )}
      </Loaded>
      <ChangesFoot>
        <LastChangeOf of={["connection"]} title="Integrations" />
      </ChangesFoot>
    </>
  );
}

const isConnected = (row: Integration): row is Connected =>
  row.connection !== null && row.state !== "disconnected" && row.state !== "notConnected";

const NoServices = () => (
  <EmptyState title="No services yet" line={false}>
    This installation has no service that could be connected.
  </EmptyState>
);

/** How the way to a consent page and back ended, until somebody closes it. */
function OutcomeNote({ rows }: { rows: readonly Integration[] }) {
  const [{ outcome, provider }, set] = useQueryStates({
    outcome: parseAsStringLiteral(outcomes),
    provider: parseAsString,
  });
  if (outcome === null) return null;
  const label = rows.find((row) => row.provider === provider)?.label ?? "The service";
  return (
    <Note tone={outcome === "connected" ? "info" : "warning"} className="mx-edge my-3">
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1" role="status">
          {outcomeWords[outcome](label)}
        </p>
        <IconButton
          label="Close this message"
          size="sm"
          icon={<X aria-hidden />}
          onClick={() => void set({ outcome: null, provider: null })}
        />
      </div>
    </Note>
  );
}
