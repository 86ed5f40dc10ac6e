"use client";

import { useQuery } from "@tanstack/react-query";
import { Avatar } from "@/components/ui/avatar";
import { useApi } from "@/trpc/react";
import { useMover } from "../client";

/** The member who just moved a card, on the card, for some seconds; the owner is on it already, and is only told of. */
export function MoverBadge({ id, ownerId }: { id: string; ownerId: string | null | undefined }) {
  const api = useApi();
  const mover = useMover(id);
  const { data } = useQuery(api.members.pick.queryOptions({ ids: mover ? [mover] : [] }, { enabled: mover !== null }));
  const name = mover ? data?.find((member) => member.id === mover)?.name : undefined;
  if (!mover || !name) return null;
  return (
    <span role="status" className="inline-flex shrink-0">
      {mover === ownerId ? null : <Avatar name={name} id={mover} size={20} decorative />}
      <span className="sr-only">{`Moved by ${name}`}</span>
    </span>
  );
}
