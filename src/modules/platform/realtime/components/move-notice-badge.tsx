"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { changedEvent, type Signal } from "@/lib/channels";
import { useLiveLine } from "@/trpc/live-line";
import { api } from "@/trpc/react";
import { type MoveByOther, MoveWatch } from "../rules";

/** A move in words, and how it is taken back; that is left out where one may not. */
export interface MoveNotice {
  sentence: string;
  onUndo: (() => Promise<boolean>) | undefined;
}

interface MoveNoticeProps {
  /** Where each record on the screen stands now: its stage. */
  places: ReadonlyMap<string, string>;
  /** What to say of a move; null where there is nothing to say. */
  noticeOf(id: string, who: string): Promise<MoveNotice | null>;
}

/** Moves of more records at once are no news of a record: they show without words. */
const mostTold = 3;

/** Says that someone else has just moved a record that is on the screen, and offers to take that back. Draws nothing. */
export function MoveNoticeBadge({ places, noticeOf }: MoveNoticeProps) {
  const line = useLiveLine();
  const { member } = useWorkspace();
  const { members } = api.useUtils();
  const [watch] = useState(() => new MoveWatch(member.id));
  const tell = useEffectEvent(async (moves: readonly MoveByOther[]) => {
    if (moves.length === 0 || moves.length > mostTold) return;
    const known = await members.pick.fetch({ ids: [...new Set(moves.map(({ by }) => by))] });
    for (const { id, by } of moves) {
      const who = known.find((one) => one.id === by)?.name;
      // What could not be asked for is not told; the next one is.
      const notice = who === undefined ? null : await noticeOf(id, who).catch(() => null);
      if (!notice) continue;
      const options = { id: `move ${id}` };
      if (notice.onUndo) notify.undoTheirs(notice.sentence, notice.onUndo, options);
      else notify.success(notice.sentence, options);
    }
  });
  // The toasts are the outside system. Where nobody knows who it was there is nothing to tell.
  useEffect(() => void tell(watch.see(places)).catch(() => undefined), [places, watch]);
  // The channels server is the outside system.
  useEffect(() => {
    if (!line) return;
    const hear = ({ signals }: { signals: Signal[] }) => void tell(watch.hear(signals)).catch(() => undefined);
    line.bind(changedEvent, hear);
    return () => {
      line.unbind(changedEvent, hear);
    };
  }, [line, watch]);
  return null;
}
