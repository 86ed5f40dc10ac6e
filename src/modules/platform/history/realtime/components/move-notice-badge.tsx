"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { changedEvent, type Signal } from "@/lib/channels";
import { useLiveConnection } from "@/trpc/live-connection";
import { useApi } from "@/trpc/react";
import { type MoveByOther, MoveWatch } from "../rules";

/** A move in words, with its undo; undefined if the member may not undo it. */
export interface MoveNotice {
  sentence: string;
  onUndo: (() => Promise<boolean>) | undefined;
}

interface MoveNoticeProps {
  /** The current stage of each record on the screen. */
  places: ReadonlyMap<string, string>;
  /** The message for a move; null for none. */
  noticeOf(id: string, who: string): Promise<MoveNotice | null>;
}

/** A move of more records at once gets no message of its own. */
const maxAnnounced = 3;

/** Shows that someone else moved a record on the screen, and offers to undo it. Renders nothing. */
export function MoveNoticeBadge({ places, noticeOf }: MoveNoticeProps) {
  const api = useApi();
  const client = useQueryClient();
  const line = useLiveConnection();
  const { member } = useWorkspace();
  const [watch] = useState(() => new MoveWatch(member.id));
  const announce = useEffectEvent(async (moves: readonly MoveByOther[]) => {
    if (moves.length === 0 || moves.length > maxAnnounced) return;
    const known = await client.fetchQuery(
      api.members.pick.queryOptions({ ids: [...new Set(moves.map(({ by }) => by))] }),
    );
    for (const { id, by } of moves) {
      const who = known.find((one) => one.id === by)?.name;
      // A move whose record cannot be loaded is not shown; the next one is.
      const notice = who === undefined ? null : await noticeOf(id, who).catch(() => null);
      if (!notice) continue;
      const options = { id: `move ${id}` };
      if (notice.onUndo) notify.undoTheirs(notice.sentence, notice.onUndo, options);
      else notify.success(notice.sentence, options);
    }
  });
  // The toasts are the outside system. A move without a known member is not shown.
  useEffect(() => void announce(watch.see(places)).catch(() => undefined), [places, watch]);
  // The channels server is the outside system.
  useEffect(() => {
    if (!line) return;
    const receive = ({ signals }: { signals: Signal[] }) =>
      void announce(watch.receive(signals)).catch(() => undefined);
    line.bind(changedEvent, receive);
    return () => {
      line.unbind(changedEvent, receive);
    };
  }, [line, watch]);
  return null;
}
