import { NameMark } from "@/components/ui/name-mark";
import { nounSigns } from "@/components/ui/noun-icon";
import { cn } from "@/lib/cn";
import { nouns } from "@/lib/nouns/all";
import type { NounHead } from "@/lib/nouns/noun-head";
import { capital } from "@/lib/text";

const columns = [3, 2, 1];
const items = Object.values<NounHead>(nouns)
  .filter(({ settings }) => !settings)
  .toSorted((a, b) => a.nav.place - b.nav.place);

/** The workspace before it exists: its address, its sidebar, its empty board. */
export function WorkspacePreview({ name, address }: { name: string; address: string }) {
  return (
    <div
      aria-hidden
      className="absolute top-[136px] left-[88px] h-[800px] w-[720px] overflow-hidden rounded-lg bg-surface shadow-1"
    >
      <div className="mono flex h-10 items-center px-4 text-muted hairline-b">{address}</div>
      <div className="flex h-full">
        <div className="flex w-44 shrink-0 flex-col gap-0.5 bg-surface-sunken p-2 hairline-r">
          <div className="flex h-8 items-center gap-2 px-2 font-semibold">
            <NameMark name={name || "Workspace"} size={16} />
            <span className="truncate">{name || "Your workspace"}</span>
          </div>
          {items.map(({ path, many, icon, nav }) => {
            const Sign = nounSigns[icon];
            return (
              <div
                key={path}
                className={cn(
                  "flex h-7 items-center gap-2 rounded-md px-2 text-muted [&_svg]:size-4",
                  nav.home && "bg-surface-press text-text",
                )}
              >
                <Sign aria-hidden />
                {capital(many)}
              </div>
            );
          })}
        </div>
        {columns.map((cards) => (
          <div key={cards} className="w-[152px] shrink-0 bg-surface-sunken hairline-r">
            <div className="flex h-11 items-center bg-surface px-3 hairline-b">
              <span className="h-2 w-16 rounded-full bg-surface-press" />
            </div>
            <div className="flex flex-col gap-1.5 p-2">
              {Array.from({ length: cards }, (_, index) => `card ${index}`).map((card) => (
                <div key={card} className="flex flex-col gap-2 rounded-md bg-surface-raised p-3 shadow-1">
                  <span className="h-2 w-full rounded-full bg-surface-press" />
                  <span className="h-2 w-3/5 rounded-full bg-surface-press" />
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
