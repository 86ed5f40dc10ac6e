import { cn } from "@/lib/cn";
import { type ConnectionState, stateWords } from "../rules";

const dots: Readonly<Record<ConnectionState, string>> = {
  connected: "bg-positive",
  paused: "border-2 border-border-strong",
  // A ring: it needs somebody.
  reconnect: "border-2 border-warning",
  disconnected: "border-2 border-border-strong",
  notConnected: "border-2 border-border-strong",
};

/** The state of a connection as a dot with its word. */
export function ConnectionStateText({ state, className }: { state: ConnectionState; className?: string }) {
  return (
    <span className={cn("flex min-w-0 items-center gap-[7px]", className)}>
      <span aria-hidden className={cn("size-2 shrink-0 rounded-full", dots[state])} />
      <span className="truncate">{stateWords[state]}</span>
    </span>
  );
}
