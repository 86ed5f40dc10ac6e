import { cn } from "@/lib/cn";

const signs: Record<string, string> = {
  mod: "⌘",
  shift: "⇧",
  alt: "⌥",
  enter: "↵",
  escape: "Esc",
  tab: "Tab",
  space: "Space",
  backspace: "⌫",
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
};

/** One step of keys as it is shown: "mod+k" becomes "⌘K". */
export function keySigns(step: string): string {
  return step
    .split("+")
    .map((key) => signs[key.toLowerCase()] ?? key.toUpperCase())
    .join("");
}

/** Keys of an act: "mod+k" is one cap, "g o" two in a row. */
export function Kbd({ keys, className }: { keys: string; className?: string | undefined }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-[3px]">
      {keys.split(" ").map((step) => (
        <kbd
          key={step}
          className={cn(
            "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border bg-surface px-1 font-medium font-sans text-faint text-xs",
            className,
          )}
        >
          {keySigns(step)}
        </kbd>
      ))}
    </span>
  );
}
