"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useListLocale } from "@/components/data-table/list-locale";
import { readServerError } from "@/components/form/server-error";
import { QueryFailed } from "@/components/layout/query-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { deviceName, isPhone } from "../rules";
import type { Session } from "../schema";

/** The person's sessions; each device can be signed out. */
export function SessionsSection() {
  const { locale } = useListLocale();
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery(api.auth.sessions.queryOptions({}));
  const options = {
    onSuccess: () => client.invalidateQueries(api.auth.sessions.pathFilter()),
    onError: (error: unknown) => {
      notify.error(readServerError(error).message);
    },
  };
  const revoke = useMutation(api.auth.revokeSession.mutationOptions(options));
  const revokeOthers = useMutation(api.auth.revokeOtherSessions.mutationOptions(options));
  const sessions = query.data ?? [];
  return (
    <SettingsSection
      title="Devices"
      description="Devices on which you are signed in. A session ends automatically after 30 days."
    >
      {query.data ? (
        <ul className="border-t">
          {sessions.map((session) => (
            <Device
              key={session.id}
              session={session}
              busy={revoke.isPending && revoke.variables?.id === session.id}
              onSignOut={() => revoke.mutate({ id: session.id })}
            />
          ))}
        </ul>
      ) : null}
      {query.error && !query.data ? <QueryFailed title="Your devices could not be loaded" query={query} /> : null}
      {query.data || query.error ? null : (
        <SkeletonRegion label="Loading devices">
          <div className="flex h-13 items-center border-t">
            <Skeleton className="w-48" />
          </div>
        </SkeletonRegion>
      )}
      {sessions.length > 1 ? (
        <Button className="mt-4" busy={revokeOthers.isPending} onClick={() => revokeOthers.mutate({})}>
          {`Sign out ${counted(sessions.length - 1, { one: "other device", many: "other devices" }, locale)}`}
        </Button>
      ) : null}
    </SettingsSection>
  );
}

function Device({ session, busy, onSignOut }: { session: Session; busy: boolean; onSignOut: () => void }) {
  const name = deviceName(session.userAgent);
  return (
    <li className="flex min-h-13 items-center gap-3 border-border-soft border-b py-2">
      <span className="text-faint [&_svg]:size-4">
        {isPhone(session.userAgent) ? <Smartphone aria-hidden /> : <Monitor aria-hidden />}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {session.current ? <Badge tone="accent">This device</Badge> : null}
        </div>
        <div className="truncate text-muted text-sm">
          Last used <RelativeTime at={session.lastSeenAt} inSentence />
          {session.address ? `, from ${session.address}` : null}
        </div>
      </div>
      {session.current ? null : (
        <Button size="sm" busy={busy} aria-label={`Sign out ${name}`} onClick={onSignOut}>
          Sign out
        </Button>
      )}
    </li>
  );
}
