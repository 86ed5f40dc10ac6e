"use client";

import type { ReactNode } from "react";
import { encodeFilter } from "@/components/data-table/list-state-codec";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import type { Condition } from "@/lib/list-filter";
import { listPathOf } from "@/lib/nouns/all";

/** The address of the list that shows exactly the records of a figure, below that of the workspace. */
export const figureAddress = (entity: string, conditions: readonly Condition[]): string =>
  `${listPathOf(entity)}?filter=${encodeURIComponent(encodeFilter({ conditions: [...conditions], groups: [] }))}`;

interface FigureLinkProps {
  entity: string;
  /** The conditions of the figure. */
  of: { conditions: readonly Condition[] };
  /** The name of the figure, where the text is a number alone: "November, 12 won". */
  label?: string;
  className?: string;
  children: ReactNode;
}

/** A figure that leads to its records. */
export function FigureLink({ entity, of, label, className, children }: FigureLinkProps) {
  const { href } = useWorkspace();
  return (
    <Link
      href={href(figureAddress(entity, of.conditions))}
      aria-label={label}
      className={cn(
        "relative rounded-sm decoration-border-strong underline-offset-[3px] hit-44 hover:underline",
        className,
      )}
    >
      {children}
    </Link>
  );
}
