"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Loaded } from "@/components/layout/loaded";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useApi } from "@/trpc/react";
import { useSyncObjects } from "../client";
import type { SyncObject } from "../schema";

/** The connection that a screen shows; `label` is the name of its service. */
export interface Connected {
  id: string;
  provider: string;
  label: string;
  /** All its work waits: somebody paused it, or it lost its access. */
  isPaused: boolean;
}

export interface SyncProps {
  connected: Connected;
  objects: readonly SyncObject[];
}

/** The connection of a service, if the workspace has one that works or waits. */
export function useConnected(provider: string): Connected | null {
  const { data } = useQuery(useApi().connections.list.queryOptions({}));
  const one = data?.find((integration) => integration.provider === provider);
  if (!one?.connection || one.state === "disconnected") return null;
  return { id: one.connection.id, provider, label: one.label, isPaused: one.state !== "connected" };
}

interface ScreenProps {
  provider: string;
  children(connected: Connected, objects: readonly SyncObject[]): ReactNode;
}

/** A screen of a connection with the objects that it keeps equal, or the reason why there is none. */
export function SyncScreen({ provider, children }: ScreenProps) {
  const { href } = useWorkspace();
  const connected = useConnected(provider);
  const query = useSyncObjects(connected?.id ?? null);
  if (connected === null)
    return (
      <EmptyState
        title="Nothing is connected"
        line={false}
        actions={
          <Button asChild>
            <Link href={href(`/settings/integrations/${provider}/settings`)}>Open its settings</Link>
          </Button>
        }
      >
        Connect it in its settings. Records stay on both sides.
      </EmptyState>
    );
  return (
    <Loaded query={query} of="the sync">
      {(objects) =>
        objects.length > 0 ? (
          children(connected, objects)
        ) : (
          <EmptyState title="Nothing to sync yet" line={false}>
            {`What ${connected.label} has is being read. This takes a moment after it was connected.`}
          </EmptyState>
        )
      }
    </Loaded>
  );
}
