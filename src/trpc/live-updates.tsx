"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type Pusher from "pusher-js";
import { type ReactNode, useEffect, useState } from "react";
import { isEditing } from "@/components/ui/use-editing";
import { type ChannelsAddress, socketAddress, socketOptions } from "@/lib/channels-address";
import { channelAuth } from "./channel-auth";
import { followSignals } from "./follow-signals";
import { LiveConnection } from "./live-connection";
import { type RouterOutputs, tabId, useApiClient } from "./react";
import { SignalFollower } from "./signal-follower";
import { untilLoaded } from "./until-loaded";

interface LiveUpdatesProps {
  address: ChannelsAddress;
  workspace: { id: string; slug: string };
  memberId: string;
  /** The newest event and notification when the page was made, and the channel for later signals at that time. */
  seen: RouterOutputs["realtime"]["newest"];
  children: ReactNode;
}

/** Keeps the screen up to date: others' changes appear, and after a reconnect everything is refetched. */
export function LiveUpdates({ address, workspace, memberId, seen, children }: LiveUpdatesProps) {
  const server = useApiClient();
  const client = useQueryClient();
  const { refresh } = useRouter();
  const [first] = useState(seen);
  const [line, setLine] = useState<Pusher | null>(null);
  const { key, cluster, url } = address;
  // The channels server is the outside system.
  useEffect(() => {
    const follower = new SignalFollower(client, tabId, isEditing);
    let followed: { end(): void } | undefined;
    let over = false;
    const open = async () => {
      const library = await untilLoaded(
        () => import("pusher-js"),
        () => over,
      );
      if (over || library === null) return;
      const opened: Pusher = new library.default(
        key,
        optionsOf({ key, cluster, url }, workspace.slug, () => opened),
      );
      followed = followSignals(opened, follower, {
        ...{ tenantId: workspace.id, memberId, seen: first },
        newest: () => server.realtime.newest.query({}),
        cut: () => refresh(),
        listening: () => setLine(opened),
      });
    };
    void open();
    return () => {
      over = true;
      followed?.end();
      setLine(null);
    };
  }, [client, key, cluster, url, workspace.id, workspace.slug, memberId, server, first, refresh]);
  return <LiveConnection value={line}>{children}</LiveConnection>;
}

function optionsOf(
  address: ChannelsAddress,
  slug: string,
  line: () => Pusher,
): ConstructorParameters<typeof Pusher>[1] {
  const headers = { "x-workspace": slug };
  return {
    ...socketOptions(socketAddress(address, new URL(window.location.href)), address.cluster ?? ""),
    ...channelAuth((endpoint, body) => fetch(`/api/pusher/${endpoint}`, { method: "POST", headers, body }), line),
  };
}
