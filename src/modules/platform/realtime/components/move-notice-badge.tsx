"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { notify } from "@/components/ui/toast";
import { api } from "@/trpc/react";
import { useMover } from "../client";

interface MoveNoticeProps {
  id: string;
  /** Where the record stands now: a stage. */
  place: string;
  /** What has happened, in words. */
  sentence(who: string): string;
  /** Takes the move back; left out where one may not. */
  onUndo: (() => void) | undefined;
}

/** Says that someone else has just moved the record that is open here, and offers to take that back. Draws nothing. */
export function MoveNoticeBadge({ id, place, sentence, onUndo }: MoveNoticeProps) {
  const mover = useMover(id);
  const { data } = api.members.pick.useQuery({ ids: mover ? [mover] : [] }, { enabled: mover !== null });
  const who = data?.find((member) => member.id === mover)?.name;
  const seen = useRef(place);
  const tell = useEffectEvent((name: string) => {
    const options = { id: `move ${id}` };
    if (onUndo) notify.undo(sentence(name), onUndo, options);
    else notify.success(sentence(name), options);
  });
  // The line and the toasts are the outside system.
  useEffect(() => {
    if (seen.current === place) return;
    // Whose move it was is known before the record is asked for anew, and their name soon after.
    if (mover !== null && who === undefined) return;
    seen.current = place;
    if (mover !== null && who !== undefined) tell(who);
  }, [place, mover, who]);
  return null;
}
