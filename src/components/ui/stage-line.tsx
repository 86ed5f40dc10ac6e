import { CircleCheck, CircleX } from "lucide-react";
import { cn } from "@/lib/cn";
import { stageColor } from "./stage-color";

export type StageLineProps = {
  /** Number of open stages in the pipeline. */
  total: number;
  /** Position of the stage, from 1. */
  position: number;
  color: number | string;
  className?: string | undefined;
};

/** So many segments can be told apart. */
const mostSegments = 7;

/**
 * 22 px: one segment per open stage, filled up to this one; of many stages the share. Decoration beside the stage's
 * name.
 */
export function StageLine({ total, position, color, className }: StageLineProps) {
  const shown = Math.min(total, mostSegments);
  const filled = Math.ceil((position / total) * shown);
  const places = Array.from({ length: shown }, (_, place) => place + 1);
  return (
    <span
      aria-hidden
      className={cn("inline-flex w-[22px] shrink-0 items-center", shown > 5 ? "gap-px" : "gap-0.5", className)}
    >
      {places.map((place) => (
        <span
          key={place}
          className={cn("h-[3px] flex-1 rounded-[1px]", place > filled && "bg-border-strong opacity-38")}
          {...(place <= filled ? { style: { background: stageColor(color) } } : {})}
        />
      ))}
    </span>
  );
}

export type StageNameProps =
  | {
      kind: "open";
      name: string;
      total: number;
      position: number;
      color: number | string;
      className?: string | undefined;
    }
  | { kind: "won" | "lost"; name: string; className?: string | undefined };

/** A stage with its icon: line, circle-check or circle-x, and always the name. */
export function StageName(props: StageNameProps) {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-[7px] whitespace-nowrap", props.className)}>
      <StageSign {...props} />
      <span className="truncate">{props.name}</span>
    </span>
  );
}

function StageSign(props: StageNameProps) {
  if (props.kind === "open") return <StageLine total={props.total} position={props.position} color={props.color} />;
  if (props.kind === "won") return <CircleCheck aria-hidden className="size-3.5 text-positive" />;
  return <CircleX aria-hidden className="size-3.5 text-danger" />;
}
