"use client";

import { useRef } from "react";
import { cn } from "@/lib/cn";
import { SideScroll } from "./side-scroll";
import { stageColor } from "./stage-color";
import { useScrolledTo } from "./use-scrolled-to";

export type TrackStage = {
  id: string;
  name: string;
  color: number | string;
  /** Under the name, for example days in the stage. */
  note?: string | undefined;
  /** It was never in this stage, although it is past it. */
  skipped?: boolean | undefined;
};

export type StageTrackProps = {
  stages: readonly TrackStage[];
  /** Id of the opportunity's stage. */
  current: string;
  /** Makes each stage a button. */
  onSelect?: ((id: string) => void) | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
};

/**
 * The stages of one opportunity: passed nodes filled, the current one a ring, later and skipped ones outlined. Each has
 * room for its name; where they need more than there is, they scroll sideways.
 */
export function StageTrack({ stages, current, onSelect, disabled, className }: StageTrackProps) {
  const row = useRef<HTMLOListElement>(null);
  useScrolledTo(row, current);
  const here = stages.findIndex((stage) => stage.id === current);
  return (
    <SideScroll row={row} className={cn("-m-1", className)}>
      <ol
        ref={row}
        // Without buttons in it, the row itself takes the focus, so that the keyboard can scroll it.
        {...(onSelect ? {} : { tabIndex: 0 })}
        // The padding leaves room for the outline of a focused stage.
        className="side-scroll relative grid p-1"
        style={{
          gridTemplateColumns: `repeat(${Math.max(stages.length - 1, 1)}, minmax(max-content, 1fr)) max-content`,
        }}
      >
        {stages.map((stage, place) => {
          const color = stageColor(stage.color);
          const passed = place < here && !stage.skipped;
          const present = place === here;
          const last = place === stages.length - 1;
          const ahead = present && !last ? `linear-gradient(90deg, ${color} 45%, var(--border) 45%)` : "var(--border)";
          const line = passed ? color : ahead;
          const node = passed
            ? { background: color }
            : { border: present ? `3px solid ${color}` : "2px solid var(--border-strong)" };
          const words = (
            <>
              <span className="max-w-44 truncate pr-3">{stage.name}</span>{" "}
              {stage.skipped && place < here ? <span className="sr-only">skipped</span> : null}
              {/* A phone has room for the days that were reached. */}
              <span className={cn("min-h-4 whitespace-nowrap pr-3 text-faint", place > here && "phone:hidden")}>
                {stage.note}
              </span>
            </>
          );
          return (
            <li
              key={stage.id}
              data-part={stage.id}
              aria-current={present && !onSelect ? "step" : undefined}
              className={cn(
                "relative flex min-w-0 flex-col pt-4 text-sm",
                passed || present ? "text-text" : "text-faint",
              )}
            >
              <span aria-hidden className="absolute inset-x-0 top-1 h-0.5" style={{ background: line }} />
              <span
                aria-hidden
                className="absolute top-0 left-0 z-1 size-2.5 rounded-full bg-surface-raised"
                style={node}
              />
              {onSelect ? (
                <button
                  type="button"
                  // Still enabled while a move is on its way, so that it keeps the focus.
                  aria-disabled={disabled || undefined}
                  aria-current={present ? "step" : undefined}
                  onClick={() => (disabled ? undefined : onSelect(stage.id))}
                  className="-mt-4 flex min-w-0 flex-col rounded-sm pt-4 text-left hover:text-accent-text"
                >
                  {words}
                </button>
              ) : (
                words
              )}
            </li>
          );
        })}
      </ol>
    </SideScroll>
  );
}
