"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsPage } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { dayOf } from "@/components/ui/day-text";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { hasEnded, permissionLabel } from "../rules";
import type { ApiKey } from "../schema";
import { CreateKeyDialog } from "./create-key-dialog";
import { RevokeKeyDialog } from "./revoke-key-dialog";

const columns =
  "grid grid-cols-[minmax(0,1fr)_120px_180px_150px_150px_36px] items-center gap-4 px-edge phone:grid-cols-[minmax(0,1fr)_auto]";

/** The workspace's API keys. */
export function ApiKeysPage() {
  const { can, href } = useWorkspace();
  const may = can("apiKey:manage");
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const create = (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setCreating(true)}>
      New API key
    </Button>
  );
  return (
    <SettingsPage
      title="API keys"
      description="Programs use the REST API with a key. A key acts as the member who created it, within its permissions. Only owners and admins can change this page."
      back={{ label: "Settings", href: href("/settings") }}
      changes={may ? { of: ["apiKey"], title: "API keys" } : null}
      actions={may ? create : null}
      phoneActions={
        may ? <IconButton label="New API key" icon={<Plus aria-hidden />} onClick={() => setCreating(true)} /> : null
      }
    >
      {may ? (
        <KeyList create={create} onRevoke={setRevoking} />
      ) : (
        <EmptyState title="API keys are for owners and admins" line={false}>
          Ask an owner or admin of this workspace for a key.
        </EmptyState>
      )}
      <CreateKeyDialog open={creating} onOpenChange={setCreating} />
      <RevokeKeyDialog apiKey={revoking} onDone={() => setRevoking(null)} />
    </SettingsPage>
  );
}

interface KeyListProps {
  create: ReactNode;
  onRevoke: (key: ApiKey) => void;
}

function KeyList({ create, onRevoke }: KeyListProps) {
  const api = useApi();
  const query = useQuery(api.apiKeys.list.queryOptions({}));
  if (query.error && !query.data) return <QueryFailed title="The API keys could not be loaded" query={query} />;
  if (!query.data)
    return (
      <SkeletonRegion label="Loading API keys">
        {["w-32", "w-40"].map((width) => (
          <div key={width} className="flex h-row items-center border-border-soft border-b px-edge">
            <Skeleton className={width} />
          </div>
        ))}
      </SkeletonRegion>
    );
  if (query.data.length === 0)
    return (
      <EmptyState title="No API keys yet" actions={create}>
        A key lets a program read and write data through the REST API, within the permissions that you choose.
      </EmptyState>
    );
  return (
    <>
      <div aria-hidden className={`${columns} h-thead shrink-0 border-y text-faint text-sm phone:hidden`}>
        <span>Name</span>
        <span>Key</span>
        <span>Member</span>
        <span>Last used</span>
        <span>Valid until</span>
        <span />
      </div>
      <ul className="phone:border-t">
        {query.data.map((key) => (
          <KeyLine key={key.id} apiKey={key} onRevoke={() => onRevoke(key)} />
        ))}
      </ul>
    </>
  );
}

function KeyLine({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const day = useDayText();
  const { href, locale, zone: timeZone } = useWorkspace();
  const ended = hasEnded(apiKey);
  const scopes = apiKey.scopes.map(permissionLabel);
  return (
    <li className={`${columns} min-h-11 border-border-soft border-b py-1.5`}>
      <div className="min-w-0">
        <div className="flex items-center gap-2">
          <Link
            href={href(`/settings/api-keys/${apiKey.id}`)}
            className={cn(
              "relative flex min-h-6 items-center truncate font-medium hover:underline hit-44",
              ended && "text-muted",
            )}
          >
            {apiKey.name}
          </Link>
          {apiKey.revokedAt ? <Badge>Revoked</Badge> : null}
          {ended && !apiKey.revokedAt ? <Badge tone="warning">Expired</Badge> : null}
        </div>
        <Tooltip content={scopes.join(", ")}>
          <button type="button" className="relative block max-w-full truncate py-1 text-left text-muted text-sm hit-44">
            {scopes.length === 1
              ? scopes[0]
              : counted(scopes.length, { one: "permission", many: "permissions" }, locale)}
          </button>
        </Tooltip>
      </div>
      <span className="mono phone:hidden">{`${apiKey.prefix}…`}</span>
      <span className="truncate phone:hidden">{apiKey.member.name}</span>
      <span className="text-muted phone:hidden">
        {apiKey.lastUsedAt ? <RelativeTime at={apiKey.lastUsedAt} /> : "Never"}
      </span>
      <span className="text-muted phone:hidden">
        {apiKey.expiresAt ? day(dayOf(apiKey.expiresAt, timeZone)) : "Until revoked"}
      </span>
      {apiKey.revokedAt ? (
        <span />
      ) : (
        <IconButton label={`Revoke ${apiKey.name}`} icon={<Trash2 aria-hidden />} onClick={onRevoke} />
      )}
    </li>
  );
}
