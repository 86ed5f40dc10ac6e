"use client";

import { Bell, BellOff, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { MenuItem } from "@/components/ui/menu";
import type { NounEntity } from "@/lib/nouns/all";
import { useFollow } from "../client";
import type { FollowState } from "../rules";

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

/** The actions by which a member follows a record or mutes it, in its menu. None for staff: it is the member's choice. */
export function FollowLink(props: FollowLinkProps) {
  return useWorkspace().support ? null : <FollowItems {...props} />;
}

function FollowItems({ entity, recordId, name }: FollowLinkProps) {
  const { query, set } = useFollow({ entity, recordId }, (now) => successText[now](name));
  const state = query.data?.state;
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
      {item("following", <Bell aria-hidden />, "Follow", "Stop following")}
      {item("muted", <BellOff aria-hidden />, "Mute", "Unmute")}
    </>
  );
}
