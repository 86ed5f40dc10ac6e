"use client";

import { Lock } from "lucide-react";
import { Link } from "@/components/ui/link";
import { SortableRows } from "@/components/ui/sortable-rows";
import { cn } from "@/lib/cn";
import { findMove } from "@/lib/reorder";
import { useViewActs } from "./use-view-acts";
import type { ViewPartProps } from "./view-part-props";

/** All views of a list, in the order of its tabs; those that the member may change are put into another order. */
export function ViewOrder({ view, addressOf }: ViewPartProps) {
  const acts = useViewActs();
  const views = view.offered?.views ?? [];
  const link = (id: string, label: string, href: string) => (
    <Link
      href={href}
      scroll={false}
      aria-current={id === view.id ? "page" : undefined}
      className={cn("flex min-w-0 flex-1 items-center gap-1.5 hover:text-accent-text", id === view.id && "font-medium")}
    >
      <span className="truncate">{label}</span>
    </Link>
  );
  function order(ids: string[]): void {
    const move = findMove(
      views.map(({ id }) => id),
      ids,
    );
    if (move) void acts.move(move.id, move.after);
  }
  return (
    <div className="max-h-[min(420px,60dvh)] overflow-y-auto">
      <ul aria-label="Views that everybody has">
        {view.declared.map(({ key, label }) => (
          <li key={key} className="flex min-h-9 items-center px-edge hairline-b hairline-soft phone:min-h-14">
            {link(key, label, addressOf(key))}
          </li>
        ))}
      </ul>
      <SortableRows rows={views} label="Saved views" enabled onOrder={order}>
        {({ id, name, scope, team, state }) => (
          <>
            {link(id, name, addressOf(id, state.layout))}
            <span className="flex shrink-0 items-center gap-1 text-faint text-sm [&>svg]:size-3">
              {scope === "private" ? <Lock aria-label="Private" /> : (team?.name ?? "Workspace")}
            </span>
          </>
        )}
      </SortableRows>
    </div>
  );
}
