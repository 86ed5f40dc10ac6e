"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NounSign } from "@/components/ui/noun-icon";
import { PersonMark } from "@/components/ui/person";
import { ReferenceName } from "@/components/ui/reference-name";
import { cn } from "@/lib/cn";
import { nounOf } from "@/lib/nouns/all";
import { followUpText } from "../rules";
import type { FollowUp } from "../schema";

interface FollowUpLineProps {
  item: FollowUp;
  /** The zone whose days the list counts by. */
  timeZone: string;
  /** Null for members who may plan nothing. */
  onPlan: ((item: FollowUp) => void) | null;
  /** Without the colour of a warning, where all wait alike. */
  quiet?: boolean;
}

/** A record of the follow-up list: its name, the reason, its owner, and a button to plan an activity. */
export function FollowUpLine({ item, timeZone, onPlan, quiet }: FollowUpLineProps) {
  const { href, locale } = useWorkspace();
  const head = nounOf(item.entity);
  if (!head) return null;
  return (
    <li
      data-line={item.id}
      className="relative flex min-h-13 items-center gap-3 px-edge py-1.5 hairline-b hairline-soft hover:bg-surface-hover"
    >
      <NounSign head={head} id={item.id} name={item.name} />
      <span className="flex min-w-0 flex-1 flex-col">
        <Link
          data-open
          href={href(`/${head.path}/${item.id}`)}
          className="truncate font-medium before:absolute before:inset-0 focus-visible:outline-none focus-visible:before:outline-2 focus-visible:before:-outline-offset-2 focus-visible:before:outline-accent"
        >
          {item.name}{" "}
          {item.account ? <ReferenceName of={item.account} className="ml-0.5 font-normal text-muted" /> : null}
        </Link>
        <span className={cn("truncate text-sm", quiet ? "text-muted" : "text-warning")} suppressHydrationWarning>
          {followUpText(item, new Date(), { locale, timeZone })}
        </span>
      </span>
      <PersonMark person={item.owner} />
      {onPlan ? (
        <Button
          size="sm"
          className="relative phone:h-11"
          aria-label={`Plan an activity for ${item.name}`}
          onClick={() => onPlan(item)}
        >
          Plan
        </Button>
      ) : null}
    </li>
  );
}
