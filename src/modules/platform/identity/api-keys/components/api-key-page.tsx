"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Loaded } from "@/components/layout/loaded";
import { SettingsPage, SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Note } from "@/components/ui/note";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableLoading } from "@/components/ui/skeleton";
import { dateTimeText } from "@/lib/relative-time-text";
import { useApi } from "@/trpc/react";
import { KeyRefusals } from "../log/components/key-refusals";
import { KeyUses } from "../log/components/key-uses";
import { hasEnded, permissionLabel } from "../rules";
import type { ApiKeyDetail } from "../schema";
import { KeyLimits } from "./key-limits";
import { RevokeKeyDialog } from "./revoke-key-dialog";
import { RotateKeyDialog } from "./rotate-key-dialog";
import { ShownOnce } from "./shown-once";

/** One API key: its rights and limits, its use, and the refusals that its programs got. */
export function ApiKeyPage({ id }: { id: string }) {
  const { can, href } = useWorkspace();
  const api = useApi();
  const may = can("apiKey:manage");
  const query = useQuery(api.apiKeys.get.queryOptions({ id }, { enabled: may }));
  return (
    <SettingsPage
      title={query.data?.name ?? "API key"}
      description="The rights of this key, its limits, and its use. Only owners and admins can change this page."
      back={{ label: "API keys", href: href("/settings/api-keys") }}
      {...(query.data ? actionsOf(query.data) : {})}
    >
      {may ? (
        <Loaded query={query} of="the API key" loading={<TableLoading label="Loading the API key" />}>
          {(apiKey: ApiKeyDetail) => <KeyParts apiKey={apiKey} />}
        </Loaded>
      ) : (
        <EmptyState title="API keys are for owners and admins" line={false}>
          Ask an owner or admin of this workspace about this key.
        </EmptyState>
      )}
    </SettingsPage>
  );
}

function KeyParts({ apiKey }: { apiKey: ApiKeyDetail }) {
  return (
    <>
      <Facts apiKey={apiKey} />
      {apiKey.revokedAt ? null : <KeyLimits apiKey={apiKey} />}
      <KeyRefusals id={apiKey.id} />
      <KeyUses id={apiKey.id} />
    </>
  );
}

const actionsOf = (apiKey: ApiKeyDetail) => ({
  actions: <Acts apiKey={apiKey} look="buttons" />,
  phoneActions: <Acts apiKey={apiKey} look="icons" />,
});

function Acts({ apiKey, look }: { apiKey: ApiKeyDetail; look: "buttons" | "icons" }) {
  const { member } = useWorkspace();
  const [open, setOpen] = useState<"rotate" | "revoke" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setOpen(null);
  if (apiKey.revokedAt) return null;
  const mayRotate = apiKey.member.id === member.id && !hasEnded(apiKey);
  return (
    <>
      <Act look={look} label="Revoke" icon={<Trash2 aria-hidden />} onClick={() => setOpen("revoke")} />
      {mayRotate ? (
        <Act look={look} label="Rotate" icon={<RefreshCw aria-hidden />} onClick={() => setOpen("rotate")} />
      ) : null}
      <RotateKeyDialog
        apiKey={apiKey}
        open={open === "rotate"}
        onOpenChange={(next) => setOpen(next ? "rotate" : null)}
        onRotated={setSecret}
      />
      <RevokeKeyDialog apiKey={open === "revoke" ? apiKey : null} onDone={close} />
      <ShownOnce value={secret} onClose={() => setSecret(null)} />
    </>
  );
}

interface ActProps {
  look: "buttons" | "icons";
  label: string;
  icon: ReactNode;
  onClick: () => void;
}

const Act = ({ look, label, icon, onClick }: ActProps) =>
  look === "icons" ? (
    <IconButton label={label} icon={icon} onClick={onClick} />
  ) : (
    <Button icon={icon} onClick={onClick}>
      {label}
    </Button>
  );

function Facts({ apiKey }: { apiKey: ApiKeyDetail }) {
  const { locale, member, zone: timeZone } = useWorkspace();
  const timeOf = (at: string) => dateTimeText(new Date(at), locale, timeZone);
  const { previous } = apiKey;
  const isOwn = apiKey.member.id === member.id;
  const facts: [string, ReactNode][] = [
    ["Key", <KeyStart key="key" apiKey={apiKey} />],
    ["Acts as", apiKey.member.name],
    ["Permissions", apiKey.scopes.map(permissionLabel).join(", ")],
    ["Created", timeOf(apiKey.createdAt)],
    ["Last used", apiKey.lastUsedAt ? <RelativeTime key="used" at={apiKey.lastUsedAt} /> : "Never"],
    apiKey.revokedAt
      ? ["Revoked", timeOf(apiKey.revokedAt)]
      : ["Valid", apiKey.expiresAt ? `Until ${timeOf(apiKey.expiresAt)}` : "Until it is revoked"],
  ];
  return (
    <SettingsSection>
      {previous ? (
        <Note tone="info" className="mb-3">
          {`The secret that begins with ${previous.prefix} still works until ${timeOf(previous.until)}.`}
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
      {isOwn || hasEnded(apiKey) ? null : (
        <p className="mt-4 text-muted text-sm">
          {`Only ${apiKey.member.name} can rotate this key, because it acts as ${apiKey.member.name}.`}
        </p>
      )}
    </SettingsSection>
  );
}

const KeyStart = ({ apiKey }: { apiKey: ApiKeyDetail }) => (
  <span className="flex items-center gap-2">
    <span className="mono">{`${apiKey.prefix}…`}</span>
    {apiKey.revokedAt ? <Badge>Revoked</Badge> : null}
    {hasEnded(apiKey) && !apiKey.revokedAt ? <Badge tone="warning">Expired</Badge> : null}
  </span>
);
