"use client";

import { Avatar } from "@/components/ui/avatar";
import { usePresence } from "../client";

const maxShown = 4;

/** Other members who have this open: up to four pictures, and the number of others. Nothing if there are none. */
export function PresenceBadge({ entity, id }: { entity: string; id: string }) {
  const present = usePresence(entity, id);
  if (present.length === 0) return null;
  const names = present.map(({ name }) => name).join(", ");
  const more = present.length - maxShown;
  return (
    <span role="img" aria-label={`Also here: ${names}`} title={`Also here: ${names}`} className="inline-flex shrink-0">
      {present.slice(0, maxShown).map((one) => (
        <Avatar
          key={one.id}
          name={one.name}
          id={one.id}
          size={24}
          decorative
          className="-ml-1 ring-2 ring-surface first:ml-0"
        />
      ))}
      {more > 0 ? <span className="ml-1 self-center text-muted text-sm">{`+${more}`}</span> : null}
    </span>
  );
}
