import { signOf } from "@/components/ui/noun-icon";
import type { SyncObject } from "../schema";

/** The kind of record as it is called here, with its name in the other system. */
export function ObjectName({ object: { entity, labels } }: { object: Pick<SyncObject, "entity" | "labels"> }) {
  const Sign = signOf(entity);
  return (
    <span className="flex min-w-0 items-center gap-2">
      {Sign ? <Sign aria-hidden className="size-[15px] shrink-0 text-faint" /> : null}
      <span className="truncate font-medium">{labels.ours}</span>
      <span className="truncate text-faint text-sm">{labels.theirs.toLowerCase()}</span>
    </span>
  );
}
