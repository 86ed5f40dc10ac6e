import { ArrowLeft, ArrowRight, FileInput, Link2, Minus, Pencil, Plus, Unlink } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import type { HistoryItem, SyncChangeView } from "../schema";

const acts = { created: Plus, linked: Link2, unlinked: Unlink } as const;
const ways = { in: ArrowLeft, out: ArrowRight, kept: Minus } as const;

function signOf({ field, decidedBy, direction }: SyncChangeView) {
  if (field === null && decidedBy in acts) return acts[decidedBy as keyof typeof acts];
  return ways[direction];
}

interface NodeProps {
  /** It marks the value that is there now. */
  now?: boolean;
}

/** The sign of a change, 20: in, out or kept. */
export function ChangeNode({ change, now = false }: NodeProps & { change: SyncChangeView }) {
  const Sign = signOf(change);
  return <Node tone={change.direction === "in" ? "accent" : "plain"} now={now} sign={<Sign />} />;
}

/** The same for an entry of the history of a field, which may be an edit or an import here. */
export function HistoryNode({ item, now = false }: NodeProps & { item: HistoryItem }) {
  if (item.kind === "sync") return <ChangeNode change={item} now={now} />;
  return <Node tone="plain" now={now} sign={item.via === "import" ? <FileInput /> : <Pencil />} />;
}

const tones = {
  accent: "bg-accent-subtle text-accent-text",
  plain: "bg-surface text-muted shadow-[inset_0_0_0_1px_var(--border)]",
} as const;

const Node = ({ tone, now, sign }: { tone: keyof typeof tones; now: boolean; sign: ReactNode }) => (
  <span
    aria-hidden
    className={cn(
      "grid size-5 shrink-0 place-items-center rounded-full [&_svg]:size-3",
      now ? "bg-accent text-on-accent" : tones[tone],
    )}
  >
    {sign}
  </span>
);
