"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type Pusher from "pusher-js";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { changedEvent, channelName, type Signal } from "@/lib/channels";
import { useLiveConnection } from "@/trpc/live-connection";
import { useApi } from "@/trpc/react";
import { staySubscribed } from "@/trpc/stay-subscribed";
import { afterPresence, isPresenceSignal, Movers } from "./rules";

/** A member who has the same record open. */
export interface Present {
  id: string;
  name: string;
}

interface Members {
  each(tell: (member: { id: string; info: { name: string } }) => void): void;
}

/** The other members who have this record open now, in the order of their names. */
export function usePresence(entity: string, id: string): Present[] {
  const line = useLiveConnection();
  const { member } = useWorkspace();
  const [present, setPresent] = useState<Present[]>([]);
  // The channels server is the outside system.
  useEffect(() => {
    if (!line) return;
    const name = channelName({ kind: "record", entity, id });
    const channel = staySubscribed(line, name);
    const look = () => {
      const found: Present[] = [];
      const { members } = channel as unknown as { members: Members };
      members.each((one) => one.id !== member.id && found.push({ id: one.id, name: one.info.name }));
      setPresent(found.sort((a, b) => a.name.localeCompare(b.name)));
    };
    for (const event of ["subscription_succeeded", "subscription_error", "member_added", "member_removed"])
      channel.bind(`pusher:${event}`, look);
    return () => {
      channel.unbind_all();
      line.unsubscribe(name);
      setPresent([]);
    };
  }, [line, entity, id, member.id]);
  return present;
}

/** Presence is refetched after this time, in case a webhook was lost. */
const askAgainMs = 60_000;

/** Keeps the online list up to date: fetched when the connection opens, then updated by signals. Once per page. */
export function useFollowPresence(): void {
  const api = useApi();
  const line = useLiveConnection();
  const client = useQueryClient();
  useQuery(api.realtime.online.queryOptions({}, { enabled: line !== null, refetchInterval: askAgainMs }));
  // The channels server is the outside system.
  useEffect(() => {
    if (!line) return;
    const receive = ({ signals }: { signals: Signal[] }) => {
      if (!signals.some(isPresenceSignal)) return;
      client.setQueryData(
        api.realtime.online.queryKey({}),
        (known) => known && { ids: [...afterPresence(known.ids, signals)] },
      );
      // A pending response may be older than the latest signal.
      const queryKey = api.realtime.online.pathKey();
      if (client.isFetching({ queryKey }) > 0) void client.invalidateQueries({ queryKey });
    };
    line.bind(changedEvent, receive);
    return () => {
      line.unbind(changedEvent, receive);
    };
  }, [line, client, api]);
}

/** The member who moved this record in the last seconds. */
export function useMover(id: string): string | null {
  const line = useLiveConnection();
  const { member } = useWorkspace();
  const movers = line ? moversOf(line) : null;
  const by = useSyncExternalStore(
    movers?.subscribe ?? nobody,
    () => movers?.of(id) ?? null,
    () => null,
  );
  return by === member.id ? null : by;
}

const nobody = () => () => undefined;
const lines = new WeakMap<Pusher, Movers>();

/** One listener for a whole board: a moved card is mounted again in another column. */
function moversOf(line: Pusher): Movers {
  const movers = lines.get(line) ?? new Movers();
  if (!lines.has(line)) line.bind(changedEvent, ({ signals }: { signals: Signal[] }) => movers.receive(signals));
  lines.set(line, movers);
  return movers;
}
