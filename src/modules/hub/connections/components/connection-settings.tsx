"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { dayOf } from "@/components/ui/day-text";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { notify } from "@/components/ui/toast";
import { useDayText } from "@/components/ui/use-day-text";
import { dateTimeText } from "@/lib/relative-time-text";
import { useApi } from "@/trpc/react";
import { useConnect, useConnectionActs } from "../client";
import { keptDays } from "../rules";
import type { Connection, Integration } from "../schema";
import { WayToConnect } from "./catalogue";

/** The account of a connection, who connected it, its rights there, and the ways to reconnect and end it. */
export function ConnectionSettings({ provider }: { provider: string }) {
  const api = useApi();
  const query = useQuery(api.connections.list.queryOptions({}));
  const integration = query.data?.find((one) => one.provider === provider);
  if (!integration) return null;
  if (!integration.connection) return <NotConnected integration={integration} />;
  return (
    <>
      <Account integration={integration} connection={integration.connection} />
      <End integration={integration} connection={integration.connection} />
    </>
  );
}

function NotConnected({ integration }: { integration: Integration }) {
  const action = <WayToConnect service={integration} />;
  return (
    <EmptyState title={`${integration.label} is not connected`} line={false} actions={action}>
      {integration.purpose}
    </EmptyState>
  );
}

interface Props {
  integration: Integration;
  connection: Connection;
}

function Account({ integration, connection }: Props) {
  const { locale, zone: timeZone } = useWorkspace();
  const { connect, busy } = useConnect(integration);
  const { label, state, on, available } = integration;
  const { account, connectedBy, scopes, failure } = connection;
  const facts: [string, string][] = [
    ["Account", account.name],
    ["Its number", account.id],
    ["Connected by", connectedBy?.name ?? "Somebody who has left"],
    ["Connected", dateTimeText(new Date(connection.connectedAt), locale, timeZone)],
    ["Allowed there", scopes.join(", ") || "Nothing named"],
  ];
  return (
    <SettingsSection title="Account">
      {failure ? (
        <Note tone="warning" className="mb-3">
          {failure}
        </Note>
      ) : null}
      <dl className="grid grid-cols-[120px_minmax(0,1fr)] gap-x-4 gap-y-2 phone:grid-cols-1 phone:gap-y-0.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted phone:mt-1.5">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {on && available ? (
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button variant={state === "reconnect" ? "primary" : "secondary"} busy={busy} onClick={() => connect(true)}>
            {state === "disconnected" ? `Connect ${label}` : "Reconnect"}
          </Button>
          <p className="min-w-0 flex-1 text-muted text-sm">
            The same account goes on where it was. Another account can be connected after this one is disconnected, and
            starts anew.
          </p>
        </div>
      ) : null}
    </SettingsSection>
  );
}

function End({ integration: { label, state }, connection }: Props) {
  const day = useDayText();
  const { workspaceZone: timeZone } = useWorkspace();
  const { disconnect } = useConnectionActs();
  const [open, setOpen] = useState(false);
  if (state === "disconnected")
    return (
      <SettingsSection title="Disconnected">
        <p className="text-muted">
          {connection.keptUntil
            ? `What links its records to those here is kept until ${day(dayOf(connection.keptUntil, timeZone))}. Records stay on both sides.`
            : "Records stay on both sides."}
        </p>
      </SettingsSection>
    );
  return (
    <SettingsSection
      title="Disconnect"
      description={`Ends all work with ${label} at once. Records stay on both sides, and connecting the same account again within ${keptDays} days goes on where it was.`}
    >
      <Button variant="danger" onClick={() => setOpen(true)}>
        {`Disconnect ${label}`}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Disconnect ${label}?`}
        description={`All work with ${connection.account.name} ends, and our access to it is deleted and given back. What links records is kept for ${keptDays} days.`}
        action="Disconnect"
        onConfirm={async () => {
          try {
            await disconnect.mutateAsync({ id: connection.id });
          } catch (error) {
            throw new Error(readServerError(error).message, { cause: error });
          }
          notify.success(`${label} is disconnected`);
        }}
      />
    </SettingsSection>
  );
}
