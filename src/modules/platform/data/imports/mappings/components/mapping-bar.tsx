"use client";

import { Bookmark, ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { Note } from "@/components/ui/note";
import { RelativeTime } from "@/components/ui/relative-time";
import { useApplyMapping } from "../../client";
import { useShownFile } from "../../components/shown-import";
import type { OfferedMapping } from "../schema";
import { SaveMappingDialog } from "./save-mapping-dialog";

/** The saved mappings that fit a file, each applied by one click, and the way to save how this file is matched. */
export function MappingBar() {
  const { importId, file, analysis } = useShownFile();
  const apply = useApplyMapping(importId);
  const [isSaving, setSaving] = useState(false);
  const [dropped, setDropped] = useState<readonly string[]>([]);
  const { mappings } = analysis;
  const applied = mappings.find((one) => one.applied);
  const [best, ...others] = mappings.filter((one) => !one.applied);
  const use = (mapping: OfferedMapping) =>
    apply.mutate(
      { id: importId, fileId: file.id, importMappingId: mapping.id },
      { onSuccess: (result) => setDropped(result.dropped) },
    );
  if (file.entity === null && !best) return null;
  return (
    <>
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-2 px-edge py-1.5 hairline-t hairline-soft">
        <Bookmark aria-hidden className="size-[15px] shrink-0 text-faint" />
        <span className="min-w-0 flex-1 text-muted phone:basis-[calc(100%-40px)]">
          <MappingState applied={applied} best={best} />
        </span>
        {best && !applied ? (
          <Button size="sm" busy={apply.isPending} onClick={() => use(best)}>
            Use mapping
          </Button>
        ) : null}
        <OtherMappings mappings={applied && best ? [best, ...others] : others} onUse={use} />
        {file.entity === null ? null : (
          <Button size="sm" onClick={() => setSaving(true)}>
            Save mapping
          </Button>
        )}
      </div>
      {dropped.length > 0 ? (
        <Note tone="warning" className="mx-edge mb-2">
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">Not everything in the saved mapping fits this file</p>
              <ul className="mt-1">
                {dropped.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
            <IconButton label="Close this note" icon={<X aria-hidden />} onClick={() => setDropped([])} />
          </div>
        </Note>
      ) : null}
      {isSaving ? <SaveMappingDialog name={applied?.name ?? null} onClose={() => setSaving(false)} /> : null}
    </>
  );
}

interface State {
  applied: OfferedMapping | undefined;
  best: OfferedMapping | undefined;
}

function MappingState({ applied, best }: State) {
  const { file } = useShownFile();
  if (applied)
    return (
      <>
        {"Matched by the saved mapping "}
        <span className="font-medium text-text">{applied.name}</span>
      </>
    );
  if (best)
    return (
      <>
        {"The saved mapping "}
        <span className="font-medium text-text">{best.name}</span>
        {best.fits === best.columns ? " fits this file" : ` fits ${best.fits} of its ${best.columns} columns`}
      </>
    );
  if (file.remembered)
    return (
      <>
        {"Matched as in the last import, "}
        <RelativeTime at={file.remembered} />
      </>
    );
  return "Save the mapping for later files with the same columns";
}

function OtherMappings({
  mappings,
  onUse,
}: {
  mappings: readonly OfferedMapping[];
  onUse: (mapping: OfferedMapping) => void;
}) {
  if (mappings.length === 0) return null;
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="ghost">
          Other mappings
          <ChevronDown aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {mappings.map((mapping) => (
          <MenuItem key={mapping.id} onSelect={() => onUse(mapping)}>
            {mapping.name}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
