"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { useHydrated } from "@/components/form/use-hydrated";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { useApi } from "@/trpc/react";
import type { FollowState } from "../../rules";
import type { RecordAct } from "../rules";
import type { LinkedRecord } from "../schema";

export interface RecordLinkFormProps {
  token: string;
  /** The act that the link in the e-mail is for. */
  act: RecordAct | null;
  record: LinkedRecord;
}

const stateTexts: Record<FollowState, (one: string) => string> = {
  following: (one) => `You follow this ${one} and get notifications about it.`,
  muted: (one) => `This ${one} is muted: you get no notifications about it.`,
  none: (one) =>
    `You do not follow this ${one}. You still get notifications if you own it or someone mentions you in it.`,
};

/** Mutes or unfollows one record without signing in. Nothing happens before a button is pressed. */
export function RecordLinkForm({ token, act, record }: RecordLinkFormProps) {
  const api = useApi();
  const live = useHydrated();
  const [now, setNow] = useState(record);
  const [before, setBefore] = useState<FollowState | null>(null);
  const change = useMutation(api.notificationMails.followByLink.mutationOptions());

  async function set(state: FollowState, undo: FollowState | null) {
    const answer = await change.mutateAsync({ token, state }).catch(() => null);
    if (!answer) return;
    setNow(answer);
    setBefore(undo);
  }
  const button = { size: "lg", disabled: !live, busy: change.isPending } as const;
  const variant = (of: RecordAct) => (act === of && before === null ? "primary" : "secondary");
  return (
    <div className="flex flex-col gap-4" aria-live="polite">
      {change.error ? <Note tone="danger">{readServerError(change.error).message}</Note> : null}
      {now.name === null ? null : <p className="font-medium">{now.name}</p>}
      <p className="text-muted">{stateTexts[now.state](now.kind)}</p>
      <div className="flex flex-wrap gap-2">
        {now.state === "following" ? (
          <Button {...button} variant={variant("unfollow")} onClick={() => void set("none", "following")}>
            Unfollow
          </Button>
        ) : null}
        {now.state === "muted" ? null : (
          <Button {...button} variant={variant("mute")} onClick={() => void set("muted", now.state)}>
            {`Mute this ${now.kind}`}
          </Button>
        )}
        {now.state === "muted" && before === null ? (
          <Button {...button} onClick={() => void set("none", "muted")}>
            Unmute
          </Button>
        ) : null}
        {before === null ? null : (
          <Button {...button} onClick={() => void set(before, null)}>
            Undo
          </Button>
        )}
      </div>
    </div>
  );
}
