"use client";

import { Bell, BellOff, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { MenuItem, MenuLabel } from "@/components/ui/menu";
import type { NounEntity } from "@/lib/nouns/all";
import { useFollow } from "../client";
import type { FollowReason, FollowState } from "../rules";

interface FollowLinkProps {
  entity: NounEntity;
  recordId: string;
  /** The record's name. */
  name: string;
}

const successText: Record<FollowState, (name: string) => string> = {
  following: (name) => `You follow ${name}`,
  muted: (name) => `${name} is muted: you get no notifications about it`,
  none: (name) => `You neither follow nor mute ${name}`,
};

/** Why the member follows it without having chosen to. */
const reasonTexts: Partial<Record<FollowReason, string>> = {
  mentioned: "You follow it because you were mentioned",
  wrote: "You follow it because you wrote on it",
};

/** The actions by which a member follows a record or mutes it, in its menu. None for staff: it is the member's choice. */
export function FollowLink(props: FollowLinkProps) {
  return useWorkspace().support ? null : <FollowItems {...props} />;
}

function FollowItems({ entity, recordId, name }: FollowLinkProps) {
  const { query, set } = useFollow({ entity, recordId }, (now) => successText[now](name));
  const state = query.data?.state;
  const reason = query.data?.reason ? reasonTexts[query.data.reason] : undefined;
  if (query.isLoadingError)
    return (
      <MenuItem
        icon={<RefreshCw aria-hidden />}
        onSelect={(event) => {
          event.preventDefault();
          void query.refetch();
        }}
      >
        Follow and mute could not be loaded. Try again
      </MenuItem>
    );
  const item = (wanted: FollowState, icon: ReactNode, on: string, off: string) => (
    <MenuItem icon={icon} disabled={state === undefined} onSelect={() => set(state === wanted ? "none" : wanted)}>
      {state === wanted ? off : on}
    </MenuItem>
  );
  return (
    <>
      {reason ? <MenuLabel>{reason}</MenuLabel> : null}
      {item("following", <Bell aria-hidden />, "Follow", "Unfollow")}
      {item("muted", <BellOff aria-hidden />, "Mute", "Unmute")}
    </>
  );
}
