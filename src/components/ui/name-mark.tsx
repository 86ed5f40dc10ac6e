import { cn } from "@/lib/cn";
import { initial } from "@/lib/text";
import { unseenRecord } from "@/lib/unseen-record";
import { OwnPicture } from "./own-picture";

const sizes = {
  16: "size-4 rounded-sm text-[8px]",
  20: "size-5 rounded-sm text-[9px]",
  24: "size-6 rounded-sm text-[10px]",
  28: "size-7 rounded-md text-[12px]",
  36: "size-9 rounded-md text-[15px]",
} as const;

export type NameMarkProps = {
  name: string;
  size?: keyof typeof sizes | undefined;
  /** `inverse` in the head of a record. */
  tone?: "neutral" | "inverse" | undefined;
  /** The record whose picture it has; without an id one that may not be opened. */
  of?: { entity: string; id: string | null } | undefined;
  className?: string | undefined;
};

/** An organisation: its logo, or a neutral square with its first letter, beside its name. */
export function NameMark({ name, size = 20, tone = "neutral", of, className }: NameMarkProps) {
  return (
    <span
      aria-hidden
      className={cn(
        "relative inline-grid shrink-0 place-items-center overflow-hidden font-semibold tracking-normal",
        sizes[size],
        tone === "inverse" ? "bg-inverse text-on-inverse" : "bg-surface-press text-muted",
        className,
      )}
    >
      {name === unseenRecord ? "?" : initial(name)}
      {of?.id ? <OwnPicture of={{ entity: of.entity, id: of.id }} /> : null}
    </span>
  );
}
