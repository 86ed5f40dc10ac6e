"use client";

import { CircleAlert, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useObjects, useRemoveFile, useUpdateFile } from "../client";
import { ObjectSelect } from "./object-select";
import { useShownFile } from "./shown-import";
import { useCounts } from "./use-counts";

/** The place to which the foot leads when something blocks the file. */
export const blockersId = "import-blockers";

/** The reasons why a file, or some of its rows, cannot be imported yet, with the acts that remove them. */
export function FileBlockers() {
  const { file, analysis } = useShownFile();
  const { counted } = useCounts();
  const { blockers, impossible } = analysis;
  const out = impossible
    .filter(({ all }) => !all)
    .map(({ rows, reason }) => `${counted(rows, { one: "row is left out", many: "rows are left out" })}. ${reason}`);
  const needsObject = analysis.needsObject || impossible.some(({ all }) => all);
  if (blockers.length + out.length === 0) return null;
  return (
    <section id={blockersId} tabIndex={-1} aria-label={`Decisions for ${file.title}`} className="scroll-mt-2">
      {blockers.map((blocker, place) => (
        <div
          key={blocker}
          className="flex flex-wrap items-center gap-x-2.5 gap-y-2 bg-warning-subtle px-edge py-2.5 hairline-b hairline-soft"
        >
          <CircleAlert aria-hidden className="size-4 shrink-0 text-warning" />
          <span className="min-w-0 flex-1 basis-52">{blocker}</span>
          {place === 0 && needsObject ? <ObjectActs /> : null}
        </div>
      ))}
      {out.map((one) => (
        <p key={one} className="flex items-center gap-2.5 px-edge py-2.5 hairline-b hairline-soft">
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
          <span>{one}</span>
        </p>
      ))}
    </section>
  );
}

/** Confirms the object of a file, chooses another one, or leaves the file out. */
function ObjectActs() {
  const { importId, file, analysis } = useShownFile();
  const { data: objects = [] } = useObjects();
  const update = useUpdateFile(importId);
  const remove = useRemoveFile(importId);
  const target = { id: importId, fileId: file.id };
  const { entity } = file;
  const offers = [
    { entity: analysis.otherObject, verb: "Import as" },
    { entity: analysis.needsObject ? entity : null, verb: "Yes," },
  ];
  const leaveOut = (
    <Button
      variant={entity === null ? "primary" : "ghost"}
      size="sm"
      busy={remove.isPending}
      onClick={() => remove.mutate(target)}
    >
      Leave file out
    </Button>
  );
  return (
    <span className="flex flex-wrap items-center gap-2">
      {entity === null ? leaveOut : null}
      {offers.map((offer) => {
        const label = objects.find((object) => object.entity === offer.entity)?.label;
        return label ? (
          <Button
            key={offer.verb}
            variant="primary"
            size="sm"
            busy={update.isPending}
            onClick={() => update.mutate({ ...target, entity: offer.entity })}
          >
            {`${offer.verb} ${label}`}
          </Button>
        ) : null;
      })}
      <span className="w-44">
        <ObjectSelect
          fileName={file.title}
          entity={entity}
          onChange={(chosen) => update.mutate({ ...target, entity: chosen })}
        />
      </span>
      {entity === null ? null : leaveOut}
    </span>
  );
}
