import { cn } from "@/lib/cn";

/** The mark of the product in the accent colour: one line through a square. */
export function Logo({ size = 18, className }: { size?: number | undefined; className?: string | undefined }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="currentColor"
      className={cn("block shrink-0 text-accent", className)}
    >
      <path d="M4 0h8a4 4 0 0 1 4 4v.1h-3.4C8.2 4.1 8.1 9.6 3.8 9.6H0V4a4 4 0 0 1 4-4Z" />
      <path d="M16 6.4V12a4 4 0 0 1-4 4H4a4 4 0 0 1-4-4v-.1h3.8c6 0 5.9-5.5 8.8-5.5H16Z" />
    </svg>
  );
}

/** Mark and name, for the pages outside a workspace. */
export function Wordmark({ className }: { className?: string | undefined }) {
  return (
    <span className={cn("flex items-center gap-2", className)}>
      <Logo size={20} />
      <span className="font-semibold text-[15px] tracking-[-0.012em]">Throughline</span>
    </span>
  );
}
