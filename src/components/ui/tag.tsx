import { X } from "lucide-react";
import { cn } from "@/lib/cn";
import { stageColor } from "./stage-color";

export type TagProps = {
  name: string;
  /** 1 to 8 of the stage palette, or any CSS colour. */
  color?: number | string | undefined;
  onRemove?: (() => void) | undefined;
  className?: string | undefined;
};

/** A label that members give: a pill with a dot in its colour. */
export function Tag({ name, color = 1, onRemove, className }: TagProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-[5px] whitespace-nowrap rounded-full border px-[7px] text-muted text-sm",
        className,
      )}
    >
      <span aria-hidden className="size-1.5 rounded-full" style={{ background: stageColor(color) }} />
      {name}
      {onRemove ? (
        <button
          type="button"
          aria-label={`Remove ${name}`}
          onClick={onRemove}
          className="relative -mr-1 grid size-4 place-items-center rounded-full text-faint before:absolute before:-inset-1 hover:text-text hit-44"
        >
          <X aria-hidden className="size-3" />
        </button>
      ) : null}
    </span>
  );
}
