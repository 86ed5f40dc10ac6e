"use client";

import { useRef } from "react";
import { cn } from "@/lib/cn";
import type { ChoiceColor } from "@/lib/fields/choice-colors";
import { useFitting } from "./use-fitting";

export interface TagOption {
  value: string;
  label: string;
  color?: ChoiceColor | undefined;
}

/** The colour of a choice or tag; its name always stands beside it. */
export function ColorDot({ color, className }: { color: ChoiceColor; className?: string | undefined }) {
  return (
    <span
      aria-hidden
      className={cn("size-1.5 shrink-0 rounded-full", className)}
      style={{ background: `var(--choice-${color})` }}
    />
  );
}

/** One value of a closed list, with its colour where it has one. */
export function Tag({ label, color, className }: Omit<TagOption, "value"> & { className?: string | undefined }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 min-w-0 max-w-full items-center gap-[5px] rounded-full border px-[7px] font-normal text-muted text-sm",
        className,
      )}
    >
      {color ? <ColorDot color={color} /> : null}
      <span className="truncate">{label}</span>
    </span>
  );
}

/** All of some values. */
export function Tags({ tags }: { tags: readonly TagOption[] }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-1 py-1">
      {tags.map(({ value, ...tag }) => (
        <Tag key={value} {...tag} />
      ))}
    </span>
  );
}

/** As many of some values as fit in one line, and the number of the others. */
export function TagLine({ tags }: { tags: readonly TagOption[] }) {
  // Other values have other widths.
  return <Line key={tags.map(({ label }) => label).join("\n")} tags={tags} />;
}

function Line({ tags }: { tags: readonly TagOption[] }) {
  const box = useRef<HTMLSpanElement>(null);
  const shown = useFitting(box, tags.length);
  const others = tags.slice(shown).map(({ label }) => label);
  return (
    <span
      ref={box}
      className="flex min-w-0 flex-1 items-center gap-1 overflow-hidden"
      {...(others.length > 0 ? { title: tags.map(({ label }) => label).join(", ") } : {})}
    >
      {tags.slice(0, shown).map(({ value, ...tag }) => (
        <Tag key={value} {...tag} className={shown > 1 ? "shrink-0" : ""} />
      ))}
      {others.length > 0 ? (
        <span className="shrink-0 text-faint text-sm">
          <span aria-hidden>{`+${others.length}`}</span>
          <span className="sr-only">{others.join(", ")}</span>
        </span>
      ) : null}
    </span>
  );
}
