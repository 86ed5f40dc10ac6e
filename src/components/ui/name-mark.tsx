import { cn } from "@/lib/cn";
import { initial } from "@/lib/text";
import { Picture } from "./picture";

const sizes = {
  16: "size-4 rounded-sm text-[8px]",
  20: "size-5 rounded-sm text-[9px]",
  24: "size-6 rounded-sm text-[10px]",
  36: "size-9 rounded-md text-[15px]",
} as const;

export type NameMarkProps = {
  name: string;
  size?: keyof typeof sizes | undefined;
  /** `inverse` in the head of a record. */
  tone?: "neutral" | "inverse" | undefined;
  src?: string | undefined;
  className?: string | undefined;
};

/** An organisation: a neutral square with its first letter, beside its name. */
export function NameMark({ name, size = 20, tone = "neutral", src, className }: NameMarkProps) {
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
      {initial(name)}
      {src ? <Picture src={src} /> : null}
    </span>
  );
}
